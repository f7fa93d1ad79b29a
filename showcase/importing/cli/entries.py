"""`flask entries`."""

from pathlib import Path

import click
from flask.cli import AppGroup

from showcase.database import db
from showcase.entries.actions import booth_codes
from showcase.exhibitions.actions.exhibitions import named
from showcase.importing.cli import imports
from showcase.importing.rules.kinds import Kind
from showcase.installation.refusals import told

entries = AppGroup("entries", help="Entries: import, booth codes.")


@entries.command("import")
@imports.FILE
@imports.EXHIBITION
@imports.DRY_RUN
@told
def import_entries(file: Path, slug: str | None, *, dry_run: bool) -> None:
    """Import entries from an xlsx or csv FILE: all rows or none."""
    imports.import_file(Kind.ENTRIES, file, slug, dry_run=dry_run)


@entries.command("template")
@imports.OUT
@imports.EXHIBITION
@told
def entries_template(file: Path, slug: str | None) -> None:
    """Write the workbook to fill in to FILE (.xlsx)."""
    imports.write_template(Kind.ENTRIES, file, slug)


@entries.command()
@imports.EXHIBITION
@told
def codes(slug: str | None) -> None:
    """Print each entry's slug and its active booth code."""
    for entry, code in booth_codes.active(db.session(), named(db.session(), slug).id).items():
        click.echo(f"{entry} {code}")
