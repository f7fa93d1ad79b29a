"""Reading a backup: unpacked beside, every hash and the database checked, before anything is replaced."""

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from showcase.installation import backups
from showcase.installation.backup_faults import BackupRefusedError, DatabaseDamagedError, storage_told
from showcase.installation.backups import CHUNK, DATABASE, FIRST_FORMAT, FORMAT, KEY, MANIFEST, MEDIA
from showcase.installation.free_disk import check_room

# Bounds the work that a forged file makes; no exhibition has so many pictures.
MAX_FILES = 1_000_000
MAX_KEY_LENGTH = 4096


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A checked backup, unpacked: its database, its folder of pictures, and its key (None: of the first format)."""

    database: Path
    media: Path
    key: str | None


def unpack(file: Path, folder: Path) -> Unpacked:
    """Unpack a backup into an empty folder and check it.

    Raises BackupRefusedError; nothing but the folder was touched.
    """
    with storage_told(f"{file.name} could not be unpacked"):
        try:
            with zipfile.ZipFile(file) as packed:
                hashes = _manifest(packed)
                # Once for the files, once more for the database: bringing it up to date may write it anew.
                sizes = sum(packed.getinfo(name).file_size for name in hashes)
                check_room(folder.parent, sizes + packed.getinfo(DATABASE).file_size)
                wrong = [name for name, expected in hashes.items() if _unpacked(packed, name, folder) != expected]
        except (zipfile.BadZipFile, zlib.error, LookupError, ValueError, EOFError, RuntimeError) as error:
            raise BackupRefusedError(f"{file.name} is no sound backup: {error}. Nothing was changed.") from error
        if wrong:
            raise BackupRefusedError(
                f"{file.name} was damaged or changed: {', '.join(wrong[:5])}. Nothing was changed here."
            )
        try:
            backups.check_database(folder / DATABASE)
        except DatabaseDamagedError as error:
            raise BackupRefusedError(f"The database in {file.name} is damaged. Nothing was changed here.") from error
    (folder / MEDIA).mkdir(mode=0o700, exist_ok=True)
    key = (folder / KEY).read_text("utf-8") if KEY in hashes else None
    return Unpacked(folder / DATABASE, folder / MEDIA, key)


def _unpacked(packed: zipfile.ZipFile, name: str, folder: Path) -> str:
    """Write one file for its owner alone; answers its hash."""
    path = folder / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with packed.open(name) as source, os.fdopen(handle, "wb") as target:
        shutil.copyfileobj(source, target, CHUNK)
    with path.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()


def _manifest(packed: zipfile.ZipFile) -> dict[str, str]:
    manifest = json.loads(packed.read(MANIFEST))
    known = isinstance(manifest, dict) and manifest.get("format") in {FORMAT, FIRST_FORMAT}
    hashes = manifest.get("sha256") if known else None
    if not isinstance(hashes, dict) or DATABASE not in hashes or len(hashes) > MAX_FILES:
        raise ValueError(f"its manifest is not {FORMAT}")
    if (KEY in hashes) != (manifest["format"] == FORMAT):
        raise ValueError("the installation's key is missing in it")
    for name in hashes:
        plain = name in {DATABASE, KEY} or (
            name.startswith(MEDIA) and len(name) > len(MEDIA) and not set(name.removeprefix(MEDIA)) & set("/\\\0")
        )
        if not plain or ".." in name:
            raise ValueError(f"it holds a file that no backup has: {name}")
    if KEY in hashes and packed.getinfo(KEY).file_size > MAX_KEY_LENGTH:
        raise ValueError("its key is not one of ours")
    return {str(name): str(value) for name, value in hashes.items()}
