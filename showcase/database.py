"""The Flask extensions, each made once, and the transaction that every use case runs in."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from htmx_flask import Htmx
from pysqlite3 import dbapi2
from sqlalchemy import Connection, Engine, create_engine, event, text, update
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.orm import Session

from showcase.kernel import free_space, write_lock
from showcase.kernel.base import Base
from showcase.kernel.errors import N_, DomainError
from showcase.kernel.tables import Installation

# Versions 3.7.0 to 3.51.2 can corrupt a write-ahead log when connections write and checkpoint together.
SAFE_SQLITE = (3, 51, 3)
PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": "5000",
    "trusted_schema": "OFF",
}

# How long anything waits for the storage before the answer is 503: for a connection, a lock, a turn to write.
WAIT_SECONDS = 5
# PostgreSQL. A statement may work for longer than it may wait; whoever holds a lock and falls silent loses it.
LIMITS = {
    "lock_timeout": f"{WAIT_SECONDS}s",
    "statement_timeout": "15s",
    "idle_in_transaction_session_timeout": "60s",
}
# What the driver raises for trouble of the storage, and not for what it was asked to store.
STORAGE_ERRORS = (OperationalError, InternalError, InterfaceError, NoConnectionError)
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
    status = 503
    sentence = N_("Belum tersimpan, coba lagi. Tidak ada yang berubah.")
    retry_after = 2


def engine_options(database_url: str) -> dict[str, Any]:
    """What an engine for this address needs: the bundled SQLite, or checked pooled PostgreSQL connections."""
    if not database_url.startswith("sqlite"):
        # A server that is away is told within seconds, not when the system gives up minutes later.
        reaching = {"connect_timeout": WAIT_SECONDS, "tcp_user_timeout": WAIT_SECONDS * 1000}
        pool = {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8, "pool_timeout": WAIT_SECONDS}
        return {**pool, "connect_args": reaching}
    if dbapi2.sqlite_version_info < SAFE_SQLITE:
        raise RuntimeError(f"SQLite {dbapi2.sqlite_version} can corrupt its log; 3.51.3 or later is needed.")
    # isolation_level None: the driver begins nothing by itself, so that `_begin` decides how.
    return {"module": dbapi2, "connect_args": {"isolation_level": None, "timeout": 5}, "pool_size": 16}


@event.listens_for(Engine, "do_connect")
def _make_private(dialect: Any, record: Any, arguments: list[Any], options: dict[str, Any]) -> None:
    """A new database is for its owner alone, and so are its logs, which take its mode.

    One that exists is never opened here: closing it would drop the locks that SQLite holds on it in this process.
    """
    if dialect.name == "sqlite" and arguments and not Path(arguments[0]).exists():
        with suppress(OSError):
            os.close(os.open(arguments[0], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, record: Any) -> None:
    if isinstance(connection, dbapi2.Connection):
        for name, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")
        return
    for name, value in LIMITS.items():
        connection.execute(f"SET {name} = '{value}'")
    # What a transaction sets goes with it when it is rolled back.
    connection.commit()


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    options = connection.get_execution_options()
    if connection.dialect.name != "sqlite" or options.get("single"):
        return
    if not options.get("write"):
        connection.exec_driver_sql("BEGIN")
        return
    left = options.get("until", time.monotonic() + WAIT_SECONDS) - time.monotonic()
    shorter = min(int(PRAGMAS["busy_timeout"]), max(1, int(left * 1000)))
    driver = connection.connection.dbapi_connection
    # One deadline for all of it: who has waited for the turn has less time left to wait for SQLite's own lock.
    waited = left < WAIT_SECONDS - 0.1
    if waited:
        driver.execute(f"PRAGMA busy_timeout={shorter}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        if waited:
            driver.execute(f"PRAGMA busy_timeout={PRAGMAS['busy_timeout']}")


@contextmanager
def single_read(*, brief: bool = False) -> Iterator[Connection]:
    """A connection for one SELECT, without a transaction around it: the shortest way to an answer.

    `brief`: half a second has to do, because the storage has just failed. Raises NotSavedError when the storage does
    not answer.
    """
    try:
        with db.engine.connect().execution_options(single=True) as connection:
            if brief and connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL statement_timeout = '500ms'"))
            yield connection
    except STORAGE_ERRORS as error:
        raise NotSavedError(str(error)) from error


@contextmanager
def _turn(until: float) -> Iterator[None]:
    """Wait for this thread's turn to write to the embedded database: first in this process, then on this machine.

    SQLite waits by polling, and under load some then wait for seconds; locks of the system queue them. Who takes no
    turn (another program) is still kept out by SQLite's own lock. Raises NotSavedError when the turn has not come by
    `until` (of the monotonic clock).
    """
    if db.engine.dialect.name != "sqlite":
        yield
        return
    if not _writing.acquire(timeout=max(0, until - time.monotonic())):
        raise NotSavedError("too many are waiting to write")
    try:
        with write_lock.file_held(Path(f"{db.engine.url.database}.turn"), until):
            yield
    except OSError as error:
        raise NotSavedError(str(error)) from error
    finally:
        _writing.release()


@contextmanager
def transaction(*, wait: float | None = None) -> Iterator[Session]:
    """A session whose changes are stored, durably, when the block ends, or not at all.

    One writes at a time, on either engine, and the block begins when the turn has come. So the time that decides is
    read inside the block: nothing is stored between that moment and what it decides. Raises NotSavedError when the
    storage fails, or when the turn has not come after `wait` seconds (WAIT_SECONDS).
    """
    session = db.session()
    # A snapshot read before the lock was taken would be stale.
    session.rollback()
    until = time.monotonic() + (WAIT_SECONDS if wait is None else wait)
    try:
        with _turn(until):
            session.connection(execution_options={"write": True, "until": until})
            write_lock.take(session, seconds=wait)
            yield session
            session.commit()
    except (DBAPIError, NoConnectionError) as error:
        session.rollback()
        if _is_storage(error):
            raise NotSavedError(str(error)) from error
        raise
    except BaseException:
        session.rollback()
        raise
    finally:
        write_lock.forget(session)


def _is_storage(error: Exception) -> bool:
    # SQLite tells a broken file by the most general class that it has.
    return isinstance(error, STORAGE_ERRORS) or type(error) is DatabaseError


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


class _Checks:
    """The checks of one application, one at a time: whoever came before the last one began takes its result."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.began = 0.0
        self.fault: str | None = None

    def fault_now(self) -> str | None:
        came = time.monotonic()
        if not self.turn.acquire(timeout=2 * WAIT_SECONDS):
            return "the last check has not ended"
        try:
            if self.began < came:
                self.began = time.monotonic()
                self.fault = _write_fault()
            return self.fault
        finally:
            self.turn.release()


def write_fault() -> str | None:
    """Why a vote would not be stored now; None when it would.

    There is room for it, and a row was committed, in its turn. However many ask at once, a process checks once.
    """
    checks: _Checks = current_app.extensions.setdefault("storage_checks", _Checks())
    return checks.fault_now()


def _write_fault() -> str | None:
    try:
        with db.engine.connect() as connection:
            fault = free_space.fault(connection)
            connection.commit()
        if fault is None:
            with transaction() as session:
                # The same values: nothing changes, and the commit is as durable as a vote's.
                session.execute(update(Installation).where(Installation.id == 1).values(id=1))
    except (NotSavedError, DBAPIError, NoConnectionError, OSError) as error:
        return str(error)
    return fault
