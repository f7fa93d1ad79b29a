"""`flask jurors`."""

from pathlib import Path

from flask.cli import AppGroup

from showcase.importing.cli import imports
from showcase.importing.rules.kinds import Kind
from showcase.installation.refusals import told

jurors = AppGroup("jurors", help="Jurors: import with their categories.")


@jurors.command("import")
@imports.FILE
@imports.EXHIBITION
@imports.DRY_RUN
@told
def import_jurors(file: Path, slug: str | None, *, dry_run: bool) -> None:
    """Import jurors and the categories that they judge from an xlsx or csv FILE: all rows or none.

    Passwords are printed for nobody: jurors enter with their cards, or with a password that an organizer resets.
    """
    imports.import_file(Kind.JURORS, file, slug, dry_run=dry_run)


@jurors.command("template")
@imports.OUT
@imports.EXHIBITION
@told
def jurors_template(file: Path, slug: str | None) -> None:
    """Write the workbook to fill in to FILE (.xlsx)."""
    imports.write_template(Kind.JURORS, file, slug)
