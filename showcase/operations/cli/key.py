"""`flask key replace`: another secret key, meant and on record."""

import secrets
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_migrate import upgrade

from showcase.config import Settings
from showcase.database import db, transaction
from showcase.installation import identity, preparing, reasons
from showcase.installation.acts import command_act
from showcase.installation.backup_faults import storage_told
from showcase.installation.identity import KeyUnchangedError
from showcase.installation.refusals import told
from showcase.installation.replacing import keep_aside, write_whole

key = AppGroup("key", help="The installation's secret key.")


@key.command("replace")
@click.option("--reason", required=True, callback=reasons.given, help="Why; it is recorded.")
@told
def replace(reason: str) -> None:
    """Make another key this installation's. Stop the server first.

    It is what SECRET_KEY holds; else the file secret_key in DATA_DIR, if that is not the database's key already; else a
    new one.
    """
    settings: Settings = current_app.extensions["settings"]
    with preparing.closed(settings):
        upgrade()
        with transaction() as session:
            now = datetime.now(UTC)
            kept = identity.stored(session)
            chosen = settings.secret_key
            if chosen and kept == identity.fingerprint(chosen):
                if settings.secret_key_given:
                    raise KeyUnchangedError("SECRET_KEY is this database's key already. Set the new one first.")
                chosen = ""
            aside = None if chosen else _renew(settings.key_file, chosen := secrets.token_hex(32), now)
            identity.replace(session, command_act(reason, now=now), chosen)
        db.engine.dispose()
    click.echo("The key was replaced. Every phone is a new one now: it can vote again. Staff sign in again.")
    if aside is not None:
        click.echo(f"The old key is kept as {aside}.")


def _renew(path: Path, value: str, now: datetime) -> Path | None:
    """Write a new key; answers where the old one is kept."""
    with storage_told(f"{path} could not be written"):
        old = keep_aside(path, "before-replace", now) if path.exists() else None
        write_whole(path, value + "\n")
    return old
