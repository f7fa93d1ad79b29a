"""Fixing a result with something missing: the list, accepting it, and the jury's decision on a tie."""

import json
from dataclasses import asdict

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from showcase.entries.tables import Award, Tally
from showcase.exhibitions.rules import DecidedError, NotReadyError, Phase
from showcase.exhibitions.tables import Category
from showcase.jury.rules.scoring import SheetState
from showcase.jury.tables import Recusal, Sheet
from showcase.kernel import ledger
from showcase.kernel.chain import LineType
from showcase.kernel.errors import NotFoundError, ReasonNeededError
from showcase.kernel.tables import AuditEvent, BallotRecord
from showcase.objections.tables import Objection
from showcase.phases.actions import phases
from showcase.phases.rules import Gap, GapKind, GapsError, digest
from showcase.results.actions import awards, ties
from showcase.results.queries import results
from showcase.results.rules import NoTieError, TieMovedError, TieOrderError
from showcase.results.tables import Snapshot, TieDecision
from tests.factories import NOW, Cast, by, hall, lock_all, sheet

TIED = ("skpd-1", "skpd-2")


def hall_of(session: Session, *, locked: bool = True) -> Cast:
    """Every sheet is there; one place is awarded, and skpd-1 and skpd-2 are equal in everything."""
    cast = hall(session, phase=Phase.DELIBERATION)
    for juror in cast.jurors:
        for group in ("skpd", "kecamatan"):
            for number, value in ((1, 90), (2, 90 if group == "skpd" else 80), (3, 70)):
                sheet(session, juror, cast.entry(f"{group}-{number}"), cast.criteria[group], value, value)
    session.execute(update(Category).values(winners=1))
    if locked:
        lock_all(session, cast)
    return cast


def fix(session: Session, cast: Cast, reason: str = "sidang selesai", **more: object) -> None:
    phases.move(session, by("panitia", NOW, reason), cast.exhibition.id, Phase.FINAL, **more)  # type: ignore[arg-type]


def decide(
    session: Session, cast: Cast, order: tuple[str, ...] | None, reason: str = "lebih matang", **more: str
) -> None:
    ties.decide(session, by("panitia", NOW, reason), cast.exhibition.id, "skpd", order, **more)


def missing(session: Session, cast: Cast) -> list[Gap]:
    with pytest.raises(GapsError) as refused:
        fix(session, cast)
    assert session.scalars(select(Snapshot)).first() is None
    return list(refused.value.gaps)


def tie() -> Gap:
    return Gap(GapKind.TIE, ("skpd",), TIED, number=1)


@pytest.mark.both_engines
def test_everything_that_is_missing_is_listed(session: Session) -> None:
    cast = hall_of(session, locked=False)
    first, second = cast.jurors
    draft = select(Sheet.id).where(Sheet.juror_id == first.id, Sheet.entry_id == cast.entry("kecamatan-3").id)
    session.execute(update(Sheet).where(Sheet.id.in_(draft)).values(state=SheetState.DRAFT, submitted_at=None))
    objected = {"reach": "", "words": "Keliru", "received_at": NOW, "is_late": False, "recorded_at": NOW}
    objected |= {"name": "Ani", "recorded_by": "panitia", "form_key": "x", "number": 7}
    session.add(Objection(exhibition_id=cast.exhibition.id, **objected))
    session.flush()
    found = [asdict(gap) for gap in missing(session, cast)]
    who = [{"juror": f"J{n}", "username": row.username, "person": row.name} for n, row in ((1, first), (2, second))]
    both = {"categories": ("skpd", "kecamatan")}
    assert found == [
        asdict(Gap(GapKind.SHEET, ("kecamatan",), ("kecamatan-3",), **who[0])),
        asdict(Gap(GapKind.LOCK, **both, **who[0])),
        asdict(Gap(GapKind.LOCK, **both, **who[1])),
        asdict(tie()),
        asdict(Gap(GapKind.OBJECTION, number=7)),
    ]


def test_a_recused_pair_and_a_withdrawn_entry_are_not_missing(session: Session) -> None:
    cast = hall(session, phase=Phase.DELIBERATION)
    for name in ("skpd-2", "kecamatan-2", "kecamatan-3"):
        cast.entry(name).status, cast.entry(name).withdrawn_reason = "withdrawn", "mundur"
    first, second = cast.jurors
    session.add(Recusal(juror_id=second.id, entry_id=cast.entry("kecamatan-1").id, reason="kerabat", at=NOW))
    for name in ("skpd-1", "skpd-3", "kecamatan-1"):
        sheet(session, first, cast.entry(name), cast.criteria[name.split("-")[0]], 80, 70 + len(name))
    sheets = [gap.entries for gap in missing(session, cast) if gap.kind is GapKind.SHEET]
    assert sheets == [("skpd-1",), ("skpd-3",)]
    locks = {gap.username: gap.categories for gap in missing(session, cast) if gap.kind is GapKind.LOCK}
    assert locks == {"juri1": ("skpd", "kecamatan"), "juri2": ("skpd",)}


