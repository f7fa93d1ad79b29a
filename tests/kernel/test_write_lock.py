"""One writes at a time, nobody waits for ever, and what is decided is decided at a moment inside the lock."""

import fcntl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text
from sqlalchemy.orm import Session

from showcase import database
from showcase.database import NotSavedError, db, transaction
from showcase.exhibitions.rules import Phase, VotingClosedError
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import write_lock
from showcase.phases.actions import phases
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from tests.factories import NOW, Cast, by, hall
from tests.waiting import overtaken, somebody_waits

VOTER = "a" * 32


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


def act(cast: Cast, key: str) -> Act:
    return Act(cast.exhibition.id, cast.entry("skpd-1").id, VOTER, key, f"{key:0>32}")


@contextmanager
def held(app: Flask) -> Iterator[None]:
    """Somebody else has the turn to write, and keeps it: another program with the lock file, or another connection."""
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        with Path(f"{engine.url.database}.turn").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with engine.connect() as connection:
        connection.execute(text(write_lock.TAKE))
        yield


@pytest.mark.both_engines
def test_a_turn_that_does_not_come_is_told_and_the_next_one_is_taken(app: Flask, cast: Cast) -> None:
    with app.app_context():
        for _ in range(2):
            with held(app):
                for _ in range(3):
                    with pytest.raises(NotSavedError), transaction(wait=0.02) as session:
                        session.execute(text("UPDATE exhibition SET name = 'salah'"))
            with transaction() as session:
                assert session.get_one(Exhibition, cast.exhibition.id).name == cast.exhibition.name


def test_who_waited_for_the_turn_has_less_time_left_for_the_lock(app: Flask, cast: Cast) -> None:
    """SQLite's own lock, held by a program that takes no turn: one deadline for all, five seconds again after it."""
    with app.app_context():
        with db.engine.connect().execution_options(write=True) as other:
            other.execute(text("SELECT 1"))
            with pytest.raises(NotSavedError), transaction(wait=0.02):
                pass
        with transaction() as session:
            assert session.scalar(text("PRAGMA busy_timeout")) == 5000


def test_a_lock_that_comes_too_late_is_given_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "turn"
    with path.open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(TimeoutError), write_lock.file_held(path, until=0):
            pass
    for _ in range(3):
        with (
            write_lock.file_held(path, until=time.monotonic() + 60),
            path.open("a") as other,
            pytest.raises(BlockingIOError),
        ):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.postgres
def test_every_connection_has_its_deadlines(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        found = {name: session.scalar(text(f"SHOW {name}")) for name in database.LIMITS}
    assert found == {
        "lock_timeout": "5s",
        "statement_timeout": "15s",
        "idle_in_transaction_session_timeout": "1min",
    }


@pytest.mark.both_engines
@pytest.mark.parametrize("milliseconds", [-50, -1, 0, 1, 50])
def test_a_vote_counts_until_the_closing_and_not_at_it(app: Flask, cast: Cast, milliseconds: int) -> None:
    now = NOW + timedelta(milliseconds=milliseconds)
    with app.app_context():
        with transaction() as session:
            session.merge(cast.exhibition).closes_at = NOW
        if milliseconds < 0:
            with transaction() as session:
                phone = ballots.cast(session, act(cast, "k1"), now=now)
                assert phone.votes
                # And it must be stored by then.
                ballots.check_in_time(phone, now=now)
                with pytest.raises(VotingClosedError):
                    ballots.check_in_time(phone, now=NOW)
        else:
            with pytest.raises(VotingClosedError), transaction() as session:
                ballots.cast(session, act(cast, "k1"), now=now)


@pytest.mark.postgres
def test_a_vote_that_comes_while_the_voting_is_closed_is_refused(app: Flask, cast: Cast) -> None:
    def close(session: Session) -> None:
        phases.move(session, by("panitia", NOW, "selesai"), cast.exhibition.id, Phase.DELIBERATION)

    with pytest.raises(VotingClosedError):
        overtaken(app, close, lambda session: ballots.cast(session, act(cast, "k1"), now=NOW))


@pytest.mark.postgres
def test_instances_that_start_together_migrate_one_after_another(app: Flask) -> None:
    def migrate() -> None:
        with app.app_context():
            upgrade()

    with ThreadPoolExecutor(1) as pool, app.app_context():
        with transaction():
            running = pool.submit(migrate)
            while not running.done() and not somebody_waits():
                pass
            assert not running.done()
        running.result()
