"""`flask backup` and `flask restore`."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from showcase.cli.refusals import told
from showcase.config import Settings
from showcase.extensions import db, transaction
from showcase.services import backups, demo, restores
from showcase.services.backups import BackupRefusedError


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
@told
def backup(file: Path) -> None:
    """Write a consistent copy of everything to FILE (a zip), while the server runs."""
    settings: Settings = current_app.extensions["settings"]
    now = datetime.now(UTC)
    with db.engine.connect() as connection:
        count = backups.write(connection, settings.data_dir / "media", file, now=now)
    with transaction() as session:
        restores.note_backup(session, now=datetime.now(UTC))
    click.echo(f"Wrote {file}: {count} files. Keep it away from this machine; it holds the voters' keys.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace a database that is not empty; the old one is kept beside it.")
@click.option("--reason", default="restored from a backup", show_default=True, help="Why; a line of each ledger.")
@with_appcontext
@told
def restore(file: Path, reason: str, *, force: bool) -> None:
    """Check FILE and put it in place. Stop the server first."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.is_embedded:
        raise BackupRefusedError("This installation uses PostgreSQL: restore it with pg_restore.")
    target = Path(settings.database_url.removeprefix("sqlite:///"))
    if target.exists() and not force and not _is_empty():
        raise BackupRefusedError("The database here is not empty. Stop the server and use --force to replace it.")
    with tempfile.TemporaryDirectory() as folder:
        database = backups.read(file, Path(folder))
        db.session.remove()
        db.engine.dispose()
        media = Path(folder) / "media"
        backups.install(database, media, target=target, target_media=settings.data_dir / "media")
    upgrade()
    with transaction() as session:
        restores.record(session, reason=reason, actor="command line", now=datetime.now(UTC))
    click.echo(f"Restored {file}.")


def _is_empty() -> bool:
    upgrade()
    return demo.is_empty(db.session())
