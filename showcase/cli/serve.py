"""`flask serve`: bring the database up to date, fill an empty one, and serve with the production server."""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from showcase.config import WILDCARDS, Settings
from showcase.extensions import db, transaction
from showcase.services import accounts, demo

THREADS = 8
READY_SECONDS = 60
POLL_SECONDS = 0.05
# Instances that start together fill an empty database once; the others wait for the first.
FILLING_SECONDS = 600


@click.command()
@with_appcontext
def serve() -> None:
    """Serve the application; on an empty database load the demonstration first (DEMO=0: print a set-up link)."""
    settings: Settings = current_app.extensions["settings"]
    upgrade()
    words = _fill(settings)
    db.session.remove()
    db.engine.dispose()
    # A process of its own: its workers are forked, and a fork must not meet threads or open connections of ours.
    server = subprocess.Popen(_command(settings), cwd=Path(current_app.root_path))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, frame: _pass_on(server, received, frame))
    if _answers(settings, server):
        click.echo("\n".join([f"Showcase is ready: {settings.public_base_url}", *words]))
    sys.exit(server.wait())


def _command(settings: Settings) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--respawn-failed-workers"),
        *("--host", settings.host, "--port", str(settings.port), "--workers", str(settings.web_concurrency)),
        *("--blocking-threads", str(THREADS), "--backlog", "2048", "--log-level", "warning", "wsgi:app"),
    ]


def _pass_on(server: "subprocess.Popen[bytes]", received: int, frame: FrameType | None) -> None:
    server.send_signal(received)


def _fill(settings: Settings) -> list[str]:
    """What to print below the address: the demonstration's accounts, or the set-up link of an empty installation."""
    with transaction(wait=FILLING_SECONDS) as session:
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


def _answers(settings: Settings, server: "subprocess.Popen[bytes]") -> bool:
    """Wait until the server answers; False when it ends or takes too long."""
    host = "127.0.0.1" if settings.host in WILDCARDS else settings.host
    address = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/healthz"
    request = urllib.request.Request(address, headers={"Host": urlsplit(settings.public_base_url).netloc})
    until = time.monotonic() + READY_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(request, timeout=5):  # noqa: S310 - our own address
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(POLL_SECONDS)
    if server.poll() is None:
        click.echo(f"The server did not answer within {READY_SECONDS} seconds.", err=True)
    return False
