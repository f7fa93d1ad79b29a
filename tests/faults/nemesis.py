"""What goes wrong: processes killed or stopped, a full disk, a lock held by somebody else, connections cut.

Each disturbance lasts until the crowd has felt it, not for a time, and is over when its function returns.
"""

import contextlib
import http.client
import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import psycopg
from pysqlite3 import dbapi2
from sqlalchemy.engine import make_url

from tests.faults.crowd import History, Outcome
from tools.server import Server

Starting = Callable[[], AbstractContextManager[Server]]
# A disturbance that nobody feels within this time is one that does not bite, and the run fails.
FELT_SECONDS = 60
# Shorter than anybody waits for a lock, and longer than a worker needs to notice.
PAUSE_SECONDS = 1.0


class Nemesis:
    """Disturbs a server. It is restarted on the same port, so that the phones find it again."""

    def __init__(self, starting: Starting, history: History, database_url: str) -> None:
        self.history = history
        self._starting, self._database = starting, make_url(database_url)
        self._running = ExitStack()
        self.server = self._start()
        self.done: list[str] = []

    def close(self) -> None:
        """End the server."""
        self._running.close()

    def quiet(self) -> None:
        """Wait until votes are stored again."""
        self._felt(Outcome.OK, 15)

    def kill_everything(self) -> None:
        """As a power cut: every process at once, in the middle of whatever they do."""
        for pid in family(self.server.process.pid):
            _signal(pid, signal.SIGKILL)
        self.server.process.wait()
        self._running.close()
        self.server = self._start()
        self.done.append("kill_everything")

    def kill_worker(self) -> None:
        """One worker; the others answer, and the server makes a new one."""
        _signal(self._worker(), signal.SIGKILL)
        self.done.append("kill_worker")

    def stop_worker(self) -> None:
        """One worker falls silent, perhaps with the lock in its hand, and goes on later."""
        pid = self._worker()
        _signal(pid, signal.SIGSTOP)
        self.history.wait_for(Outcome.OK, 10, seconds=PAUSE_SECONDS)
        _signal(pid, signal.SIGCONT)
        self.done.append("stop_worker")

    def fill_disk(self) -> None:
        """No file may grow any more: votes are refused, /healthz says so, and both recover without a restart."""
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        for pid in family(self.server.process.pid):
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, limits[1]))
        self._felt(Outcome.REFUSED, 3)
        assert healthz(self.server.port) == http.client.SERVICE_UNAVAILABLE, "/healthz says ok on a full disk"
        for pid in family(self.server.process.pid):
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
        self._felt(Outcome.OK, 3)
        assert healthz(self.server.port) == http.client.OK, "/healthz stays bad after the disk has room again"
        self.done.append("fill_disk")

    def hold_lock(self) -> None:
        """Another program holds the database's write lock for longer than anybody is made to wait."""
        with self._locked():
            self._felt(Outcome.REFUSED, 3)
        self.done.append("hold_lock")

    def hold_turn(self) -> None:
        """Another program holds the file by which writers queue."""
        import fcntl  # noqa: PLC0415 - not on every system, and only this needs it

        with Path(f"{self._database.database}.turn").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self._felt(Outcome.REFUSED, 3)
        self.done.append("hold_turn")

    def cut_connections(self) -> None:
        """The database server drops every connection that it has."""
        with self._administrator() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                (self._database.database,),
            )
        self.done.append("cut_connections")

    def _start(self) -> Server:
        return self._running.enter_context(self._starting())

    def _worker(self) -> int:
        """A process that answers requests: a child of the server that has none."""
        members = family(self.server.process.pid)
        return max(pid for pid in members if len(family(pid)) == 1)

    def _felt(self, outcome: Outcome, times: int) -> None:
        felt = self.history.wait_for(outcome, times, seconds=FELT_SECONDS)
        assert felt, f"no {times} answers of the kind {outcome} after {self.done}"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if self._database.get_backend_name() == "sqlite":
            connection = dbapi2.connect(str(self._database.database), isolation_level=None, timeout=FELT_SECONDS)
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.close()
            return
        with self._administrator() as connection, connection.transaction():
            connection.execute("LOCK TABLE vote IN EXCLUSIVE MODE")
            yield

    def _administrator(self) -> "psycopg.Connection[tuple[object, ...]]":
        address = self._database.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(address, autocommit=True)


def healthz(port: int) -> int:
    """The status of /healthz; 0 when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def family(pid: int) -> list[int]:
    """This process and everything that it started, and they in turn; zombies left out."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                children.setdefault(int(parent), []).append(int(path.parent.name))
    found = [pid]
    for member in found:
        found += children.get(member, ())
    return found


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
