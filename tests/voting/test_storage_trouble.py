"""What a phone, a monitor and the doctor are told when the storage takes nothing; and when it does again."""

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from showcase import database
from showcase.database import db, transaction
from showcase.kernel import content, free_space
from showcase.voting import actions as ballots
from showcase.voting import public
from showcase.voting.tables import Ballot
from tests.factories import NOW, Cast, hall
from tests.kernel.test_write_lock import held
from tests.voting.test_vote import page, token


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        content.touch(session)
        return made


def vote(client: FlaskClient, cast: Cast, html: str) -> TestResponse:
    return client.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": token(html)})


def ballot_count(app: Flask) -> int:
    with app.app_context():
        return db.session().scalar(select(func.count()).select_from(Ballot)) or 0


def doctor(app: Flask) -> tuple[int, str]:
    found = app.test_cli_runner().invoke(args=["doctor"])
    return found.exit_code, found.output


def renew_connections(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def full(app: Flask) -> Iterator[None]:
    """A database that may not grow by another page."""

    def limit(connection: Any, record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")

    with app.app_context():
        engine = db.engine
    event.listen(engine, "connect", limit)
    renew_connections(app)
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        renew_connections(app)


@pytest.mark.both_engines
def test_a_lock_that_somebody_keeps_is_503_for_votes_and_monitors(
    app: Flask, client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = page(client, cast)
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.02)
    monkeypatch.setitem(database.LIMITS, "lock_timeout", "20ms")
    renew_connections(app)
    with held(app):
        refused = vote(client, cast, html)
        assert client.get("/healthz").status_code == 503
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert 'data-error="not-saved"' in refused.text
    assert client.get("/healthz").text == "ok"
    assert vote(client, cast, html).status_code == 303


def test_no_vote_is_refused_for_lack_of_space_while_the_monitors_say_ok(app: Flask, cast: Cast) -> None:
    assert doctor(app)[0] == 0
    with full(app):
        answers = []
        while not answers or answers[-1].status_code == 303:
            client = app.test_client()
            answers.append(vote(client, cast, page(client, cast)))
        assert 'data-error="not-saved"' in answers[-1].text
        assert app.test_client().get("/healthz").status_code == 503
        code, told = doctor(app)
        assert code == 1
        assert "PROBLEM  the database takes writes: no vote would be stored: the database may not grow" in told
    assert app.test_client().get("/healthz").text == "ok"
    assert doctor(app)[0] == 0
    assert ballot_count(app) == len(answers) - 1


@pytest.mark.parametrize(("number", "status"), [(errno.ENOSPC, 503), (errno.EDQUOT, 503), (errno.EROFS, 200)])
def test_a_full_disk_is_unhealthy_though_a_small_row_still_fits(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, number: int, status: int
) -> None:
    def refuse(*of: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "posix_fallocate", refuse)
    assert client.get("/healthz").status_code == status
    monkeypatch.undo()
    assert client.get("/healthz").status_code == 200


def test_a_limit_on_the_length_of_files_is_seen(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    longest = Path(app.extensions["settings"].data_dir / "showcase.sqlite3").stat().st_size
    client = app.test_client()
    monkeypatch.setattr(free_space.resource, "getrlimit", lambda which: (longest + free_space.NEEDED - 1, -1))
    assert client.get("/healthz").status_code == 503
    monkeypatch.setattr(free_space.resource, "getrlimit", lambda which: (10 * (longest + free_space.NEEDED), -1))
    assert client.get("/healthz").status_code == 200


@pytest.mark.both_engines
def test_a_check_of_the_storage_changes_nothing(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        before = content.generation(db.session())
    for _ in range(3):
        assert client.get("/healthz").status_code == 200
    with app.app_context():
        assert content.generation(db.session()) == before


@pytest.mark.both_engines
def test_the_time_of_a_vote_is_read_when_its_turn_has_come(
    app: Flask, client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    html, asked = page(client, cast), threading.Event()

    @contextmanager
    def noted() -> Iterator[Any]:
        asked.set()
        with transaction() as session:
            yield session

    monkeypatch.setattr(public, "transaction", noted)
    answers: list[TestResponse] = []
    late = threading.Thread(target=lambda: answers.append(vote(client, cast, html)))
    with app.app_context(), transaction() as session:
        late.start()
        assert asked.wait(60)
        session.merge(cast.exhibition).closes_at = datetime.now(UTC)
    late.join()
    assert answers[0].status_code == 409
    assert 'data-error="voting-closed"' in answers[0].text
    assert ballot_count(app) == 0


@pytest.mark.both_engines
def test_what_the_storage_kept_until_after_the_closing_is_not_stored(
    app: Flask, client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast_vote = ballots.cast
    monkeypatch.setattr(ballots, "cast", lambda *given, **more: replace(cast_vote(*given, **more), closes_at=NOW))
    refused = vote(client, cast, page(client, cast))
    assert 'data-error="voting-closed"' in refused.text
    assert ballot_count(app) == 0
