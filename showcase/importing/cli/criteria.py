"""`flask criteria`."""

from pathlib import Path

from flask.cli import AppGroup

from showcase.importing.cli import imports
from showcase.importing.rules.kinds import Kind
from showcase.installation.refusals import told

criteria = AppGroup("criteria", help="Criteria: import with their weights.")


@criteria.command("import")
@imports.FILE
@imports.EXHIBITION
@imports.DRY_RUN
@told
def import_criteria(file: Path, slug: str | None, *, dry_run: bool) -> None:
    """Import the criteria of categories from an xlsx or csv FILE: all rows or none."""
    imports.import_file(Kind.CRITERIA, file, slug, dry_run=dry_run)


@criteria.command("template")
@imports.OUT
@imports.EXHIBITION
@told
def criteria_template(file: Path, slug: str | None) -> None:
    """Write the workbook to fill in to FILE (.xlsx)."""
    imports.write_template(Kind.CRITERIA, file, slug)
