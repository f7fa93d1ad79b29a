"""Backups of the embedded database: one zip with a consistent copy, the pictures, and a manifest of hashes."""

import hashlib
import json
import re
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2
from sqlalchemy import Connection

from showcase.domain.errors import DomainError, NotFoundError

FORMAT = "showcase-backup/1"
DATABASE, MANIFEST, MEDIA = "database.sqlite3", "manifest.json", "media/"
CHUNK = 1024 * 1024
MAX_FILES = 20_000
FOLDER, NAME = "backups", re.compile(r"showcase-[0-9]{8}-[0-9]{6}\.zip")


class BackupRefusedError(DomainError):
    """The file is no sound backup, or there is something that a restore would overwrite."""

    code = "backup-refused"


class BackupElsewhereError(BackupRefusedError):
    """This installation's database has backup tools of its own."""

    code = "backup-elsewhere"


class DiskFullError(BackupRefusedError):
    """There is no room for a copy."""

    code = "disk-full"


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the folder of those that the back office made. `size` is in bytes."""

    name: str
    made_at: datetime
    size: int


def write(connection: Connection, media: Path, target: Path, *, now: datetime) -> int:
    """Copy the database while it runs, and the pictures, into `target`; answers the number of files.

    The file appears under its name only when it is whole. Raises BackupRefusedError on PostgreSQL: use its own tools.
    """
    if connection.dialect.name != "sqlite":
        raise BackupElsewhereError(
            "This installation uses PostgreSQL: back it up with pg_dump, and copy DATA_DIR/media."
        )
    with tempfile.TemporaryDirectory(dir=target.absolute().parent) as folder:
        copy = Path(folder) / DATABASE
        with dbapi2.connect(str(copy)) as destination:
            source: Any = connection.connection.driver_connection
            source.backup(destination)
        destination.close()
        files = {DATABASE: copy}
        if media.is_dir():
            files |= {MEDIA + path.name: path for path in sorted(media.iterdir()) if path.is_file()}
        whole = Path(folder) / "backup.zip"
        _pack(whole, files, now)
        whole.replace(target)
    return len(files)


def make(connection: Connection, data_dir: Path, *, now: datetime) -> Kept:
    """A backup in DATA_DIR/backups, which only this program's user may read. Raises BackupRefusedError.

    Twice what is stored must be free: the copy and its zip lie side by side for a moment.
    """
    folder, media = data_dir / FOLDER, data_dir / "media"
    folder.mkdir(mode=0o700, exist_ok=True)
    stored = sum(path.stat().st_size for path in (*data_dir.glob("*.sqlite3*"), *media.glob("*")) if path.is_file())
    if shutil.disk_usage(data_dir).free < 2 * stored:
        raise DiskFullError("There is not enough room on the disk for a backup.")
    target = folder / f"showcase-{now.astimezone(UTC):%Y%m%d-%H%M%S}.zip"
    write(connection, media, target, now=now)
    target.chmod(0o600)
    return _kept(target)


def listed(data_dir: Path) -> list[Kept]:
    """The backups in DATA_DIR/backups, the newest first."""
    found = [path for path in (data_dir / FOLDER).glob("showcase-*.zip") if NAME.fullmatch(path.name)]
    return [_kept(path) for path in sorted(found, reverse=True)]


def path_of(data_dir: Path, name: str) -> Path:
    """The file of a backup that the back office made. Raises NotFoundError."""
    path = data_dir / FOLDER / name
    if not NAME.fullmatch(name) or not path.is_file():
        raise NotFoundError
    return path


def _kept(path: Path) -> Kept:
    made_at = datetime.strptime(path.stem, "showcase-%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    return Kept(path.name, made_at, path.stat().st_size)


def _pack(target: Path, files: dict[str, Path], now: datetime) -> None:
    hashes = {name: _hash_of(path) for name, path in files.items()}
    manifest = {"format": FORMAT, "made_at": now.isoformat(), "sha256": hashes}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, path in files.items():
            packed.write(path, name)
        packed.writestr(MANIFEST, json.dumps(manifest, sort_keys=True, indent=1))


def read(file: Path, folder: Path) -> Path:
    """Unpack a backup into an empty folder and check every hash and the database; answers the database's path.

    Raises BackupRefusedError; then nothing but the folder was touched.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            hashes = _manifest(packed)
            for name in hashes:
                path = folder / name
                path.parent.mkdir(exist_ok=True)
                with packed.open(name) as source, path.open("wb") as target:
                    shutil.copyfileobj(source, target, CHUNK)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        raise BackupRefusedError(f"{file.name} is no sound backup: {error}") from error
    wrong = [name for name, expected in hashes.items() if _hash_of(folder / name) != expected]
    if wrong:
        raise BackupRefusedError(f"{file.name} was damaged or changed: {', '.join(wrong[:5])}.")
    with dbapi2.connect(str(folder / DATABASE)) as copy:
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    copy.close()
    if verdict != "ok":
        raise BackupRefusedError(f"The database in {file.name} is damaged: {verdict}")
    return folder / DATABASE


def install(database: Path, media: Path, *, target: Path, target_media: Path) -> None:
    """Put a checked backup in place of what is there; what was there is kept beside it as `.before-restore`."""
    for suffix in ("", "-wal", "-shm"):
        old = target.with_name(target.name + suffix)
        if old.exists():
            old.replace(target.with_name(target.name + ".before-restore" + suffix))
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(database, target)
    if media.is_dir():
        target_media.mkdir(parents=True, exist_ok=True)
        for path in media.iterdir():
            shutil.copyfile(path, target_media / path.name)


def _manifest(packed: zipfile.ZipFile) -> dict[str, str]:
    manifest = json.loads(packed.read(MANIFEST))
    hashes = manifest.get("sha256") if isinstance(manifest, dict) else None
    if not isinstance(hashes, dict) or manifest.get("format") != FORMAT or DATABASE not in hashes:
        raise ValueError(f"its manifest is not {FORMAT}")
    for name in hashes:
        plain = name == DATABASE or (
            name.startswith(MEDIA) and "/" not in name.removeprefix(MEDIA) and ".." not in name
        )
        if not plain or len(hashes) > MAX_FILES:
            raise ValueError(f"it holds a file that no backup has: {name}")
    return {str(name): str(value) for name, value in hashes.items()}


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
