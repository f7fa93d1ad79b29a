"""A fault at every database operation of a vote, one after another: never a yes, never half a vote; a retry works."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from showcase.database import db, transaction
from showcase.entries.tables import Tally
from showcase.kernel.tables import BallotRecord
from showcase.voting.tables import Ballot, Vote
from tests.factories import Cast, hall

pytestmark = pytest.mark.both_engines
# More than a vote has; the loop ends when the fault no longer comes.
MOST = 40


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


class Saboteur:
    """Lets the nth operation fail, statements and the commit counted together."""

    def __init__(self, number: int) -> None:
        self.left = number
        self.struck = False

    def statement(self, *_: object) -> None:
        self.left -= 1
        if self.left == 0:
            self.struck = True
            raise OperationalError("the statement", {}, OSError("disk I/O error"))

    commit = statement


@contextmanager
def failing(engine: Engine, number: int) -> Iterator[Saboteur]:
    saboteur = Saboteur(number)
    event.listen(engine, "before_cursor_execute", saboteur.statement)
    event.listen(engine, "commit", saboteur.commit)
    try:
        yield saboteur
    finally:
        event.remove(engine, "before_cursor_execute", saboteur.statement)
        event.remove(engine, "commit", saboteur.commit)


def token(page: str, action: str) -> str:
    found = re.search(rf'action="[^"]+/{action}"[^>]*>\s*<input type="hidden" name="token" value="([^"]+)"', page)
    assert found
    return unescape(found[1])


def send(client: FlaskClient, path: str, value: str) -> TestResponse:
    return client.post(path, data={"token": value}, headers={"HX-Request": "true"})


def stored(app: Flask) -> tuple[int, ...]:
    """Votes, counted votes, ballots and ledger lines."""
    with app.app_context():
        counts = [
            db.session().scalar(select(func.count()).select_from(table)) for table in (Vote, Ballot, BallotRecord)
        ]
        votes = db.session().scalar(select(func.sum(Tally.votes)))
        db.session.remove()
    return int(votes or 0), *map(int, counts)


@pytest.mark.parametrize("action", ["vote", "unvote"])
def test_a_fault_at_any_operation_stores_nothing(app: Flask, client: FlaskClient, cast: Cast, action: str) -> None:
    booth = f"/b/{cast.codes['skpd-1']}"
    page = client.get(booth).text
    if action == "unvote":
        page = send(client, f"{booth}/vote", token(page, "vote")).text
    form, before = token(page, action), stored(app)
    with app.app_context():
        engine = db.engine
    for number in range(1, MOST):
        with failing(engine, number) as saboteur:
            answer = send(client, f"{booth}/{action}", form)
        if not saboteur.struck:
            break
        assert answer.status_code == 503, number
        assert 'data-error="not-saved"' in answer.text
        assert answer.headers["Retry-After"]
        assert stored(app) == before
    assert number > 3, "no operation was seen"
    assert answer.status_code == 200
    assert stored(app) != before
    once = stored(app)
    assert send(client, f"{booth}/{action}", form).status_code in {200, 409}
    assert stored(app) == once
