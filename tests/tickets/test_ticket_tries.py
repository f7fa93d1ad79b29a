"""Typed tickets: five tries of a locator, then fifteen minutes, whether a ticket has it or not."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from showcase.database import db, transaction
from showcase.exhibitions.rules import Level
from showcase.kernel.errors import DomainError
from showcase.tickets.actions import batches, tickets
from showcase.tickets.actions.batches import Blank
from showcase.tickets.rules import TRY_MINUTES, TooManyTriesError
from showcase.tickets.tables import SecretTry
from tests.factories import NOW, by, hall

pytestmark = pytest.mark.both_engines


@pytest.fixture
def batch(app: Flask) -> Iterator[list[Blank]]:
    with app.app_context():
        with transaction() as session:
            exhibition = hall(session, level=Level.TICKET).exhibition
        made = batches.blanks(db.session(), exhibition.id, 2)
        with transaction() as session:
            batches.store(session, by("panitia", NOW), exhibition.id, made)
        yield made


def typed(blank_locator: str, secret: str, after: float = 0) -> int:
    moment = NOW + timedelta(seconds=after)
    with transaction() as session:
        tickets.attempt(session, blank_locator, now=moment)
    found = tickets.of_code(db.session(), blank_locator, secret)
    with transaction() as session:
        tickets.free(session, blank_locator)
    return found


def refused(locator: str, secret: str, after: float = 0) -> str:
    with pytest.raises(DomainError) as caught:
        typed(locator, secret, after)
    return caught.value.code


@pytest.mark.parametrize("known", [True, False])
def test_five_tries_then_fifteen_minutes_whether_the_locator_exists_or_not(batch: list[Blank], *, known: bool) -> None:
    locator = batch[0].locator if known else "00000"
    assert [refused(locator, "0" * 8) for _ in range(6)] == ["ticket-unknown"] * 5 + ["too-many-tries"]
    assert refused(locator, batch[0].secret, 14 * 60) == "too-many-tries"
    if known:
        assert typed(locator, batch[0].secret, 15 * 60)
        assert refused(locator, "0" * 8, 15 * 60) == "ticket-unknown"
    else:
        assert refused(locator, "0" * 8, 15 * 60) == "ticket-unknown"


def test_never_more_than_five_checks_however_many_come_at_once(app: Flask, batch: list[Blank]) -> None:
    def once(_: int) -> str:
        with app.app_context(), transaction() as session:
            try:
                tickets.attempt(session, batch[0].locator, now=NOW)
            except TooManyTriesError:
                return "rest"
            return "checked"

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(once, range(40)))
    assert answers.count("checked") == 5
    assert db.session().scalars(select(SecretTry.tries)).all() == [5]


def test_tries_of_what_does_not_exist_do_not_stay(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        tickets.attempt(session, "made-up", now=NOW)
    with app.app_context(), transaction() as session:
        tickets.attempt(session, "another", now=NOW + timedelta(minutes=TRY_MINUTES))
        assert len(session.scalars(select(SecretTry)).all()) == 1
