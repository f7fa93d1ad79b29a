"""`flask serve`: bring the database up to date, fill an empty one, and serve with the production server."""

import contextlib
import http.client
import os
import resource
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from socket import socket
from types import FrameType
from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from showcase.cli.listening import own_address, take_port
from showcase.cli.parents import end_with, hang_up_with_terminal
from showcase.config import Settings
from showcase.extensions import db, transaction
from showcase.services import accounts, demo

READY_SECONDS = 300
POLL_SECONDS = 0.05
# The server gives its workers `workers.KILL_SECONDS`; this is for a server that hangs itself.
STOP_SECONDS = 4


@click.command()
@click.option(
    "--stop-with-parent", is_flag=True, help="Stop when the process that started this one ends, even if killed."
)
@with_appcontext
def serve(*, stop_with_parent: bool) -> None:
    """Serve the application; on an empty database load the demonstration first (DEMO=0: print a set-up link).

    Ends by Ctrl-C, by SIGTERM, and when its terminal is closed (not under nohup).
    """
    if stop_with_parent:
        end_with(os.getppid(), signal.SIGTERM)
    settings: Settings = current_app.extensions["settings"]
    # First: who comes second must not touch the data.
    listener = take_port(settings.host, settings.port)
    _raise_open_files()
    upgrade()
    lines = _fill(settings)
    db.session.remove()
    db.engine.dispose()
    server = Server(listener, settings.web_concurrency)
    if server.answers(urlsplit(settings.public_base_url).netloc):
        click.echo("\n".join([f"Showcase is ready: {settings.public_base_url}", *lines]))
    sys.exit(server.wait())


class Server:
    """The server's process: started, asked, stopped."""

    def __init__(self, listener: socket, count: int) -> None:
        """Start it on a listening socket, with this many workers. The socket is the server's from then on."""
        self.address = own_address(listener)
        self.process: subprocess.Popen[bytes] | None = None
        self.stopping = False
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            # nohup has the hang-up ignored, and then it stays so.
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._stop)
        signal.signal(signal.SIGALRM, self._kill)
        descriptor = listener.fileno()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "showcase.cli.workers", str(descriptor), str(os.getpid()), str(count)],
            cwd=Path(current_app.root_path),
            pass_fds=[descriptor],
            start_new_session=True,
        )
        listener.close()
        if signal.getsignal(signal.SIGHUP) == self._stop:
            hang_up_with_terminal()
        if self.stopping:
            self.process.terminate()

    def answers(self, host: str) -> bool:
        """Wait until it answers requests for this host; False when it ends, is stopped or takes too long."""
        until = time.monotonic() + READY_SECONDS
        while self._runs() and time.monotonic() < until:
            connection = http.client.HTTPConnection(*self.address, timeout=5)
            with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
                connection.request("GET", "/healthz", headers={"Host": host})
                if connection.getresponse().status == http.client.OK:
                    return True
            time.sleep(POLL_SECONDS)
        if self._runs():
            click.echo(f"The server did not answer within {READY_SECONDS} seconds.", err=True)
        return False

    def wait(self) -> int:
        """Wait for its end; the command's exit status."""
        status = self.process.wait() if self.process else 1
        if self.stopping:
            return 0
        click.echo("Error: the server has ended by itself; what it said stands above.", err=True)
        return max(status, 1)

    def _runs(self) -> bool:
        return not self.stopping and self.process is not None and self.process.poll() is None

    def _stop(self, received: int, frame: FrameType | None) -> None:
        if not self.stopping:
            signal.alarm(STOP_SECONDS)
        self.stopping = True
        if self.process is not None:
            self.process.terminate()

    def _kill(self, received: int, frame: FrameType | None) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)


def _raise_open_files() -> None:
    """Each connection is an open file, and the usual limit of 1024 is one full hall."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    # Some systems name a limit that they then refuse.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _fill(settings: Settings) -> list[str]:
    """What to print below the address: the demonstration's accounts, or the set-up link of an empty installation."""
    with transaction() as session:
        if not demo.is_empty(session):
            return demo.account_lines(None) if demo.is_loaded(session) else []
        if not settings.demo:
            token = accounts.make_setup_link(session, now=datetime.now(UTC))
            return [f"Set up this installation (works once): {settings.public_base_url}/setup/{token}"]
        click.echo("Loading the demonstration ...")
        password = demo.load(
            session, media=settings.data_dir / "media", password=settings.demo_password, now=datetime.now(UTC)
        )
    return demo.account_lines(password)
