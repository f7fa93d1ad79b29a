"""Two transactions at once on PostgreSQL, the second known to come while the first is open: no sleeping, no luck."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from showcase.database import db, transaction

T = TypeVar("T")
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


def overtaken(app: Flask, first: Callable[[Session], object], late: Callable[[Session], T]) -> T:
    """Do `first`, and store it only once `late` waits for it or has gone by; answers, or raises, what `late` does."""
    with ThreadPoolExecutor(1) as pool:
        with app.app_context(), transaction() as session:
            first(session)
            session.flush()
            running = pool.submit(_alone, app, late)
            while not running.done() and not somebody_waits():
                pass
        return running.result()


def _alone(app: Flask, act: Callable[[Session], T]) -> T:
    with app.app_context(), transaction() as session:
        return act(session)


def somebody_waits() -> bool:
    """Whether a connection to this database waits for a lock."""
    with db.engine.connect() as connection:
        return bool(connection.scalar(WAITING))
