"""How `flask restore` works: everything is made ready beside, and then put in place at once."""

import shutil
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.util import CommandError
from flask_migrate import Migrate
from pysqlite3 import dbapi2
from sqlalchemy import create_engine

from showcase.config import MIN_SECRET_LENGTH, Settings
from showcase.database import db, engine_options, migrate, other_database
from showcase.installation import identity, occupancy, replacing
from showcase.installation.acts import command_act
from showcase.installation.backup_faults import BackupRefusedError, storage_told
from showcase.installation.free_disk import check_room
from showcase.installation.replacing import Step
from showcase.operations.actions import rehearsals, restores, unpacking
from showcase.operations.actions.unpacking import Unpacked

NO_KEY = (
    "It is of an older version and holds no secret key. If it was made on another installation, put that one's file "
    "secret_key into DATA_DIR (or set SECRET_KEY) first, or every phone can vote again."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """Where what stood there before is kept, and what the operator has to know besides ("" for nothing)."""

    kept: list[Path]
    note: str


def check_embedded(settings: Settings) -> None:
    """Raises BackupRefusedError on PostgreSQL."""
    if not settings.is_embedded:
        raise BackupRefusedError(
            "This installation uses PostgreSQL: restore it with pg_restore, and put back DATA_DIR/media and the secret "
            "key; the next start checks that the key is the database's."
        )


def restored(settings: Settings, file: Path, *, reason: str, force: bool, now: datetime) -> Restored:
    """Check a backup and put it in place, whole or not at all. Needs DATA_DIR's lock. Raises BackupRefusedError."""
    database = settings.database_file
    if not force and _holds_something(database):
        raise BackupRefusedError("The database here is not empty. Use --force to replace it; it is kept beside.")
    ready = database.with_name(database.name + replacing.READY)
    with storage_told(f"{file} could not be restored"):
        staging = Path(tempfile.mkdtemp(prefix=replacing.STAGING, dir=settings.data_dir))
        try:
            unpacked = unpacking.unpack(file, staging)
            note = _check_key(settings, file, unpacked, force=force)
            _bring_up_to_date(unpacked, reason=reason, now=now)
            steps = _steps(settings, unpacked, staging, ready)
            db.session.remove()
            db.engine.dispose()
            with occupancy.no_writer(database):
                _fold_log(database)
                kept = replacing.put_in_place(settings.data_dir, steps, now=now)
        finally:
            if not replacing.is_unfinished(settings.data_dir):
                shutil.rmtree(staging, ignore_errors=True)
                ready.unlink(missing_ok=True)
    # It is a copy of what was replaced, the staff's passwords among it.
    rehearsals.end(settings.data_dir)
    return Restored(kept, note)


def _holds_something(database: Path) -> bool:
    """Whether an exhibition or an account is stored there, or what is there can't be read."""
    if not database.exists():
        return False
    try:
        with closing(dbapi2.connect(str(database))) as found:
            tables = {row[0] for row in found.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            return any(
                found.execute(f"SELECT EXISTS (SELECT 1 FROM {name})").fetchone()[0]  # noqa: S608 - our own names
                for name in ("exhibition", "account")
                if name in tables
            )
    except dbapi2.Error:
        return True


def _check_key(settings: Settings, file: Path, unpacked: Unpacked, *, force: bool) -> str:
    """What is to be said about the key. Raises BackupRefusedError where it would not be the database's."""
    if unpacked.key is None:
        if not force:
            raise BackupRefusedError(
                f"{file}: {NO_KEY} Then use --force: the key that is here stays. Nothing was changed."
            )
        return f"Mind the key: the one that is here stays. {NO_KEY}"
    if len(unpacked.key) < MIN_SECRET_LENGTH:
        raise BackupRefusedError(f"{file} is no sound backup: its key is too short. Nothing was changed.")
    if settings.secret_key_given and settings.secret_key != unpacked.key:
        raise BackupRefusedError(
            f"SECRET_KEY is set here and is not the key in {file}: under another key every phone could vote again. "
            "Unset SECRET_KEY, for the server too (the backup's key is then put into DATA_DIR/secret_key), or set it "
            "to that installation's SECRET_KEY. Nothing was changed."
        )
    return ""


def _bring_up_to_date(unpacked: Unpacked, *, reason: str, now: datetime) -> None:
    """Migrate the copy, and write into it that it was restored: once it is in place nothing more can fail."""
    url = f"sqlite:///{unpacked.database}"
    engine = create_engine(url, **engine_options(url))
    try:
        wanted: Migrate = migrate
        config = wanted.get_config()
        config.attributes["engine"] = engine
        command.upgrade(config, "head")
    except CommandError as error:
        raise BackupRefusedError(f"The backup was made by a newer version of this program ({error}).") from error
    finally:
        engine.dispose()
    with other_database(url) as session:
        if unpacked.key is not None:
            try:
                identity.settle(session, unpacked.key)
            except identity.KeyMismatchError as error:
                raise BackupRefusedError("The backup's key is not its database's. Nothing was changed.") from error
        restores.record(session, command_act(reason, now=now))
    _fold_log(unpacked.database)
    log = Path(f"{unpacked.database}-wal")
    if log.exists() and log.stat().st_size:
        raise BackupRefusedError(f"The log of {unpacked.database} could not be folded into it. Nothing was changed.")


def _fold_log(database: Path) -> None:
    """Bring what stands in a database's log into it, so that it is one file. What can't be read keeps its log."""
    try:
        if database.exists():
            with closing(dbapi2.connect(str(database))) as found:
                found.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except dbapi2.Error:
        return


def _steps(settings: Settings, unpacked: Unpacked, staging: Path, ready: Path) -> list[Step]:
    """The key first and the database last: a machine that stops in between never has a database without a key."""
    steps = [Step(unpacked.media, settings.data_dir / "media"), Step(ready, settings.database_file)]
    key = staging / "key"
    if unpacked.key is not None and unpacked.key != settings.secret_key:
        replacing.write_whole(key, unpacked.key + "\n")
        steps.insert(0, Step(key, settings.key_file))
    ready.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if unpacked.database.stat().st_dev != ready.parent.stat().st_dev:
        check_room(ready.parent, unpacked.database.stat().st_size)
    # A move within one disk, a copy to another.
    shutil.move(unpacked.database, ready)
    ready.chmod(0o600)
    replacing.sync(ready)
    replacing.sync(unpacked.media)
    return steps
