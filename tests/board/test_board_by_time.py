"""A board that freezes by itself: exact to the ballot, whoever looks and whenever."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.board import queries as board
from showcase.board.rules import FreezePastError, FrozenError
from showcase.exhibitions.rules import DecidedError, Phase
from showcase.kernel.errors import ReasonNeededError
from showcase.kernel.tables import AuditEvent
from showcase.results.tables import Snapshot
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from showcase.voting.queries.tallies import votes_at
from tests.factories import NOW, Cast, by, hall

pytestmark = pytest.mark.both_engines
NOON = NOW + timedelta(hours=1)
MS = timedelta(milliseconds=1)
LATER = NOON + timedelta(minutes=30)


def vote(session: Session, cast: Cast, slug: str, voter: int, at: datetime) -> None:
    form = f"{voter}-{slug}-{at.timestamp()}"
    ballots.cast(session, Act(cast.exhibition.id, cast.entry(slug).id, f"{voter:032x}", form, "0" * 32), now=at)


def unvote(session: Session, cast: Cast, slug: str, voter: int, at: datetime) -> None:
    act = Act(cast.exhibition.id, cast.entry(slug).id, f"{voter:032x}", f"{voter}-x-{at.timestamp()}", "0" * 32)
    ballots.withdraw(session, act, now=at)


def planned(session: Session) -> Cast:
    cast = hall(session)
    board.freeze_later(session, by("panitia", NOW, "menjelang akhir"), "pameran", NOON)
    return cast


def shown(session: Session, cast: Cast, now: datetime) -> dict[str, Any]:
    return board.board(session, cast.exhibition.id, now=now)


def counts(data: dict[str, Any]) -> dict[str, int]:
    return {row["entry"]: row["votes"] for group in data["categories"] for row in group["rows"] if row["votes"]}


def test_a_ballot_a_millisecond_before_counts_and_one_after_does_not(session: Session) -> None:
    cast = planned(session)
    vote(session, cast, "skpd-1", 1, NOON - MS)
    vote(session, cast, "skpd-1", 2, NOON)
    vote(session, cast, "skpd-1", 3, NOON + MS)
    assert counts(shown(session, cast, NOON - MS)) == {"skpd-1": 3}
    for now in (NOON, NOON + MS, LATER):
        data = shown(session, cast, now)
        assert counts(data) == {"skpd-1": 1}
        assert data["frozen_at"] == data["as_of"] == "2025-12-15T11:42:00+08:00"
        assert data["categories"][0]["votes"] == 1


def test_moves_and_withdrawals_after_the_moment_do_not_show(session: Session) -> None:
    cast = planned(session)
    for voter, slug in ((1, "skpd-1"), (2, "skpd-1"), (3, "skpd-2"), (4, "kecamatan-1")):
        vote(session, cast, slug, voter, NOW)
    vote(session, cast, "skpd-2", 1, NOON - MS)
    unvote(session, cast, "skpd-2", 3, NOON - MS)
    then = {"skpd-1": 1, "skpd-2": 1, "kecamatan-1": 1}
    vote(session, cast, "skpd-3", 1, NOON + MS)
    vote(session, cast, "skpd-1", 1, NOON + 2 * MS)
    unvote(session, cast, "skpd-1", 2, NOON + MS)
    vote(session, cast, "skpd-2", 2, NOON + 3 * MS)
    vote(session, cast, "kecamatan-3", 9, NOON + MS)
    assert counts(shown(session, cast, LATER)) == then
    before = votes_at(session, cast.exhibition.id, NOW)
    assert not any(before.values())


def test_the_snapshot_is_stored_once_and_then_stays(session: Session) -> None:
    cast = planned(session)
    vote(session, cast, "skpd-1", 1, NOON - MS)
    vote(session, cast, "skpd-2", 2, NOON + MS)
    number = cast.exhibition.id
    assert not board.keep_due_freeze(session, number, now=NOON - MS)
    # A vote may still be on its way.
    assert not board.keep_due_freeze(session, number, now=NOON + timedelta(seconds=9))
    assert board.keep_due_freeze(session, number, now=LATER)
    assert not board.keep_due_freeze(session, number, now=LATER)
    assert (cast.exhibition.frozen_at, cast.exhibition.freeze_at) == (NOON, None)
    kept = session.scalars(select(Snapshot)).one()
    assert kept.at == NOON
    assert counts(json.loads(kept.result)) == counts(shown(session, cast, LATER)) == {"skpd-1": 1}
    acts = list(session.scalars(select(AuditEvent).order_by(AuditEvent.id)))
    assert [(act.action, act.actor) for act in acts] == [("board.freeze_at", "panitia"), ("board.freeze", "jadwal")]
    board.release(session, by("panitia", LATER, "selesai"), "pameran")
    assert counts(shown(session, cast, LATER)) == {"skpd-1": 1, "skpd-2": 1}


def test_closing_does_not_end_it_and_a_late_hand_changes_nothing(session: Session) -> None:
    cast = planned(session)
    vote(session, cast, "skpd-1", 1, NOW)
    vote(session, cast, "skpd-1", 2, NOON + MS)
    cast.exhibition.phase = Phase.DELIBERATION
    board.freeze(session, by("panitia", LATER, "dengan tangan"), "pameran")
    data = shown(session, cast, LATER)
    assert (counts(data), data["phase"]) == ({"skpd-1": 1}, "deliberation")
    assert cast.exhibition.frozen_at == NOON


def test_what_is_refused(session: Session) -> None:
    hall(session)

    def later(at: datetime | None, reason: str = "acara", now: datetime = NOW) -> None:
        board.freeze_later(session, by("panitia", now, reason), "pameran", at)

    with pytest.raises(FreezePastError):
        later(NOW)
    with pytest.raises(ReasonNeededError):
        later(NOON, " ")
    later(NOON)
    later(None)
    later(NOON)
    with pytest.raises(FrozenError):
        later(LATER + timedelta(hours=1), now=NOON)
    board.release(session, by("panitia", NOON, "batal"), "pameran")
    later(LATER, now=NOON)


def test_the_version_of_the_board_changes_when_the_moment_comes(session: Session) -> None:
    cast = planned(session)
    before, then = (board.version(session, cast.exhibition.id, now=now) for now in (NOON - MS, NOON))
    assert before != then


def test_nothing_is_planned_once_the_result_is_out(session: Session) -> None:
    cast = hall(session, phase=Phase.PUBLISHED)
    with pytest.raises(DecidedError):
        board.freeze_later(session, by("panitia", NOW, "acara"), "pameran", NOON)
    cast.exhibition.freeze_at = NOON
    assert shown(session, cast, LATER)["frozen_at"] is None