@pytest.mark.both_engines
def test_gaps_are_accepted_with_a_reason_and_recorded(session: Session) -> None:
    cast = hall_of(session)
    with pytest.raises(ReasonNeededError):
        fix(session, cast, reason=" ", accept_gaps=True)
    with pytest.raises(GapsError):
        fix(session, cast, accept_gaps=True, seen=digest(()))
    fix(session, cast, accept_gaps=True, seen=digest([tie()]))
    [change] = phases.history(session, cast.exhibition.id)
    assert (change.reason, change.gaps) == ("sidang selesai", (tie(),))
    line = session.scalars(select(BallotRecord).where(BallotRecord.type == LineType.PHASE)).one()
    body = json.loads(line.body or "")
    assert (body["gaps"], body["reason"]) == ([tie().stored()], "sidang selesai")
    [moved] = session.scalars(select(AuditEvent).where(AuditEvent.action == "phase.move"))
    assert (moved.after, moved.reason) == ({"phase": "final", "gaps": 1}, "sidang selesai")
    assert ledger.fault(session, cast.exhibition.id) is None
    assert given(session, cast) == [("skpd-1", 1), ("skpd-2", 1)]


def given(session: Session, cast: Cast) -> list[tuple[str, int | None]]:
    """The awarded places of skpd, once published."""
    phases.move(session, by("panitia", NOW, "sah"), cast.exhibition.id, Phase.PUBLISHED)
    found = awards.given(session, cast.exhibition)
    return [(award.entry, award.place) for award in found if (award.category, award.kind) == ("skpd", "place")]


@pytest.mark.both_engines
def test_a_decided_order_gives_the_prize_and_changes_no_score(session: Session) -> None:
    cast = hall_of(session)
    before = results.standing(session, cast.exhibition).sha256
    decide(session, cast, ("skpd-2", "skpd-1"))
    fix(session, cast)
    standing = results.standing(session, cast.exhibition)
    assert standing.sha256 == before
    ranking = standing.of("skpd").ranking
    assert ranking is not None
    assert [(row.place, row.shared) for row in ranking.standings] == [(1, True), (1, True), (3, False)]
    line = session.scalars(select(BallotRecord).where(BallotRecord.type == LineType.TIE_DECIDED)).one()
    body = json.loads(line.body or "")
    assert (body["category"], body["entries"], body["shared"]) == ("skpd", ["skpd-2", "skpd-1"], False)
    [act] = session.scalars(select(AuditEvent).where(AuditEvent.action == "tie.decide"))
    assert (act.subject, act.reason, act.after["entries"]) == ("skpd", "lebih matang", ["skpd-2", "skpd-1"])
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(update(TieDecision).values(reason="lain"))
    assert given(session, cast) == [("skpd-2", 1)]
    assert {row.title for row in session.scalars(select(Award).where(Award.kind == "place"))} == {"Juara 1"}


def test_a_shared_prize_is_a_decision_too(session: Session) -> None:
    cast = hall_of(session)
    decide(session, cast, ("skpd-1", "skpd-2"))
    decide(session, cast, None, reason="sama baiknya")
    fix(session, cast)
    assert given(session, cast) == [("skpd-1", 1), ("skpd-2", 1)]


def test_a_decision_holds_only_for_the_ranking_it_was_made_for(session: Session) -> None:
    cast = hall_of(session)
    decide(session, cast, ("skpd-2", "skpd-1"))
    # Both get the same votes: still tied, yet not the tie that the jury decided.
    rows = [cast.entry(name).id for name in TIED]
    session.execute(update(Tally).where(Tally.entry_id.in_(rows)).values(votes=5))
    assert missing(session, cast) == [tie()]
    session.execute(update(Tally).where(Tally.entry_id.in_(rows)).values(votes=0))
    fix(session, cast)


@pytest.mark.parametrize(
    ("order", "refusal"),
    [
        ((), TieOrderError),
        (("skpd-1",), TieOrderError),
        (("skpd-1", "skpd-1"), TieOrderError),
        (("skpd-1", "skpd-3"), TieOrderError),
        (("skpd-1", "skpd-2", "skpd-3"), TieOrderError),
        (("skpd-1", "entah"), TieOrderError),
    ],
)
def test_an_order_that_is_none_is_refused(session: Session, order: tuple[str, ...], refusal: type[Exception]) -> None:
    cast = hall_of(session)
    with pytest.raises(refusal):
        decide(session, cast, order)
    assert session.scalars(select(TieDecision)).first() is None


def test_a_decision_needs_a_tie_a_reason_and_time(session: Session) -> None:
    cast = hall_of(session)
    who = by("panitia", NOW, "x")
    with pytest.raises(NoTieError, match="place 1"):
        ties.decide(session, who, cast.exhibition.id, "kecamatan", None)
    with pytest.raises(NotFoundError):
        ties.decide(session, who, cast.exhibition.id, "entah", None)
    with pytest.raises(ReasonNeededError):
        decide(session, cast, None, reason="  ")
    with pytest.raises(TieMovedError):
        decide(session, cast, None, seen="f" * 64)
    cast.categories[0].winners = 2
    with pytest.raises(NoTieError):
        decide(session, cast, None)
    cast.categories[0].winners = 1
    for phase in (Phase.SETUP, Phase.FINAL, Phase.PUBLISHED):
        cast.exhibition.phase = phase
        with pytest.raises(NoTieError if phase is Phase.SETUP else DecidedError):
            decide(session, cast, None)


def test_a_changed_result_is_not_published(session: Session) -> None:
    cast = hall_of(session)
    bundle = results.standing(session, cast.exhibition)
    session.add(
        Snapshot(
            exhibition_id=cast.exhibition.id,
            kind="final",
            bundle=bundle.bundle_text,
            result='{"categories":[],"format":"showcase-result/1"}',
            sha256=bundle.sha256,
            at=NOW,
        )
    )
    cast.exhibition.phase = Phase.FINAL
    session.flush()
    with pytest.raises(NotReadyError) as refused:
        given(session, cast)
    assert refused.value.details["missing"] == "whole"
