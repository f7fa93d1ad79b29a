"""What `flask entries`, `flask jurors` and `flask criteria` share: importing a file, and the template for it."""

from pathlib import Path

import click

from showcase.database import db, transaction
from showcase.exhibitions.actions.exhibitions import named
from showcase.importing.actions import imports
from showcase.importing.actions.imports import Imported
from showcase.importing.actions.plans import ImportRefusedError
from showcase.importing.rules.kinds import Kind, known_headers
from showcase.importing.tables_in.templates import template
from showcase.importing.tables_in.workbooks import read_rows
from showcase.installation.acts import command_act

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
OUT = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
EXHIBITION = click.option("--exhibition", "slug", help="The exhibition's slug; the current one by default.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Check and count, store nothing.")


class DryRun(Exception):  # noqa: N818 - not an error: it only ends the transaction
    """Carries the outcome out of a transaction that is not to be kept."""

    def __init__(self, outcome: Imported) -> None:
        super().__init__()
        self.outcome = outcome


def import_file(kind: Kind, file: Path, slug: str | None, *, dry_run: bool) -> None:
    """Import a file: all rows or none. Each error is a line on standard error, and then the exit status is 1."""
    table = read_rows(file.read_bytes(), file.name, known_headers(kind))
    try:
        reading = db.session()
        found = imports.checked(reading, named(reading, slug).id, kind, table.header, table.rows, table.header_row)
        with transaction() as session:
            outcome = imports.run(session, command_act(), named(session, slug), found)
            if dry_run:
                raise DryRun(outcome)
    except DryRun as run:
        outcome = run.outcome
        click.echo("Dry run: nothing was stored.")
    except ImportRefusedError as refused:
        for error in refused.errors:
            click.echo(str(error), err=True)
        raise SystemExit(1) from None
    for warning in outcome.warnings:
        click.echo(str(warning), err=True)
    for column in outcome.unknown:
        click.echo(f"unknown column, not looked at: {column}", err=True)
    click.echo(f"{outcome.created} created, {outcome.updated} updated, {outcome.unchanged} unchanged.")


def write_template(kind: Kind, file: Path, slug: str | None) -> None:
    """Write the workbook to fill in, with the exhibition's categories."""
    session = db.session()
    known = imports.categories(session, named(session, slug).id)
    file.write_bytes(template(kind, list(known.values()), "id"))
