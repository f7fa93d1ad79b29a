"""One writes at a time: the installation's write lock on PostgreSQL, and the queue for SQLite's on this machine.

What a use case decides under it nobody overtakes: a vote is before the closing or after it, never beside it.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import text
from sqlalchemy.orm import Session

try:
    import fcntl
except ImportError:  # Windows has no such locks; there SQLite's own waiting has to do.
    fcntl = None  # type: ignore[assignment]  # a module elsewhere
HAS_FILE_LOCKS = fcntl is not None

LOCK_CLASS = 7301
TAKE = f"SELECT pg_advisory_xact_lock({LOCK_CLASS}, 0)"
_TAKE = text(TAKE)
_HELD = "write_lock"


def take(session: Session, *, seconds: float | None = None) -> None:
    """Take PostgreSQL's lock until the transaction ends; harmless when this session holds it.

    SQLite's transactions that write begin with the one write lock. `seconds`: how long to wait, where the connection's
    own limit is not meant. Raises OperationalError when it did not come in that time.
    """
    if session.get_bind().dialect.name != "postgresql" or session.info.get(_HELD):
        return
    if seconds is not None:
        limit = {"limit": f"{int(seconds * 1000)}ms"}
        session.execute(
            text("SELECT set_config('lock_timeout', :limit, true), set_config('statement_timeout', :limit, true)"),
            limit,
        )
    # The session has no entity in this: its connection is the shorter way.
    session.connection().execute(_TAKE)
    session.info[_HELD] = True


def forget(session: Session) -> None:
    """The transaction has ended, and the lock with it."""
    session.info.pop(_HELD, None)


@contextmanager
def file_held(path: Path, until: float) -> Iterator[None]:
    """Hold the lock on this file, made when missing. One thread of a process at a time may ask.

    Raises TimeoutError when it has not come by `until` (of the monotonic clock), and other OSErrors.
    """
    if not HAS_FILE_LOCKS:
        yield
        return
    with _locked(path, until):
        yield


def _locked(path: Path, until: float) -> IO[str]:
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _queues.setdefault(path, _Queue(path)).wait(file, until)
    return file


class _Queue:
    """Waiting for a file's lock with a deadline, which the system does not offer.

    A thread of its own stands in the system's queue, one a process: when its lock comes after the deadline, the next
    who asks takes its place, or the lock is given back.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.changed = threading.Condition()
        self.is_waiting = False
        self.is_wanted = False
        self.got: IO[str] | None = None

    def wait(self, file: IO[str], until: float) -> IO[str]:
        """The file, locked: this one, or the one for which the thread has been waiting since an earlier deadline."""
        with self.changed:
            if self.is_waiting:
                file.close()
            else:
                threading.Thread(target=self._stand, args=(file,), daemon=True).start()
                self.is_waiting = True
            self.is_wanted = True
            self.changed.wait_for(lambda: self.got is not None, max(0, until - time.monotonic()))
            self.is_wanted, got, self.got = False, self.got, None
        if got is None:
            raise TimeoutError(f"another program holds {self.path}")
        return got

    def _stand(self, file: IO[str]) -> None:
        is_locked = False
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            is_locked = True
        finally:
            with self.changed:
                self.is_waiting = False
                if is_locked and self.is_wanted:
                    self.got = file
                    self.changed.notify()
                else:
                    file.close()


_queues: dict[Path, _Queue] = {}
