"""Costly work has small queues of its own, shared by all workers of a machine, and says no at once when they are full.

A queue has places, of which some may work at the same time; the others wait a little. Places and turns are locked files
in DATA_DIR: the system gives them back when a process ends, however it ends. With PostgreSQL on several machines each
machine has its own.

Two rules keep votes out of it: nothing that a vote needs takes a place here, and a turn is taken before a transaction
begins, never inside of one, since the embedded database has one writer.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from showcase.kernel.errors import N_, DomainError

try:
    import fcntl
except ImportError:  # Windows has no such locks, and serves one process for trying things out.
    fcntl = None  # type: ignore[assignment]  # a module elsewhere

WAIT_SECONDS = 5.0
LOOK_SECONDS = 0.01
_folder: list[Path] = []


class BusyError(DomainError):
    """The queue of this kind of work is full. Nothing was changed; a retry in a few seconds is harmless."""

    code = "busy"
    status = 503
    sentence = N_(
        "Server sedang mengerjakan permintaan berat lainnya. Tidak ada yang berubah; coba lagi beberapa detik lagi."
    )
    retry_after = 5


class WorkQueue:
    """A kind of work, of which `working` pieces run at the same time on this machine and `waiting` more may wait."""

    def __init__(self, name: str, *, working: int, waiting: int) -> None:
        self.name = name
        self.working = working
        self.places = working + waiting
        self._has_place: ContextVar[bool] = ContextVar(f"{name}-place", default=False)
        self._has_turn: ContextVar[bool] = ContextVar(f"{name}-turn", default=False)

    @property
    def is_entered(self) -> bool:
        """Whether this request has a place or a turn."""
        return self._has_place.get() or self._has_turn.get()

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place, before anything is written for this work. Raises BusyError at once when none is free."""
        if self._has_place.get():
            yield
            return
        with _one_of([f"{self.name}-place-{number}" for number in range(self.places)], 0), _marked(self._has_place):
            yield

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold a place and work; within a turn it is the same one. Waits up to five seconds, then raises BusyError."""
        if self._has_turn.get():
            yield
            return
        names = [f"{self.name}-turn-{number}" for number in range(self.working)]
        with self.place(), _one_of(names, WAIT_SECONDS), _marked(self._has_turn):
            yield


# A password takes 30 ms of a core. Strangers share one queue; who shows that they belong here does not wait behind it.
STRANGERS = WorkQueue("strangers", working=1, waiting=3)
STAFF = WorkQueue("staff", working=1, waiting=3)
TICKETS = WorkQueue("tickets", working=1, waiting=5)
# A picture of 25 megapixels takes up to 300 MB while it is made anew.
PICTURES = WorkQueue("pictures", working=2, waiting=1)
TABLES = WorkQueue("tables", working=1, waiting=1)
PAPERS = WorkQueue("papers", working=1, waiting=2)


def hashing() -> WorkQueue | None:
    """The queue for hashing in which this request has a place or a turn."""
    return next((queue for queue in (STRANGERS, STAFF, TICKETS) if queue.is_entered), None)


def keep_in(folder: Path) -> None:
    """Where the locked files lie. Until this was said, nothing is limited: a script works alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _folder[:] = [folder]


@contextmanager
def _one_of(names: list[str], wait: float) -> Iterator[None]:
    """Hold the lock of one of these files. Raises BusyError after so many seconds."""
    if fcntl is None or not _folder:
        yield
        return
    until = time.monotonic() + wait
    held = _locked(names)
    while held is None:
        if time.monotonic() >= until:
            raise BusyError
        time.sleep(LOOK_SECONDS)
        held = _locked(names)
    try:
        yield
    finally:
        os.close(held)


def _locked(names: list[str]) -> int | None:
    """An open file whose lock is ours; None when each is somebody's."""
    for name in names:
        try:
            file = os.open(_folder[0] / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise BusyError(str(error)) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
        else:
            return file
    return None


@contextmanager
def _marked(mark: ContextVar[bool]) -> Iterator[None]:
    before = mark.set(True)
    try:
        yield
    finally:
        mark.reset(before)
