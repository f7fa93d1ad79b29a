"""Moving an exhibition on: what each move demands, makes and fixes."""

import json

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.declaration.actions import rules
from showcase.entries.tables import Award, Tally
from showcase.exhibitions.rules import DecidedError, NotReadyError, Phase, PhaseRefusedError
from showcase.exhibitions.tables import PhaseChange, RuleSet
from showcase.jury.tables import Criterion
from showcase.kernel import ledger
from showcase.kernel.chain import LineType
from showcase.kernel.errors import NotFoundError, ReasonNeededError
from showcase.kernel.tables import AuditEvent, BallotRecord, Installation
from showcase.phases.actions import phases
from showcase.ranking.bundle import load_bundle
from showcase.ranking.result import result_of
from showcase.results.queries import results
from showcase.results.tables import Snapshot
from tests.factories import NOW, Cast, by, hall, sheet

pytestmark = pytest.mark.both_engines


def move(session: Session, cast: Cast, phase: Phase, reason: str = "sesuai jadwal") -> None:
    accept = phase is Phase.FINAL
    phases.move(session, by("panitia", NOW, reason), cast.exhibition.id, phase, accept_gaps=accept)


def judged(session: Session, phase: Phase) -> Cast:
    """A hall in which every entry has two sheets; skpd-1 and skpd-2 are equal in everything."""
    cast = hall(session, phase=phase)
    for juror in cast.jurors:
        for group in ("skpd", "kecamatan"):
            for number, value in ((1, 90), (2, 90), (3, 70)):
                sheet(session, juror, cast.entry(f"{group}-{number}"), cast.criteria[group], value, value)
    session.execute(update(Tally).where(Tally.entry_id == cast.entry("kecamatan-2").id).values(votes=9))
    return cast


def lines(session: Session) -> list[str]:
    return list(session.scalars(select(BallotRecord.type).order_by(BallotRecord.seq)))


@pytest.mark.parametrize(
    ("phase", "wanted"),
    [
        (Phase.SETUP, Phase.DELIBERATION),
        (Phase.VOTING, Phase.FINAL),
        (Phase.DELIBERATION, Phase.VOTING),
        (Phase.FINAL, Phase.DELIBERATION),
        (Phase.PUBLISHED, Phase.FINAL),
    ],
)
def test_a_move_that_the_phases_do_not_have_is_refused(session: Session, phase: Phase, wanted: Phase) -> None:
    cast = hall(session, phase=phase)
    with pytest.raises(PhaseRefusedError):
        move(session, cast, wanted)


def test_every_move_is_recorded_with_its_reason(session: Session) -> None:
    cast = hall(session)
    before = session.scalars(select(Installation.generation)).one()
    with pytest.raises(ReasonNeededError):
        move(session, cast, Phase.PAUSED, reason="  ")
    phases.move(session, by("panitia", NOW, "hujan"), cast.exhibition.id, Phase.PAUSED, message="Tunggu")
    assert cast.exhibition.phase_message == "Tunggu"
    move(session, cast, Phase.VOTING)
    assert cast.exhibition.phase_message == ""
    assert [(row.previous, row.phase, row.reason) for row in session.scalars(select(PhaseChange))] == [
        ("voting", "paused", "hujan"),
        ("paused", "voting", "sesuai jadwal"),
    ]
    assert [row.action for row in session.scalars(select(AuditEvent))] == ["phase.move", "phase.move"]
    assert lines(session) == [LineType.PHASE, LineType.PHASE]
    assert ledger.fault(session, cast.exhibition.id) is None
    assert session.scalars(select(Installation.generation)).one() == before + 2
    assert [change.reason for change in phases.history(session, cast.exhibition.id)] == ["sesuai jadwal", "hujan"]


def test_opening_needs_confirmed_rules_entries_and_whole_criteria(session: Session) -> None:
    cast = hall(session, phase=Phase.SETUP)
    session.execute(update(RuleSet).values(confirmed_at=None))
    assert missing(session, cast) == "rules"
    rules.declare(session, by("panitia", NOW), cast.exhibition.id, {"preset": "balanced"})
    for entry in cast.entries:
        entry.status, entry.withdrawn_reason = "withdrawn", "mundur"
    session.flush()
    assert missing(session, cast) == "entries"
    cast.entries[0].status = "published"
    session.execute(update(Criterion).where(Criterion.id == cast.criteria["skpd"][0].id).values(weight_bp=2999))
    assert missing(session, cast) == "criteria"
    session.execute(update(Criterion).where(Criterion.id == cast.criteria["skpd"][0].id).values(weight_bp=3000))
    move(session, cast, Phase.VOTING)
    assert lines(session) == [LineType.OPEN, LineType.PHASE]
    body = session.scalars(select(BallotRecord.body).order_by(BallotRecord.seq)).first()
    declaration = rules.current(session, cast.exhibition.id).declaration
    assert json.loads(body or "") == {"rules": rules.fingerprint(declaration)}


def missing(session: Session, cast: Cast) -> str:
    with pytest.raises(NotReadyError) as refused:
        move(session, cast, Phase.VOTING)
    assert cast.exhibition.phase is Phase.SETUP
    return str(refused.value.details["missing"])


def test_final_is_refused_while_a_category_has_no_ranking(session: Session) -> None:
    cast = hall(session, phase=Phase.DELIBERATION)
    with pytest.raises(NotReadyError, match="ENTRY_WITHOUT_SCORES") as refused:
        move(session, cast, Phase.FINAL)
    assert refused.value.details == {"missing": "ranking", "category": "skpd", "ranking": "ENTRY_WITHOUT_SCORES"}
    assert session.scalars(select(Snapshot)).first() is None


def test_final_stores_what_a_recount_gives_and_nothing_changes_it(session: Session) -> None:
    cast = judged(session, Phase.DELIBERATION)
    move(session, cast, Phase.FINAL)
    kept = results.fixed(session, cast.exhibition)
    assert kept is not None
    assert json.loads(kept.result) == result_of(load_bundle(kept.bundle))
    assert results.computed(kept.bundle).sha256 == kept.sha256
    assert lines(session) == [LineType.RATIFY, LineType.PHASE]
    assert session.scalars(select(Award)).first() is None
    session.execute(update(Tally).values(votes=1000))
    assert results.standing(session, cast.exhibition).sha256 == kept.sha256
    with pytest.raises(DecidedError):
        rules.declare(session, by("panitia", NOW), cast.exhibition.id, {"preset": "simple"})


def test_publishing_gives_the_awards_with_shared_places(session: Session) -> None:
    cast = judged(session, Phase.DELIBERATION)
    cast.categories[0].winners = 2
    move(session, cast, Phase.FINAL)
    move(session, cast, Phase.PUBLISHED)
    given = [
        (row.kind, row.place, next(e.slug for e in cast.entries if e.id == row.entry_id))
        for row in session.scalars(select(Award).order_by(Award.id))
    ]
    # skpd: nobody voted, so no favourite; two share first place, and third place gets no prize of two.
    assert given[:2] == [("place", 1, "skpd-1"), ("place", 1, "skpd-2")]
    assert given[2:] == [
        ("place", 1, "kecamatan-2"),
        ("place", 2, "kecamatan-1"),
        ("place", 3, "kecamatan-3"),
        ("favourite", None, "kecamatan-2"),
    ]


def test_an_unknown_exhibition_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        phases.move(session, by("panitia", NOW, "x"), 99, Phase.VOTING)
