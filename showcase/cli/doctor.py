"""`flask doctor`."""

import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from pysqlite3 import dbapi2
from sqlalchemy.exc import SQLAlchemyError

from showcase.config import Settings
from showcase.extensions import SAFE_SQLITE, db, write_fault
from showcase.services import draw_results, soundness

GIGABYTE = 1024**3
Check = Callable[[Settings], list[str]]


@click.command()
@with_appcontext
def doctor() -> None:
    """Say what is wrong with this installation; exit status 1 if anything is."""
    settings: Settings = current_app.extensions["settings"]
    bad = False
    for name, check in CHECKS.items():
        try:
            faults = check(settings)
        except (SQLAlchemyError, OSError) as error:
            faults = [f"could not be checked: {error}"]
        click.echo(f"ok       {name}" if not faults else "\n".join(f"PROBLEM  {name}: {fault}" for fault in faults))
        bad = bad or bool(faults)
    sys.exit(1 if bad else 0)


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


def _secret(settings: Settings) -> list[str]:
    path = settings.data_dir / "secret_key"
    if not path.exists():
        return []
    open_to_others = path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return [f"{path.name} can be read by others: chmod 600"] if open_to_others else []


def _disk(settings: Settings) -> list[str]:
    free = shutil.disk_usage(settings.data_dir).free
    return [] if free > GIGABYTE else [f"only {free // 1024**2} MB are free in DATA_DIR"]


def _address(settings: Settings) -> list[str]:
    local = settings.host in {"127.0.0.1", "localhost", "::1"}
    plain = settings.public_base_url.startswith("http://") and not local
    return ["PUBLIC_BASE_URL is not https: votes and passwords can be read on the way"] if plain else []


CHECKS: dict[str, Check] = {
    "SQLite is a version that keeps its log": _sqlite,
    "the database has the code's tables": _migrations,
    "the database takes writes": _writes,
    "the database is sound": lambda settings: soundness.storage_faults(db.session()),
    "every ledger's chain holds": lambda settings: soundness.chain_faults(db.session()),
    "every draw can be recomputed": lambda settings: draw_results.faults(db.session()),
    "counters equal the votes": lambda settings: soundness.counter_faults(db.session()),
    "the secret key is private": _secret,
    "there is room on the disk": _disk,
    "the public address is safe": _address,
}
