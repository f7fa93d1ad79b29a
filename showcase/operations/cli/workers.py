"""The process above the workers: `flask serve` runs this module as a program of its own.

A program of its own, because workers are forked, and a fork must not meet the threads or open connections of the
command. In a process group of its own, because a terminal sends its signals to a whole group, and a worker that is
told twice to stop doesn't.
"""

import importlib
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.net import SocketHolder  # type: ignore[attr-defined]  # not declared, but there
from granian.server.mp import MPServer

from showcase.operations.cli.listening import BACKLOG
from showcase.operations.cli.parents import end_with

MOST_THREADS = 8
# After that long a worker that was told to stop is killed: `flask serve` ends within 5 seconds in any case.
KILL_SECONDS = 2


class Workers(MPServer):
    """Granian's server, its workers on one socket that listens already.

    Left alone, each worker opens the port again with SO_REUSEPORT, and so could another server.
    """

    def __init__(self, listener: socket.socket, *, workers: int) -> None:
        super().__init__(
            "wsgi:app",
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads(os.cpu_count() or 1),
            backlog=BACKLOG,
            websockets=False,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
            workers_kill_timeout=KILL_SECONDS,
        )
        self.listener = listener

    def _init_shared_socket(self) -> None:
        """Granian's own way of sharing one socket, which it takes by itself where there is no SO_REUSEPORT."""
        shared: Any = SocketHolder
        self._ssp: Any = None
        self._shd: Any = shared(self.listener.fileno(), False, BACKLOG)
        self._sfd: Any = self.listener.fileno()
        self._sso: Any = None

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """Note the first request to stop; a second one inside the first would wait for itself."""
        if not self.interrupt_signal:
            super().signal_handler_interrupt(*args, **kwargs)  # type: ignore[no-untyped-call]  # Granian's own


def threads(cores: int) -> int:
    """Threads of each worker: enough to wait for slow phones and disks, and no more than the server finds sensible."""
    return min(MOST_THREADS, 2 * cores + 1)


def main(descriptor: int, parent: int, workers: int) -> None:
    """Serve on an inherited socket until told to stop, or until the parent process ends."""
    end_with(parent, signal.SIGKILL)
    # A socket that is handed over by its descriptor needs a fork, whatever this Python's or our caller's default is.
    multiprocessing.set_start_method("fork", force=True)
    server = Workers(socket.socket(fileno=descriptor), workers=workers)
    # To Granian a hang-up means "load the application again"; here the command decides what it means.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    above = os.getpid()
    server.serve(target_loader=lambda: _load(server, above), wrap_loader=False)
    # The workers have ended; taking the interpreter down would only take time.
    os._exit(0)


def _load(server: Workers, above: int) -> Callable[..., Any]:
    """The application, loaded in a worker that can be stopped meanwhile.

    A forked worker begins with the handlers of the process above, which would swallow the signal to stop.
    """
    end_with(above, signal.SIGKILL)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    if server.interrupt_signal:
        sys.exit(0)
    application: Callable[..., Any] = importlib.import_module("wsgi").app
    return application


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
