"""`flask entries`."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from showcase.cli.refusals import told
from showcase.documents.workbooks import read_rows
from showcase.extensions import db, transaction
from showcase.services import booth_codes, imports
from showcase.services.exhibitions import named
from showcase.services.imports import Imported, ImportRefusedError

entries = AppGroup("entries", help="Entries: import, booth codes.")
ACTOR = "command line"


class DryRun(Exception):  # noqa: N818 - not an error: it only ends the transaction
    """Carries the outcome out of a transaction that is not to be kept."""

    def __init__(self, outcome: Imported) -> None:
        super().__init__()
        self.outcome = outcome


@entries.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--exhibition", "slug", help="The exhibition's slug; the current one by default.")
@click.option("--dry-run", is_flag=True, help="Check and count, store nothing.")
@told
def import_entries(file: Path, slug: str | None, *, dry_run: bool) -> None:
    """Import entries from an xlsx or csv FILE: all rows or none."""
    table = read_rows(file.read_bytes(), file.name)
    try:
        with transaction() as session:
            exhibition = named(session, slug)
            outcome = imports.run(
                session, exhibition, list(table.header), list(table.rows), actor=ACTOR, now=datetime.now(UTC)
            )
            if dry_run:
                raise DryRun(outcome)
    except DryRun as run:
        outcome = run.outcome
        click.echo("Dry run: nothing was stored.")
    except ImportRefusedError as refused:
        for error in refused.errors:
            click.echo(str(error), err=True)
        raise SystemExit(1) from None
    for column in outcome.unknown:
        click.echo(f"unknown column, not looked at: {column}", err=True)
    click.echo(f"{outcome.created} created, {outcome.updated} updated, {outcome.unchanged} unchanged.")


@entries.command()
@click.option("--exhibition", "slug", help="The exhibition's slug; the current one by default.")
@told
def codes(slug: str | None) -> None:
    """Print each entry's slug and its active booth code."""
    for entry, code in booth_codes.active(db.session(), named(db.session(), slug).id).items():
        click.echo(f"{entry} {code}")
