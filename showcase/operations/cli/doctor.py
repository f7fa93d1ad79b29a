"""`flask doctor`."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from pysqlite3 import dbapi2
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from showcase.config import Settings
from showcase.database import SAFE_SQLITE, db, write_fault
from showcase.draw import queries as draw_results
from showcase.installation import preparing
from showcase.operations.queries import soundness

GIGABYTE = 1024**3
Check = Callable[[Settings], list[str]]
SoundnessCheck = Callable[[Session], list[str]]


@click.command()
@with_appcontext
def doctor() -> None:
    """Say what is wrong with this installation; exit status 1 if anything is. A WARNING is about what may come."""
    settings: Settings = current_app.extensions["settings"]
    faults = [fault for name, check in CHECKS.items() for fault in _told(settings, "PROBLEM", name, check)]
    for name, check in WARNINGS.items():
        _told(settings, "WARNING", name, check)
    sys.exit(1 if faults else 0)


def _told(settings: Settings, grade: str, name: str, check: Check) -> list[str]:
    try:
        faults = check(settings)
    except (SQLAlchemyError, OSError) as error:
        faults = [f"could not be checked: {error}"]
    for fault in faults:
        click.echo(f"{grade}  {name}: {fault}")
    if not faults:
        click.echo(f"ok       {name}")
    return faults


def _stored(check: SoundnessCheck) -> Check:
    """A check of what is stored, as it is at one moment, however many vote meanwhile."""

    def checked(settings: Settings) -> list[str]:
        embedded = db.engine.dialect.name == "sqlite"
        level = {} if embedded else {"isolation_level": "REPEATABLE READ"}
        with db.engine.connect().execution_options(**level) as connection, Session(connection) as session:
            if not embedded:
                session.execute(text("SET LOCAL statement_timeout = 0"))
            return check(session)

    return checked


def _sqlite(settings: Settings) -> list[str]:
    safe = dbapi2.sqlite_version_info >= SAFE_SQLITE
    return [] if safe else [f"SQLite {dbapi2.sqlite_version} can corrupt its log; 3.51.3 or later is needed"]


def _migrations(settings: Settings) -> list[str]:
    script = ScriptDirectory(str(Path(current_app.root_path) / "migrations"))
    with db.engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_heads()
    wanted = tuple(script.get_heads())
    return [] if here == wanted else [f"the database is at {here or 'nothing'}, the code at {wanted}: flask db upgrade"]


def _writes(settings: Settings) -> list[str]:
    fault = write_fault()
    return [f"no vote would be stored: {fault}"] if fault else []


def _disk(settings: Settings) -> list[str]:
    database = db.engine.url.database if settings.is_embedded else None
    folders = {settings.data_dir, Path(database).absolute().parent if database else settings.data_dir}
    free = {folder: shutil.disk_usage(folder).free for folder in sorted(folders)}
    return [f"only {left // 1024**2} MB are free in {folder}" for folder, left in free.items() if left < GIGABYTE]


def _address(settings: Settings) -> list[str]:
    local = settings.host in {"127.0.0.1", "localhost", "::1"}
    plain = settings.public_base_url.startswith("http://") and not local
    return ["PUBLIC_BASE_URL is not https: votes and passwords can be read on the way"] if plain else []


CHECKS: dict[str, Check] = {
    "SQLite is a version that keeps its log": _sqlite,
    "the database has the code's tables": _migrations,
    "the database takes writes": _writes,
    "the database is sound": _stored(soundness.storage_faults),
    "the database's guards are in place": _stored(soundness.guard_faults),
    "every ledger's chain holds": _stored(soundness.chain_faults),
    "ballots, ledger and votes agree": _stored(soundness.ballot_faults),
    "phases, rules, sheets and results are as decided": _stored(soundness.act_faults),
    "every draw can be recomputed": _stored(draw_results.faults),
    "counters equal the votes": _stored(soundness.counter_faults),
    "the key is this database's, and the data are private": preparing.faults,
    "the public address is safe": _address,
}
# What still works, and may not for long.
WARNINGS: dict[str, Check] = {"there is room on the disk for days to come": _disk}
