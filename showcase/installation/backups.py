"""Backups of the embedded database: one zip with a consistent copy, the pictures, the secret key, and their hashes."""

import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2
from sqlalchemy import Engine

from showcase.installation import identity
from showcase.installation.backup_faults import (
    BackupElsewhereError,
    BackupRefusedError,
    DatabaseDamagedError,
    storage_told,
)
from showcase.installation.free_disk import check_room
from showcase.installation.replacing import sync, sync_folder
from showcase.kernel.errors import NotFoundError

# The first format had no key.
FORMAT, FIRST_FORMAT = "showcase-backup/2", "showcase-backup/1"
DATABASE, KEY, MANIFEST, MEDIA = "database.sqlite3", "secret_key", "manifest.json", "media/"
CHUNK = 1024 * 1024
FOLDER, NAME = "backups", re.compile(r"showcase-[0-9]{8}-[0-9]{6}\.zip")


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the folder of those that the back office made. `size` is in bytes."""

    name: str
    made_at: datetime
    size: int


def write(engine: Engine, media: Path, target: Path, *, key: str, now: datetime) -> int:
    """Copy the database while it runs, the pictures and the key, into `target`; answers the number of files.

    The file appears under its name only when it is whole and checked, readable by its owner alone. Raises
    BackupRefusedError: on PostgreSQL (it has tools of its own), for a damaged database, for a key that is not its own,
    without room on the disk, and where `target` is something else than a backup.
    """
    if engine.dialect.name != "sqlite":
        raise BackupElsewhereError(
            "This installation uses PostgreSQL: back it up with pg_dump, and copy DATA_DIR/media and the secret key."
        )
    database = Path(str(engine.url.database))
    if not database.is_file():
        raise BackupRefusedError(f"There is no database to back up: {database} does not exist. See DATA_DIR.")
    if target.exists() and not zipfile.is_zipfile(target):
        raise BackupRefusedError(f"{target} exists and is no backup: it stays. Choose another name.")
    with storage_told(f"{target} could not be written"):
        return _write(engine, database, media, target, key=key, now=now)


def _write(engine: Engine, database: Path, media: Path, target: Path, *, key: str, now: datetime) -> int:
    folder = target.absolute().parent
    pictures = [path for path in sorted(media.glob("*.*")) if path.is_file()]
    stored = sum(path.stat().st_size for path in (database, *database.parent.glob(f"{database.name}-wal")))
    # The copy and its zip lie side by side for a moment.
    check_room(folder, 2 * stored + sum(path.stat().st_size for path in pictures))
    with tempfile.TemporaryDirectory(dir=folder) as beside:
        copy, secret, whole = Path(beside) / DATABASE, Path(beside) / KEY, Path(beside) / "backup.zip"
        _copy(engine, copy, key)
        secret.write_text(key, "utf-8")
        count = _pack(whole, {DATABASE: copy, KEY: secret} | {MEDIA + path.name: path for path in pictures}, now)
        whole.chmod(0o600)
        sync(whole)
        whole.replace(target)
    sync_folder(folder)
    return count


def _copy(engine: Engine, copy: Path, key: str) -> None:
    """A copy of the database as it stands at one moment, checked: a damaged one must not pass for a backup."""
    with engine.connect() as connection, closing(dbapi2.connect(str(copy))) as destination:
        source: Any = connection.connection.driver_connection
        source.backup(destination)
    check_database(copy)
    identity.check(_fingerprint(copy), key)


def _fingerprint(path: Path) -> str | None:
    """The key's fingerprint in a database. None too where the tables are older than that: a backup comes before."""
    with closing(dbapi2.connect(str(path))) as database:
        if "key_fingerprint" not in {row[1] for row in database.execute("PRAGMA table_info(installation)")}:
            return None
        found: tuple[str | None] | None = database.execute("SELECT key_fingerprint FROM installation").fetchone()
    return found[0] if found else None


def make(engine: Engine, data_dir: Path, *, key: str, now: datetime) -> Kept:
    """A backup in DATA_DIR/backups, which only this program's user may read. Raises BackupRefusedError."""
    folder, media = data_dir / FOLDER, data_dir / "media"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"showcase-{now.astimezone(UTC):%Y%m%d-%H%M%S}.zip"
    write(engine, media, target, key=key, now=now)
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


def _pack(target: Path, files: dict[str, Path], now: datetime) -> int:
    """Pack what is still there: the server may take a picture's unfinished file away meanwhile."""
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, path in files.items():
            with suppress(FileNotFoundError), path.open("rb") as source:
                # Hashed as it is packed, so that no change in between is possible.
                digest = hashlib.sha256()
                with packed.open(name, "w", force_zip64=True) as entry:
                    for chunk in _chunks(source):
                        digest.update(chunk)
                        entry.write(chunk)
                hashes[name] = digest.hexdigest()
        manifest = {"format": FORMAT, "made_at": now.isoformat(), "sha256": hashes}
        packed.writestr(MANIFEST, json.dumps(manifest, sort_keys=True, indent=1))
    with zipfile.ZipFile(target) as packed:
        if packed.testzip() is not None:
            raise BackupRefusedError("The disk does not give back what was written to it. Use another disk.")
    return len(hashes)


def _chunks(source: Any) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk


def check_database(path: Path) -> None:
    """Raises DatabaseDamagedError, for what is no database of this program too."""
    try:
        with closing(dbapi2.connect(str(path))) as database:
            verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
            ours = database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()[0]
    except dbapi2.DatabaseError as error:
        if isinstance(error, dbapi2.OperationalError):
            raise
        raise DatabaseDamagedError.told(str(error)) from error
    if verdict != "ok":
        raise DatabaseDamagedError.told(" ".join(verdict.split()))
    if not ours:
        raise DatabaseDamagedError("The database holds no tables of this program. See DATA_DIR.")
