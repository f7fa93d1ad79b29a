"""Conflicts of interest: who may declare them, what they do to a sheet, and who may undo them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.exhibitions.rules import DecidedError, Phase
from showcase.jury.actions import recusals, sheets
from showcase.jury.actions.sheets import Draft
from showcase.jury.queries.completeness import completeness
from showcase.jury.rules.recusals import RecusalAsksError, RecusalReasonError
from showcase.jury.rules.scoring import RecusedError, SheetLockedError, SheetState
from showcase.jury.tables import Sheet
from showcase.kernel.errors import NotFoundError, ReasonNeededError
from showcase.kernel.tables import AuditEvent
from showcase.results.queries import bundles
from tests.factories import NOW, Cast, by, hall, sheet

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(session: Session) -> Cast:
    return hall(session)


def recuse(session: Session, cast: Cast, *, reason: str = "keluarga", confirmed: bool = False) -> None:
    juror, code = cast.jurors[0].id, cast.codes["skpd-1"]
    recusals.recuse(session, by("juri1", NOW, reason), juror, code, confirmed=confirmed)


def undo(session: Session, cast: Cast, reason: str = "salah pilih", entry: str = "skpd-1") -> None:
    recusals.undo(session, by("panitia", NOW, reason), cast.exhibition.id, username="juri1", entry_slug=entry)


def test_a_recused_pair_has_no_sheet_and_is_not_due(session: Session, cast: Cast) -> None:
    recuse(session, cast)
    recuse(session, cast)
    with pytest.raises(RecusedError):
        sheets.save(session, cast.jurors[0].id, cast.codes["skpd-1"], Draft({}, "", 0, submit=False), now=NOW)
    assert completeness(session, cast.exhibition.id)["skpd"].due == 5
    listed = recusals.listed(session, cast.exhibition.id)
    assert [(row.username, row.entry_slug, row.reason) for row in listed] == [("juri1", "skpd-1", "keluarga")]
    assert bundles.bundle(session, cast.exhibition)["categories"][0]["recusals"] == [{"juror": "J1", "entry": "skpd-1"}]


def test_scores_are_asked_about_then_leave_the_count_and_stay_on_record(session: Session, cast: Cast) -> None:
    sheet(session, cast.jurors[0], cast.entry("skpd-1"), cast.criteria["skpd"], 80, 70)
    with pytest.raises(RecusalAsksError):
        recuse(session, cast)
    assert len(bundles.bundle(session, cast.exhibition)["categories"][0]["sheets"]) == 1
    recuse(session, cast, confirmed=True)
    assert bundles.bundle(session, cast.exhibition)["categories"][0]["sheets"] == []
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "jury.recuse")).one()
    assert event.before == {"state": "submitted", "scores": {"kebaruan": "80", "kemanfaatan": "70"}}
    assert event.reason == "keluarga"


def test_only_an_organizers_reason_undoes_it_and_the_draft_is_back(session: Session, cast: Cast) -> None:
    sheet(session, cast.jurors[0], cast.entry("skpd-1"), cast.criteria["skpd"], 80, 70)
    recuse(session, cast, confirmed=True)
    with pytest.raises(ReasonNeededError):
        undo(session, cast, reason="  ")
    with pytest.raises(NotFoundError):
        undo(session, cast, entry="skpd-2")
    undo(session, cast)
    view = sheets.sheet_to_read(session, cast.jurors[0].id, cast.codes["skpd-1"])
    assert (view.state, view.scores["kebaruan"]) == ("draft", "80")
    assert session.scalars(select(AuditEvent).where(AuditEvent.action == "jury.recusal.undo")).one().actor == "panitia"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_reason_is_needed(session: Session, cast: Cast, reason: str) -> None:
    with pytest.raises(RecusalReasonError):
        recuse(session, cast, reason=reason)


def test_not_after_the_lock_nor_after_the_end(session: Session, cast: Cast) -> None:
    sheet(session, cast.jurors[0], cast.entry("skpd-1"), cast.criteria["skpd"], 80, 70)
    row = session.scalars(select(Sheet)).one()
    row.state = SheetState.LOCKED
    session.flush()
    with pytest.raises(SheetLockedError):
        recuse(session, cast, confirmed=True)
    row.state = SheetState.SUBMITTED
    session.flush()
    recuse(session, cast, confirmed=True)
    cast.exhibition.phase = Phase.FINAL
    session.flush()
    with pytest.raises(DecidedError):
        undo(session, cast)


def test_it_is_suggested_only_before_scoring_and_for_the_same_office(session: Session, cast: Cast) -> None:
    juror, code = cast.jurors[0].id, cast.codes["skpd-1"]
    cast.entry("skpd-1").organisation = "Dinas PUPR"
    session.flush()
    view = sheets.sheet_to_read(session, juror, code)
    assert recusals.is_suggested(view, "dinas pupr")
    assert not recusals.is_suggested(view, "Dinas Lain")
    assert not recusals.is_suggested(view, "")
    scored = sheets.save(session, juror, code, Draft({"kebaruan": "80"}, "", 0, submit=False), now=NOW)
    assert not recusals.is_suggested(scored, "dinas pupr")
