"""What a command says when its settings or database are not what it needs: one sentence that names the next step."""

import copy
import errno
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask.cli import with_appcontext
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from showcase.config import SettingsError
from showcase.database import NotSavedError, db
from showcase.kernel.errors import DomainError

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
UPGRADE = "Run `.venv/bin/flask db upgrade` first (`flask serve` does it by itself)."
# These see to the database's state themselves, or are for one that is not in order.
ANY_DATABASE = frozenset({"serve", "doctor", "backup", "restore"})
# What the drivers say, in lower case, and what that means here. The first that fits is told.
MEANINGS = {
    "readonly database": "The database can't be written: its file or its folder (DATA_DIR) is read-only for this user.",
    "read-only transaction": "The database can't be written: DATABASE_URL leads to a server that only reads.",
    "unable to open database": "The database can't be opened: DATA_DIR or the file in DATABASE_URL is missing, "
    "no file, or not open to this user.",
    "not a database": "The file that DATABASE_URL or DATA_DIR leads to is no database. Restore a backup.",
    "malformed": "The database is damaged. Run `.venv/bin/flask doctor`, then restore a backup.",
    "disk is full": "The database can't be written: the disk is full. Make room, then try again.",
    "disk i/o error": "The database can't be read or written: the disk fails.",
    "database is locked": "The database is busy: another program writes to it. Try again in a moment.",
    "no such table": f"The database has not the tables that this version needs. {UPGRADE}",
    "no such column": f"The database has not the columns that this version needs. {UPGRADE}",
    "undefinedtable": f"The database has not the tables that this version needs. {UPGRADE}",
    "undefinedcolumn": f"The database has not the columns that this version needs. {UPGRADE}",
}


def checked(command: click.Command) -> click.Command:
    """The same command, which tells troubles in a sentence and refuses a database of another version."""
    made = copy.copy(command)
    if isinstance(made, click.Group):
        made.commands = {name: checked(part) for name, part in made.commands.items()}
        return made

    def invoke(context: click.Context) -> Any:
        with telling():
            if command.name not in ANY_DATABASE:
                _look()
            return command.invoke(context)

    made.invoke = invoke  # type: ignore[method-assign, assignment]  # after parsing, so that --help needs no database
    return made


@with_appcontext
def _look() -> None:
    with db.engine.connect() as connection:
        refuse_other_versions(connection)


@contextmanager
def telling() -> Iterator[None]:
    """Turn what is wrong with settings, storage, files or the request into a sentence and exit status 1."""
    try:
        yield
    except NotSavedError as error:
        cause = error.__cause__
        raise click.ClickException(meaning(cause) if isinstance(cause, DBAPIError) else str(error)) from error
    except (SettingsError, DomainError) as error:
        raise click.ClickException(str(error)) from error
    except DBAPIError as error:
        raise click.ClickException(meaning(error)) from error
    except OSError as error:
        # Whoever reads our output may stop reading: click knows what to do then.
        if error.errno == errno.EPIPE or error.strerror is None:
            raise
        where = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{where}{error.strerror}.") from error


def meaning(error: DBAPIError) -> str:
    """A database's failure in a sentence."""
    said = str(error.orig).strip()
    searched = f"{type(error.orig).__name__} {said}".lower()
    for words, sentence in MEANINGS.items():
        if words in searched:
            return sentence
    reason = said.splitlines()[0] if said else type(error.orig).__name__
    if "psycopg" in type(error.orig).__module__ and getattr(error.orig, "sqlstate", None) is None:
        return f"DATABASE_URL: the PostgreSQL server can't be used: {reason}"
    return f"The database refused: {reason}"


def refuse_other_versions(connection: Connection) -> None:
    """Raise a sentence unless the database has exactly the tables of this version."""
    refuse_newer(connection)
    if set(MigrationContext.configure(connection).get_current_heads()) != _revisions()[0]:
        raise click.ClickException(f"The database is empty or of an older version of Showcase. {UPGRADE}")


def refuse_newer(connection: Connection) -> None:
    """Raise a sentence when a migration was run that this version doesn't know: it could only do harm."""
    here = set(MigrationContext.configure(connection).get_current_heads())
    unknown = here - _revisions()[1]
    if unknown:
        raise click.ClickException(
            f"The database was made by a newer version of Showcase (its tables are at "
            f"{', '.join(sorted(unknown))}, this version ends at {', '.join(sorted(_revisions()[0]))}). Nothing was "
            "changed. Start the newer version, or restore a backup from before the update."
        )


@functools.cache
def _revisions() -> tuple[set[str], set[str]]:
    """The last migrations of this version, and all that it knows."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    return set(scripts.get_heads()), {script.revision for script in scripts.walk_revisions()}
