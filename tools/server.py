"""Starts the product as its users do (`flask serve`) on a free loopback port, for browser tests and benchmarks."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READY = "Showcase is ready: "
# Room for a slow machine: who fails ends at once, and nobody waits for it.
START_SECONDS = 600
STOP_SECONDS = 30
# What of our own environment would change the server's settings.
SETTINGS = (
    "DATABASE_URL",
    "SECRET_KEY",
    "PUBLIC_BASE_URL",
    "TRUSTED_PROXIES",
    "METRICS_TOKEN",
    "DEMO",
    "WEB_CONCURRENCY",
)

# Starts a process with these arguments in this environment, in a session of its own; `stdout` has all that it says.
Launch = Callable[[Sequence[str], Mapping[str, str]], "subprocess.Popen[str]"]


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    port: int
    data_dir: Path
    process: subprocess.Popen[str]
    said: list[str]

    def flask(self, *arguments: str) -> str:
        """What a `flask` command prints, run on this server's data."""
        command = [sys.executable, "-m", "flask", *arguments]
        environment = {**os.environ, "DATA_DIR": str(self.data_dir)}
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        if done.returncode:
            raise RuntimeError(f"flask {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout


def free_port() -> int:
    """A loopback port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    data_dir: Path, *, port: int | None = None, launch: Launch | None = None, **settings: str
) -> Iterator[Server]:
    """A server on this data, ready to answer; ended with the block. RuntimeError holds what a failing one said."""
    port = port or free_port()
    environment = {key: value for key, value in os.environ.items() if key not in SETTINGS}
    environment.update(HOST="127.0.0.1", PORT=str(port), DATA_DIR=str(data_dir), PYTHONUNBUFFERED="1", **settings)
    with started([sys.executable, "-m", "flask", "serve"], environment, READY, launch or _launch) as (process, said):
        url = next(line for line in said if line.startswith(READY)).removeprefix(READY).strip()
        yield Server(url, port, data_dir, process, said)


def _launch(command: Sequence[str], environment: Mapping[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=dict(environment),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


@contextmanager
def started(
    command: list[str], environment: Mapping[str, str], ready: str, launch: Launch = _launch
) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A process that has printed a line with `ready` in it, and its lines so far; ended with the block."""
    process = launch(command, environment)
    said: list[str] = []
    is_ready = threading.Event()
    reader = threading.Thread(target=_read, args=(process, said, ready, is_ready), daemon=True)
    reader.start()
    try:
        if not is_ready.wait(START_SECONDS) or not any(ready in line for line in said):
            raise RuntimeError("The server did not start:\n" + "".join(said[-30:]))
        yield process, said
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # Its workers too.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        reader.join(STOP_SECONDS)


def _read(process: subprocess.Popen[str], said: list[str], ready: str, is_ready: threading.Event) -> None:
    """Keep what the process says; tell when it is ready, or has ended."""
    if process.stdout is None:
        return
    with process.stdout:
        for line in process.stdout:
            said.append(line)
            if ready in line:
                is_ready.set()
    is_ready.set()
