"""The server's process as `flask serve` sees it: started, asked whether it answers, stopped."""

import contextlib
import http.client
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from socket import socket, socketpair
from types import FrameType

import click

from showcase.operations.cli.listening import own_address

ROOT = Path(__file__).resolve().parents[3]
READY_SECONDS = 300
POLL_SECONDS = 0.05
ANSWER_SECONDS = 2
# The server gives its workers `workers.KILL_SECONDS`; this is for a server that hangs itself.
STOP_SECONDS = 4
# Looked for at the start: a terminal that was closed meanwhile is not known as one any more.
TERMINAL = next(filter(os.isatty, (0, 1, 2)), None)


class ServerProcess:
    """The process above the workers. It ends when this one is told to (SIGTERM, SIGINT, SIGHUP) or its terminal closes.

    Signals are read from a socket. A system call is interrupted only in the thread that the kernel chose for the
    signal, and that is not always the one that waits.
    """

    def __init__(self, listener: socket, locks: Sequence[int], workers: int, *, key: str) -> None:
        """Start it on a listening socket, which is the server's from then on.

        `locks`: the open files that hold DATA_DIR. Every process of the server inherits them, so DATA_DIR is free when
        the last of them has ended. `key`: a worker that is started later serves with the key that was checked now.
        """
        self.address = own_address(listener)
        self.stop_until: float | None = None
        self.woken, wake = socketpair()
        wake.setblocking(False)
        signal.set_wakeup_fd(wake.detach(), warn_on_full_buffer=False)
        # nohup has the hang-up ignored, and then it stays so.
        self.ends_with_terminal = signal.getsignal(signal.SIGHUP) != signal.SIG_IGN
        stopping = (signal.SIGTERM, signal.SIGINT, *([signal.SIGHUP] if self.ends_with_terminal else []))
        for number in stopping:
            signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda received, frame: None)
        descriptor = listener.fileno()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "showcase.operations.cli.workers", str(descriptor), str(os.getpid()), str(workers)],
            cwd=ROOT,
            env={**os.environ, "SECRET_KEY": key},
            pass_fds=[descriptor, *locks],
            start_new_session=True,
        )
        listener.close()

    def answers(self, host: str) -> bool:
        """Wait until it answers requests for this host; False when it ends, is to stop, or takes too long."""
        until = time.monotonic() + READY_SECONDS
        while self.stop_until is None and self.process.poll() is None:
            if time.monotonic() > until:
                click.echo(f"The server did not answer within {READY_SECONDS} seconds.", err=True)
                return False
            connection = http.client.HTTPConnection(*self.address, timeout=ANSWER_SECONDS)
            with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
                connection.request("GET", "/healthz", headers={"Host": host})
                if connection.getresponse().status == http.client.OK:
                    return True
            time.sleep(POLL_SECONDS)
        return False

    def wait(self) -> int:
        """Wait for its end, and see to it; the command's exit status."""
        events = select.poll()
        events.register(self.woken, select.POLLIN)
        # The kernel tells of a closed terminal only the first process in it. Where that is `make`, it waits for us.
        terminal = TERMINAL if self.ends_with_terminal else None
        if terminal is not None:
            events.register(terminal, 0)
        told = False
        while self.process.poll() is None:
            if self.stop_until is not None and not told:
                # Once: the server, as its workers, would not survive being told twice while it stops.
                self.process.terminate()
                told = True
            left = None if self.stop_until is None else self.stop_until - time.monotonic()
            if left is not None and left <= 0:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
                break
            for descriptor, _ in events.poll(None if left is None else left * 1000):
                if descriptor == terminal:
                    events.unregister(terminal)
                    self._stop()
                else:
                    self.woken.recv(64)
        if self.stop_until is not None:
            return 0
        click.echo("Error: the server has ended by itself; what it said stands above.", err=True)
        return 1

    def _stop(self, received: int = 0, frame: FrameType | None = None) -> None:
        if self.stop_until is None:
            self.stop_until = time.monotonic() + STOP_SECONDS
