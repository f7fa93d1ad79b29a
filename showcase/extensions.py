"""The Flask extensions, each made once, and the transaction that every use case runs in."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from htmx_flask import Htmx
from pysqlite3 import dbapi2
from sqlalchemy import Connection, Engine, create_engine, event, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from showcase.domain.errors import DomainError
from showcase.models import Base, Installation

try:
    import fcntl
except ImportError:  # Windows has no such locks; there SQLite's own waiting has to do.
    fcntl = None  # type: ignore[assignment]  # a module elsewhere

# Versions 3.7.0 to 3.51.2 can corrupt a write-ahead log when connections write and checkpoint together.
SAFE_SQLITE = (3, 51, 3)
PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": "5000",
    "trusted_schema": "OFF",
}

TURN_SECONDS = 5
CONNECT_SECONDS = 5
_writing = threading.Lock()

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate(render_as_batch=True, compare_type=True)
csrf = CSRFProtect()
babel = Babel()
htmx = Htmx()
login_manager = LoginManager()


class NotSavedError(DomainError):
    """The storage did not take it: busy, full or away. Nothing was changed; a retry is harmless."""

    code = "not-saved"


def engine_options(database_url: str) -> dict[str, Any]:
    """What an engine for this address needs: the bundled SQLite, or checked pooled PostgreSQL connections."""
    if not database_url.startswith("sqlite"):
        # A server that is away is told within seconds, not when the system gives up minutes later.
        waits = {"connect_timeout": CONNECT_SECONDS}
        return {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8, "connect_args": waits}
    if dbapi2.sqlite_version_info < SAFE_SQLITE:
        raise RuntimeError(f"SQLite {dbapi2.sqlite_version} can corrupt its log; 3.51.3 or later is needed.")
    # isolation_level None: the driver begins nothing by itself, so that `_begin` decides how.
    return {"module": dbapi2, "connect_args": {"isolation_level": None, "timeout": 5}, "pool_size": 16}


@event.listens_for(Engine, "connect")
def _set_pragmas(connection: Any, record: Any) -> None:
    if isinstance(connection, dbapi2.Connection):
        for name, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    options = connection.get_execution_options()
    if connection.dialect.name == "sqlite" and not options.get("single"):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("write") else "BEGIN")


@contextmanager
def single_read() -> Iterator[Connection]:
    """A connection for one SELECT, without a transaction around it: the shortest way to an answer.

    Raises NotSavedError when the storage does not answer.
    """
    try:
        with db.engine.connect().execution_options(single=True) as connection:
            yield connection
    except OperationalError as error:
        raise NotSavedError(str(error.orig)) from error


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for this thread's turn to write to the embedded database: first in this process, then on this machine.

    SQLite waits by polling, and under load some then wait for seconds; locks of the system queue them. Who takes no
    turn (another program) is still kept out by SQLite's own lock.
    """
    if fcntl is None or db.engine.dialect.name != "sqlite":
        yield
        return
    if not _writing.acquire(timeout=TURN_SECONDS):
        raise NotSavedError("too many are waiting to write")
    try:
        with Path(f"{db.engine.url.database}.turn").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise NotSavedError(str(error)) from error
    finally:
        _writing.release()


@contextmanager
def transaction() -> Iterator[Session]:
    """A session whose changes are stored, durably, when the block ends, or not at all.

    On SQLite the write lock is taken first. Raises NotSavedError when the storage fails.
    """
    session = db.session()
    # A snapshot read before the lock was taken would be stale.
    session.rollback()
    try:
        with _turn():
            session.connection(execution_options={"write": True})
            yield session
            session.commit()
    except DBAPIError as error:
        session.rollback()
        if isinstance(error, OperationalError) and not isinstance(error, IntegrityError):
            raise NotSavedError(str(error.orig)) from error
        raise
    except BaseException:
        session.rollback()
        raise


@contextmanager
def other_database(url: str) -> Iterator[Session]:
    """A session on another database than the application's; its changes are stored when the block ends, or not at all.

    Nobody in this installation waits for it.
    """
    engine = create_engine(url, **engine_options(url))
    try:
        with Session(engine, expire_on_commit=False) as session:
            session.connection(execution_options={"write": True})
            yield session
            session.commit()
    finally:
        engine.dispose()


def storage_takes_writes() -> bool:
    """Whether a write would be taken now: the lock is asked for and given back, and nothing changes."""
    try:
        with db.engine.connect().execution_options(write=True) as connection:
            connection.execute(update(Installation).where(Installation.id == 1).values(id=1))
            connection.rollback()
    except DBAPIError:
        return False
    return True
