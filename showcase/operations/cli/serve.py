"""`flask serve`: bring the database up to date, fill an empty one, and serve with the production server."""

import contextlib
import os
import resource
import signal
import sys
from datetime import UTC, datetime
from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from showcase.accounts.actions import accounts
from showcase.config import Settings
from showcase.database import db, transaction
from showcase.installation import preparing, served_address
from showcase.installation.refusals import told
from showcase.operations.actions import demo
from showcase.operations.cli.listening import take_port
from showcase.operations.cli.parents import end_with
from showcase.operations.cli.server_process import ServerProcess

# Instances that start together fill an empty database once; the others wait for the first.
FILLING_SECONDS = 600


@click.command()
@click.option(
    "--stop-with-parent", is_flag=True, help="Stop when the process that started this one ends, even if killed."
)
@with_appcontext
@told
def serve(*, stop_with_parent: bool) -> None:
    """Serve the application; on an empty database load the demonstration first (DEMO=0: print a set-up link).

    Ends by Ctrl-C, by SIGTERM, and when its terminal is closed (not under nohup).
    """
    if stop_with_parent:
        end_with(os.getppid(), signal.SIGTERM)
    settings: Settings = current_app.extensions["settings"]
    # First: who comes second must not touch the data.
    listener = take_port(settings.host, settings.port)
    settings, locks = preparing.opened(settings)
    _raise_open_files()
    upgrade()
    preparing.settle_key(settings)
    lines = _fill(settings)
    with transaction() as session:
        served_address.remember(session, settings.public_base_url)
    db.session.remove()
    db.engine.dispose()
    server = ServerProcess(listener, locks, settings.web_concurrency, key=settings.secret_key)
    if server.answers(urlsplit(settings.public_base_url).netloc):
        # A terminal that was closed meanwhile takes nothing; `wait` sees to that.
        with contextlib.suppress(OSError):
            click.echo("\n".join([f"Showcase is ready: {settings.public_base_url}", *lines]))
    status = server.wait()
    # A closed terminal takes nothing any more.
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    # Everything is closed and stored; taking the interpreter down too lasts seconds on a busy machine.
    os._exit(status)


def _raise_open_files() -> None:
    """Each connection is an open file, and the usual limit of 1024 is one full hall."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    # Some systems name a limit that they then refuse.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


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
