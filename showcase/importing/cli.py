"""Commands that import entries, jurors and criteria."""

from pathlib import Path

import click
from flask.cli import AppGroup

from showcase.database import db, transaction
from showcase.entries.actions import booth_codes
from showcase.exhibitions.actions.exhibitions import named
from showcase.importing.actions import imports
from showcase.importing.actions.imports import Imported
from showcase.importing.actions.plans import ImportRefusedError
from showcase.importing.rules.kinds import Kind, known_headers
from showcase.importing.tables_in.templates import template
from showcase.importing.tables_in.workbooks import read_rows
from showcase.installation.acts import command_act
from showcase.installation.refusals import told

# What `flask entries`, `flask jurors` and `flask criteria` share: importing a file, and the template for it.

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


# `flask criteria`.

criteria = AppGroup("criteria", help="Criteria: import with their weights.")


@criteria.command("import")
@FILE
@EXHIBITION
@DRY_RUN
@told
def import_criteria(file: Path, slug: str | None, *, dry_run: bool) -> None:
    """Import the criteria of categories from an xlsx or csv FILE: all rows or none."""
    import_file(Kind.CRITERIA, file, slug, dry_run=dry_run)


@criteria.command("template")
@OUT
@EXHIBITION
@told
def criteria_template(file: Path, slug: str | None) -> None:
    """Write the workbook to fill in to FILE (.xlsx)."""
    write_template(Kind.CRITERIA, file, slug)


# `flask entries`.

entries = AppGroup("entries", help="Entries: import, booth codes.")


@entries.command("import")
@FILE
@EXHIBITION
@DRY_RUN
@told
def import_entries(file: Path, slug: str | None, *, dry_run: bool) -> None:
    """Import entries from an xlsx or csv FILE: all rows or none."""
    import_file(Kind.ENTRIES, file, slug, dry_run=dry_run)


@entries.command("template")
@OUT
@EXHIBITION
@told
def entries_template(file: Path, slug: str | None) -> None:
    """Write the workbook to fill in to FILE (.xlsx)."""
    write_template(Kind.ENTRIES, file, slug)


@entries.command()
@EXHIBITION
@told
def codes(slug: str | None) -> None:
    """Print each entry's slug and its active booth code."""
    for entry, code in booth_codes.active(db.session(), named(db.session(), slug).id).items():
        click.echo(f"{entry} {code}")


# `flask jurors`.

jurors = AppGroup("jurors", help="Jurors: import with their categories.")


@jurors.command("import")
@FILE
@EXHIBITION
@DRY_RUN
@told
def import_jurors(file: Path, slug: str | None, *, dry_run: bool) -> None:
    """Import jurors and the categories that they judge from an xlsx or csv FILE: all rows or none.

    Passwords are printed for nobody: jurors enter with their cards, or with a password that an organizer resets.
    """
    import_file(Kind.JURORS, file, slug, dry_run=dry_run)


@jurors.command("template")
@OUT
@EXHIBITION
@told
def jurors_template(file: Path, slug: str | None) -> None:
    """Write the workbook to fill in to FILE (.xlsx)."""
    write_template(Kind.JURORS, file, slug)
