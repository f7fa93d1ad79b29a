"""One DATA_DIR has one server: the lock that `flask serve`, `flask restore` and `flask key replace` take on it.

It is the system's lock on an open file (flock). It ends with the last process that holds the file open: a server that
was killed leaves nothing behind, and a worker that outlived its server still keeps a restore out.
"""

import errno
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from showcase.kernel.errors import REFUSED, DomainError

try:
    import fcntl
except ImportError:  # Windows has no such locks.
    fcntl = None  # type: ignore[assignment]  # a module elsewhere

FILE = "server.lock"
TURN_SECONDS, POLL_SECONDS = 5.0, 0.05
# What flock answers when somebody else holds it; anything else means that it can't be had here at all.
HELD = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES})


class OccupiedError(DomainError):
    """A server runs on this DATA_DIR, or a restore is under way there."""

    code = "data-dir-occupied"
    status = 422
    sentence = REFUSED


class LockUnavailableError(DomainError):
    """The file system of DATA_DIR gives no lock, so nothing could keep two servers apart."""

    code = "lock-unavailable"
    status = 422
    sentence = REFUSED


def take(data_dir: Path) -> int:
    """Take the lock without waiting; answers the open file, to be handed on to whoever serves.

    Raises OccupiedError and LockUnavailableError.
    """
    path = data_dir / FILE
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise LockUnavailableError(f"DATA_DIR '{data_dir}' can't be written: {error.strerror}.") from error
    try:
        _lock(handle, data_dir)
    except BaseException:
        os.close(handle)
        raise
    return handle


def take_all(folders: Iterable[Path]) -> list[int]:
    """The locks of all these folders, or of none. Raises as `take`."""
    handles: list[int] = []
    try:
        for folder in folders:
            handles.append(take(folder))
    except BaseException:
        for handle in handles:
            os.close(handle)
        raise
    return handles


@contextmanager
def held(folders: Iterable[Path]) -> Iterator[None]:
    """The locks for a block. Raises as `take`."""
    handles = take_all(folders)
    try:
        yield
    finally:
        for handle in handles:
            os.close(handle)


@contextmanager
def no_writer(database: Path) -> Iterator[None]:
    """Keep other commands from writing for a block: each takes this lock for a transaction (`extensions.transaction`).

    Raises OccupiedError when one goes on writing for five seconds.
    """
    until = time.monotonic() + TURN_SECONDS
    handle = os.open(f"{database}.turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while True:
            try:
                _lock(handle, database.parent)
                break
            except OccupiedError as error:
                if time.monotonic() > until:
                    raise OccupiedError(
                        f"A command is writing to {database}: wait until it is done, then try again."
                    ) from error
                time.sleep(POLL_SECONDS)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    if fcntl is None:
        raise LockUnavailableError("This system has no file locks (flock), so nothing keeps two servers apart.")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in HELD:
            raise OccupiedError(
                f"A server runs on DATA_DIR '{folder}', or a restore is under way there. Stop it first; a second "
                "server needs a DATA_DIR of its own."
            ) from error
        raise LockUnavailableError(
            f"DATA_DIR '{folder}' is on a file system without locks (flock: {error.strerror}), where nothing keeps two "
            "servers apart. Use a folder on a local disk."
        ) from error
