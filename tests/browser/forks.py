"""`flask` commands in processes that have loaded everything already.

A new interpreter takes two seconds of a core to import the product, and a server is three of them. Here one process
imports it once, and each command is a fork of that one; `flask serve` starts its workers by a fork as well. How the
command starts from nothing is what `tests/project/test_server.py` and `tests/faults` look at.
"""

import dataclasses
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from flask.cli import main as flask_command

from showcase.operations.cli import server_process, workers
from tools.server import ROOT, Server

COMMAND_SECONDS = 120
_forks = multiprocessing.get_context("forkserver")
# The last one is what a fork would otherwise load again: the program that pytest itself was started as.
_forks.set_forkserver_preload(["showcase.app", "flask.cli", __name__, "pytest"])


class Forked:
    """What `tools.server` asks of a process."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], complaints: Path | None) -> None:
        reader, writer = _forks.Pipe(duplex=False)
        self._process = _forks.Process(target=_run, args=(list(arguments), dict(environment), writer, complaints))
        self._process.start()
        writer.close()
        self.pid = int(self._process.pid or 0)
        self.stdout = os.fdopen(os.dup(reader.fileno()), encoding="utf-8")
        reader.close()

    def terminate(self) -> None:
        self._process.terminate()

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("flask", timeout or 0)
        return self._process.exitcode


class QuickServer(Server):
    """A server whose commands are forks too."""

    def flask(self, *arguments: str) -> str:
        """What a `flask` command prints, run on this server's data."""
        complaints = self.data_dir.parent / "complaints.txt"
        done = Forked(arguments, {**os.environ, "DATA_DIR": str(self.data_dir)}, complaints)
        with done.stdout:
            said = done.stdout.read()
        if done.wait(COMMAND_SECONDS):
            raise RuntimeError(f"flask {' '.join(arguments)}: {complaints.read_text().strip()}")
        return said


def launch(command: Sequence[str], environment: Mapping[str, str]) -> Any:
    """For `tools.server.serving`: a fork that runs `python -m flask ...`."""
    return Forked(command[3:], environment, None)


def quick(server: Server) -> Server:
    """The same server, its commands forks."""
    return QuickServer(**{field.name: getattr(server, field.name) for field in dataclasses.fields(server)})


def _run(arguments: list[str], environment: dict[str, str], said: Connection, complaints: Path | None) -> None:
    """In the fork: become what a new interpreter would be."""
    os.setsid()
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(said.fileno(), 1)
    os.dup2(os.open(complaints, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) if complaints else 1, 2)
    said.close()
    sys.stdout, sys.stderr = (open(number, "w", buffering=1, closefd=False) for number in (1, 2))  # noqa: SIM115
    server_process.TERMINAL = None
    server_process.subprocess = _Forking  # type: ignore[assignment]
    sys.argv = ["flask", *arguments]
    flask_command()


class _ForkedWorkers:
    """What `flask serve` asks of the process above its workers."""

    def __init__(self, command: list[str], *, env: dict[str, str], **_: Any) -> None:
        self.ended: int | None = None
        self.pid = os.fork()
        if not self.pid:
            os.setsid()
            os.environ.update(env)
            # The workers load an application of their own, as they do in a program of their own.
            sys.modules.pop("wsgi", None)
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            try:
                workers.main(*map(int, command[3:]))
            finally:
                os._exit(1)

    def poll(self) -> int | None:
        if self.ended is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.ended = status if pid else None
        return self.ended

    def terminate(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)

    def wait(self) -> int:
        if self.ended is None:
            self.ended = os.waitpid(self.pid, 0)[1]
        return self.ended


class _Forking:
    """Stands where `server_process` has the module `subprocess`."""

    Popen: Callable[..., Any] = _ForkedWorkers
