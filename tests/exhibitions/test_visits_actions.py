"""Asking for visited booths before a vote: who may change it when, and that the server holds to it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from showcase.database import db, transaction
from showcase.exhibitions.actions import visits
from showcase.exhibitions.actions.exhibitions import ExhibitionInvalidError
from showcase.exhibitions.rules import DecidedError, Phase, VisitsNeededError
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import ledger
from showcase.kernel.chain import LineType
from showcase.kernel.errors import ReasonNeededError
from showcase.kernel.tables import AuditEvent, BallotRecord
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from tests.factories import NOW, Cast, by, hall

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    with app.app_context():
        with transaction() as session:
            made = hall(session, phase=Phase.SETUP)
        yield made


def require(minimum: int, reason: str = "") -> None:
    with transaction() as session:
        visits.require(session, by("panitia", NOW, reason), "pameran", minimum)


def phase(cast: Cast, wanted: Phase) -> None:
    with transaction() as session:
        session.get_one(Exhibition, cast.exhibition.id).phase = wanted


def minimum(cast: Cast) -> int:
    return db.session().get_one(Exhibition, cast.exhibition.id, populate_existing=True).min_visits


def test_before_the_opening_it_is_free(cast: Cast) -> None:
    require(4)
    assert minimum(cast) == 4
    assert ledger.size(db.session(), cast.exhibition.id) == 0
    event = db.session().scalars(select(AuditEvent)).one()
    assert (event.action, event.before, event.after) == (
        "exhibition.min_visits",
        {"min_visits": 0},
        {"min_visits": 4},
    )


def test_after_the_opening_it_takes_a_reason_and_is_a_line(cast: Cast) -> None:
    phase(cast, Phase.VOTING)
    with pytest.raises(ReasonNeededError):
        require(2, "  ")
    assert minimum(cast) == 0
    require(2, "antrean terlalu panjang")
    line = db.session().scalars(select(BallotRecord)).one()
    assert (line.type, line.body) == (LineType.RULES_CHANGE, '{"after":2,"before":0,"rule":"min_visits"}')
    assert ledger.fault(db.session(), cast.exhibition.id) is None


def test_the_same_number_changes_nothing(cast: Cast) -> None:
    phase(cast, Phase.VOTING)
    require(0)
    assert db.session().scalars(select(AuditEvent)).all() == []


@pytest.mark.parametrize("wrong", [-1, 201])
def test_out_of_range(cast: Cast, wrong: int) -> None:
    with pytest.raises(ExhibitionInvalidError):
        require(wrong)


def test_never_after_the_result(cast: Cast) -> None:
    phase(cast, Phase.FINAL)
    with pytest.raises(DecidedError):
        require(1, "terlambat")


def test_a_vote_needs_the_visits_and_taking_it_back_does_not(cast: Cast) -> None:
    require(3)
    phase(cast, Phase.VOTING)
    early = Act(cast.exhibition.id, cast.entry("skpd-1").id, "a" * 32, "k1", "0" * 32, visited=2, booths=6)
    with pytest.raises(VisitsNeededError) as refused, transaction() as session:
        ballots.cast(session, early, now=NOW)
    assert refused.value.details == {"left": 1}
    with transaction() as session:
        assert ballots.cast(session, replace(early, visited=3), now=NOW).votes
    with transaction() as session:
        assert not ballots.withdraw(session, replace(early, form_key="k2", visited=0), now=NOW).votes
