"""`flask backup` and `flask restore`."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from showcase.config import Settings
from showcase.database import NotSavedError, db, transaction
from showcase.installation import backups, preparing, reasons
from showcase.installation.refusals import told
from showcase.operations.actions import restores
from showcase.operations.cli import restoring


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
@told
def backup(file: Path) -> None:
    """Write a consistent copy of everything to FILE (a zip), while the server runs."""
    settings: Settings = current_app.extensions["settings"]
    now = datetime.now(UTC)
    count = backups.write(db.engine, settings.data_dir / "media", file, key=settings.secret_key, now=now)
    click.echo(f"Wrote {file}: {count} files. Keep it away from this machine; it holds the voters' keys.")
    try:
        with transaction() as session:
            restores.note_backup(session, now=datetime.now(UTC))
    except NotSavedError as error:
        click.echo(f"The back office will not tell of this backup: {error}.", err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--force",
    is_flag=True,
    help="Replace a database that is not empty; the old one is kept beside it. Take a backup without a key, too.",
)
@click.option(
    "--reason",
    default="restored from a backup",
    show_default=True,
    callback=reasons.given,
    help="Why; a line of each ledger.",
)
@with_appcontext
@told
def restore(file: Path, reason: str, *, force: bool) -> None:
    """Check FILE and put it in place. Stop the server first."""
    settings: Settings = current_app.extensions["settings"]
    restoring.check_embedded(settings)
    with preparing.closed(settings):
        done = restoring.restored(settings, file, reason=reason, force=force, now=datetime.now(UTC))
    click.echo(f"Restored {file}. The staff sign in again.")
    for path in done.kept:
        click.echo(f"What stood there is kept as {path}.")
    if done.note:
        click.echo(done.note)
