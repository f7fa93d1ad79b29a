"""Tables between their preview and their storing: files with random names that only their owner can use, for an hour.

They are not in the database, because a running import holds its lock, and its progress must be readable all the same.
"""

import contextlib
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from showcase.importing.rules.kinds import Kind
from showcase.kernel.errors import N_, DomainError

KEPT_SECONDS = 3600
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,40}")


class UploadGoneError(DomainError):
    """The table was stored already, or an hour has passed, or it never was this person's."""

    code = "upload-gone"
    status = 410
    sentence = N_("Tabel ini sudah disimpan, dibuang, atau lebih dari satu jam. Unggah sekali lagi.")


@dataclass(frozen=True, slots=True)
class Upload:
    """A table that somebody uploaded for an exhibition. `name` is the file's."""

    owner: int
    exhibition: str
    kind: Kind
    name: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    header_row: int = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows a running import has stored."""

    done: int
    of: int


def keep(folder: Path, upload: Upload, *, now: datetime) -> str:
    """Write a table down; answers its token. What is older than an hour is swept away."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(folder, now=now)
    token = secrets.token_urlsafe(24)
    _write(_path(folder, token), json.dumps(asdict(upload)))
    return token


def look(folder: Path, token: str, *, owner: int, exhibition: str, now: datetime) -> Upload:
    """The table of this token, if it is this account's and exhibition's. Raises UploadGoneError."""
    return _read(_path(folder, token), owner, exhibition, now)


@contextmanager
def claimed(folder: Path, token: str, *, owner: int, exhibition: str, now: datetime) -> Iterator[Upload]:
    """The table for storing: nobody else gets it meanwhile. It is gone if the block succeeds, and back if it raises.

    Raises UploadGoneError.
    """
    look(folder, token, owner=owner, exhibition=exhibition, now=now)
    path = _path(folder, token)
    taken = path.with_suffix(".taken")
    try:
        path.rename(taken)
    except OSError as error:
        raise UploadGoneError from error
    try:
        yield _read(taken, owner, exhibition, now)
    except BaseException:
        taken.rename(path)
        raise
    else:
        taken.unlink(missing_ok=True)
    finally:
        path.with_suffix(".progress").unlink(missing_ok=True)


def forget(folder: Path, token: str, *, owner: int, exhibition: str, now: datetime) -> None:
    """Throw a table away."""
    with contextlib.suppress(UploadGoneError), claimed(folder, token, owner=owner, exhibition=exhibition, now=now):
        pass


def tell(folder: Path, token: str, done: int, of: int) -> None:
    """Write down how far the import of this table is."""
    path = _path(folder, token).with_suffix(".progress")
    fresh = path.with_suffix(f".{secrets.token_hex(4)}")
    _write(fresh, json.dumps([done, of]))
    fresh.replace(path)


def progress(folder: Path, token: str) -> Progress | None:
    """How far the import of this table is, 0 of 0 before its first row; None once the table is gone."""
    path = _path(folder, token)
    if not path.exists() and not path.with_suffix(".taken").exists():
        return None
    try:
        done, of = json.loads(path.with_suffix(".progress").read_text("utf-8"))
    except (OSError, ValueError):
        return Progress(0, 0)
    return Progress(done, of)


def sweep(folder: Path, *, now: datetime) -> None:
    """Delete what is older than an hour."""
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            if now.timestamp() - path.stat().st_mtime > KEPT_SECONDS:
                path.unlink()


def _path(folder: Path, token: str) -> Path:
    if not TOKEN.fullmatch(token):
        raise UploadGoneError
    return folder / f"{token}.json"


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def _read(path: Path, owner: int, exhibition: str, now: datetime) -> Upload:
    try:
        age = now.timestamp() - path.stat().st_mtime
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UploadGoneError from error
    if age > KEPT_SECONDS or (kept["owner"], kept["exhibition"]) != (owner, exhibition):
        raise UploadGoneError
    rows = [(number, cells) for number, cells in kept["rows"]]
    return Upload(owner, exhibition, Kind(kept["kind"]), kept["name"], kept["header"], rows, kept["header_row"])
