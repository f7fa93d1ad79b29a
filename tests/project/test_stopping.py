"""However the server is stopped, all its processes end, and with them the port is free.

It is started as its users do it: by `make run`, in a terminal. Each process holds the listening socket, so one that
stayed behind would keep the port.
"""

import os
import pty
import resource
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import EMPTY, SECRET_KEY, SQLITE, Databases
from tests.processes import END_SECONDS, assert_they_end, below
from tools.server import READY, ROOT, START_SECONDS, free_port

# What would be made first is here, or the tests would not run.
MAKE = ("make", "--assume-old=.venv/.installed", "--assume-old=.venv/.compressed", "run")
# The child takes the terminal as its own, as a shell's command has it, and a low limit of open files. Whoever runs the
# tests may have signals ignored, as `nohup` and a script's `&` do; a command that is typed into a terminal has not.
IN_TERMINAL = """
import os, resource, signal, sys
os.login_tty(0)
for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
    signal.signal(number, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_NOFILE, (256, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
os.execvp(sys.argv[1], sys.argv[1:])
"""


@dataclass
class Terminal:
    """A terminal with `make run` in it, as its user sees it."""

    keyboard: int
    make: "subprocess.Popen[bytes]"
    shown: str = ""

    def read_until(self, words: str) -> None:
        """Read what is shown until these words are there."""
        while words not in self.shown:
            assert select.select([self.keyboard], [], [], START_SECONDS)[0], self.shown
            try:
                self.shown += os.read(self.keyboard, 4096).decode()
            except OSError as error:  # Nobody has the terminal open any more.
                raise AssertionError(self.shown) from error

    def press_control_c(self) -> None:
        """As the user does."""
        os.write(self.keyboard, b"\x03")

    def close(self) -> None:
        """Close the window."""
        os.close(self.keyboard)

    def kill(self) -> None:
        """End `make` without a chance to say so to its children."""
        self.make.kill()


@contextmanager
def running(databases: Databases, folder: Path) -> Iterator[Terminal]:
    """`make run` on an empty database, with two workers, ready."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    settings = {"DATA_DIR": str(folder), "PORT": str(free_port()), "WEB_CONCURRENCY": "2", "DEMO": "0"}
    settings["SECRET_KEY"] = SECRET_KEY
    with databases.fresh(SQLITE, EMPTY, folder):
        command = [sys.executable, "-c", IN_TERMINAL, *MAKE]
        make = subprocess.Popen(command, cwd=ROOT, env={**kept, **settings}, stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        terminal = Terminal(ours, make)
        try:
            terminal.read_until(READY)
            yield terminal
        finally:
            make.kill()
            make.wait()
            with suppress(OSError):
                os.close(ours)


@pytest.mark.slow
@pytest.mark.parametrize("stop", [Terminal.press_control_c, Terminal.close, Terminal.kill])
def test_nothing_stays_behind(databases: Databases, tmp_path: Path, stop: Callable[[Terminal], None]) -> None:
    with running(databases, tmp_path / "data") as terminal:
        processes = below(terminal.make.pid)
        # The command, the server, and at least one worker: the other may be starting still.
        assert len(processes) >= 3
        for pid in processes:
            soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
            assert soft == hard
        assert_they_end(processes, lambda: stop(terminal))
        assert terminal.make.wait(END_SECONDS) != 0
        assert "WARNING" not in terminal.shown
        if stop is Terminal.press_control_c:
            assert terminal.make.returncode == -signal.SIGINT
