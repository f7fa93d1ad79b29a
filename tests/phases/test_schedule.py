"""The hours of voting: free before the opening, with a reason and a line of the ledger afterwards."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.actions.exhibitions import Description, ExhibitionInvalidError
from showcase.exhibitions.rules import DecidedError, Phase, VotingClosedError
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import ledger
from showcase.kernel.chain import LineType
from showcase.kernel.errors import ReasonNeededError
from showcase.kernel.tables import AuditEvent, BallotRecord
from showcase.phases.actions import schedule
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from tests.factories import NOW, by, hall

pytestmark = pytest.mark.both_engines
HOUR = timedelta(hours=1)


def change(
    session: Session, opens: datetime | None, closes: datetime | None, reason: str = "ramai", now: datetime = NOW
) -> None:
    schedule.change(session, by("panitia", now, reason), "pameran", opens_at=opens, closes_at=closes)


def test_before_the_opening_hours_change_freely(session: Session) -> None:
    cast = hall(session, phase=Phase.SETUP)
    change(session, NOW + HOUR, NOW + 2 * HOUR, reason="")
    assert (cast.exhibition.opens_at, cast.exhibition.closes_at) == (NOW + HOUR, NOW + 2 * HOUR)
    assert session.scalars(select(BallotRecord)).first() is None
    assert session.scalars(select(AuditEvent)).one().action == "exhibition.schedule"


def test_more_time_needs_a_reason_and_stands_in_the_ledger(session: Session) -> None:
    cast = hall(session, closes_at=NOW + HOUR)
    with pytest.raises(ReasonNeededError):
        change(session, None, NOW + 2 * HOUR, reason=" ")
    change(session, None, NOW + 2 * HOUR)
    line = session.scalars(select(BallotRecord)).one()
    assert line.type == LineType.RULES_CHANGE
    assert json.loads(line.body) == {
        "rule": "closes_at",
        "before": "2025-12-15T03:42:00+00:00",
        "after": "2025-12-15T04:42:00+00:00",
    }
    assert ledger.fault(session, cast.exhibition.id) is None
    act = Act(cast.exhibition.id, cast.entry("skpd-1").id, "a" * 32, "k", "0" * 32)
    ballots.cast(session, act, now=NOW + 2 * HOUR - timedelta(milliseconds=1))
    change(session, None, NOW + 2 * HOUR)
    assert len(list(session.scalars(select(AuditEvent)))) == 1


@pytest.mark.parametrize(
    ("opens", "closes", "wrong"),
    [
        (NOW + HOUR, NOW + 2 * HOUR, {"opens_at": "hours-begun"}),
        (None, NOW, {"closes_at": "date-past"}),
    ],
)
def test_hours_that_have_begun_stay_and_an_end_lies_ahead(
    session: Session, opens: datetime | None, closes: datetime | None, wrong: dict[str, str]
) -> None:
    hall(session)
    with pytest.raises(ExhibitionInvalidError) as refused:
        change(session, opens, closes)
    assert refused.value.fields == wrong


def test_the_end_is_after_the_beginning(session: Session) -> None:
    hall(session, phase=Phase.SETUP)
    with pytest.raises(ExhibitionInvalidError) as refused:
        change(session, NOW + 2 * HOUR, NOW + HOUR)
    assert refused.value.fields == {"closes_at": "closes-before-opens"}


def test_nothing_is_scheduled_once_the_vote_is_closed(session: Session) -> None:
    cast = hall(session, phase=Phase.DELIBERATION)
    with pytest.raises(VotingClosedError):
        change(session, None, NOW + HOUR)
    cast.exhibition.phase = Phase.FINAL
    with pytest.raises(DecidedError):
        change(session, None, NOW + HOUR)


def test_describing_an_open_exhibition_leaves_its_hours(session: Session) -> None:
    cast = hall(session, closes_at=NOW + HOUR)
    described = Description("Nama baru", "", "", None, None, "Asia/Makassar")
    exhibitions.describe(session, by("panitia", NOW), "pameran", described)
    kept = session.get_one(Exhibition, cast.exhibition.id)
    assert (kept.name, kept.closes_at) == ("Nama baru", NOW + HOUR)
