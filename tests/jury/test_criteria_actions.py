"""Changing a category's criteria: what may change when, who answers for it, and what is recorded."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from showcase.categories.actions import criteria as criteria_edits
from showcase.declaration.actions import changes
from showcase.exhibitions.rules import DecidedError, Phase
from showcase.jury.queries import criteria
from showcase.jury.rules.criteria import (
    FIVE,
    IGA_2023,
    CriteriaChangedError,
    CriteriaInvalidError,
    CriteriaOpenedError,
    CriteriaScoredError,
    CriterionRow,
    Fault,
)
from showcase.jury.tables import Criterion, PaperReading
from showcase.kernel.chain import LineType
from showcase.kernel.errors import NotFoundError, ReasonNeededError
from showcase.kernel.roles import Role
from showcase.kernel.tables import AuditEvent, BallotRecord
from showcase.phases.actions import phases
from showcase.results.actions import approvals
from tests.factories import NOW, Cast, account, by, hall, sheet

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(session: Session) -> Cast:
    return hall(session, phase=Phase.SETUP)


def rows(session: Session, cast: Cast) -> tuple[CriterionRow, ...]:
    return criteria.rows_of(session, cast.categories[0].id)


def change(
    session: Session,
    cast: Cast,
    wanted: list[CriterionRow] | tuple[CriterionRow, ...],
    *,
    reason: str = "",
    **more: str,
) -> None:
    criteria_edits.replace(session, by("panitia", NOW, reason), cast.exhibition.id, "skpd", wanted, **more)


def judge(session: Session, cast: Cast) -> None:
    sheet(session, cast.jurors[0], cast.entry("skpd-1"), cast.criteria["skpd"], 80, 70)


def told(session: Session) -> AuditEvent:
    newest = select(AuditEvent).where(AuditEvent.action == "criteria.replace").order_by(AuditEvent.id.desc())
    return session.scalars(newest).first()  # type: ignore[return-value]


def test_in_setup_everything_changes_and_a_criterion_keeps_its_row(session: Session, cast: Cast) -> None:
    first = cast.criteria["skpd"][0].id
    new = CriterionRow("", "Penyajian", "", 2000, (("5", "baik"),), FIVE)
    change(session, cast, [new, replace(rows(session, cast)[0], name="Pembaruan", weight_bp=1500)])
    session.expire_all()
    assert [(row.slug, row.name, row.weight_bp) for row in rows(session, cast)] == [
        ("penyajian", "Penyajian", 2000),
        ("kebaruan", "Pembaruan", 1500),
    ]
    assert session.scalars(select(Criterion.id).where(Criterion.slug == "kebaruan", Criterion.id == first)).one()
    # Not whole: stored, but nothing opens on it.
    assert phases.missing_to_open(session, cast.exhibition) == ["criteria"]
    recorded = told(session)
    assert set(recorded.before) == {"kebaruan", "kemanfaatan"}
    assert recorded.after["penyajian"]["weight_bp"] == 2000
    assert recorded.subject == "skpd"


def test_a_removed_criterions_name_can_be_taken_again(session: Session, cast: Cast) -> None:
    change(session, cast, [])
    change(session, cast, list(IGA_2023))
    assert rows(session, cast) == IGA_2023


def test_nothing_is_written_when_nothing_changes(session: Session, cast: Cast) -> None:
    change(session, cast, rows(session, cast))
    assert session.scalar(select(func.count(AuditEvent.id)).where(AuditEvent.action == "criteria.replace")) == 0


def test_wrong_rows_are_told_with_row_and_field(session: Session, cast: Cast) -> None:
    with pytest.raises(CriteriaInvalidError) as refused:
        change(session, cast, [rows(session, cast)[0], CriterionRow("", "", "", 100)])
    assert refused.value.faults == (Fault(1, "name", "text-needed"),)
    assert len(rows(session, cast)) == 2


def test_what_was_changed_meanwhile_is_not_overwritten(session: Session, cast: Cast) -> None:
    mine = rows(session, cast)
    seen = criteria.fingerprint(mine)
    change(session, cast, [replace(mine[0], name="Lain"), mine[1]], seen=seen)
    with pytest.raises(CriteriaChangedError):
        change(session, cast, [replace(mine[0], name="Milik saya"), mine[1]], seen=seen)


def test_scores_hold_the_scale_and_the_number_of_criteria(session: Session, cast: Cast) -> None:
    judge(session, cast)
    mine = rows(session, cast)
    for wanted in (mine[:1], [*mine, CriterionRow("", "Baru", "", 1)], [replace(mine[0], scale=FIVE), mine[1]]):
        with pytest.raises(CriteriaScoredError):
            change(session, cast, wanted)
    change(session, cast, [mine[1], replace(mine[0], description="Diperjelas")])
    assert [row.slug for row in rows(session, cast)] == ["kemanfaatan", "kebaruan"]
    # The other category has no score.
    criteria_edits.replace(session, by("panitia", NOW), cast.exhibition.id, "kecamatan", IGA_2023)


def test_a_reading_from_paper_holds_them_too(session: Session, cast: Cast) -> None:
    reader = cast.organizer
    assert reader
    ids = {"juror_id": cast.jurors[0].id, "entry_id": cast.entry("skpd-1").id, "reader_id": reader.id}
    session.add(PaperReading(**ids, scores={"kebaruan": 8000}, at=NOW))
    session.flush()
    with pytest.raises(CriteriaScoredError):
        change(session, cast, rows(session, cast)[:1])


def test_weights_in_use_wait_for_another_organizer_and_words_do_not(session: Session, cast: Cast) -> None:
    judge(session, cast)
    mine = rows(session, cast)
    wanted = [replace(mine[0], weight_bp=4000, name="Pembaruan"), replace(mine[1], weight_bp=6000)]
    with pytest.raises(ReasonNeededError):
        change(session, cast, wanted)
    change(session, cast, wanted, reason="keputusan rapat")
    assert [(row.name, row.weight_bp) for row in rows(session, cast)] == [
        ("Pembaruan", mine[0].weight_bp),
        (mine[1].name, mine[1].weight_bp),
    ]
    approve(session, cast)
    assert [row.weight_bp for row in rows(session, cast)] == [4000, 6000]
    # Nobody has been promised these rules yet: the ledger begins with the opening.
    assert not session.scalars(select(BallotRecord)).all()


def approve(session: Session, cast: Cast) -> None:
    account(session, "ketua", Role.ORGANIZER)
    (waiting,) = changes.waiting(session, cast.exhibition.id)
    approvals.approve(session, by("ketua", NOW), cast.exhibition.id, waiting.id)


def test_after_the_opening_words_change_and_the_shape_does_not(session: Session, cast: Cast) -> None:
    phases.move(session, by("panitia", NOW, "mulai"), cast.exhibition.id, Phase.VOTING)
    mine = rows(session, cast)
    change(session, cast, [replace(mine[0], name="Pembaruan", levels=(("100", "baru sama sekali"),)), mine[1]])
    with pytest.raises(CriteriaOpenedError):
        change(session, cast, mine[:1])
    with pytest.raises(CriteriaOpenedError):
        change(session, cast, [replace(mine[0], scale=FIVE), mine[1]])


def test_after_the_opening_weights_are_sealed_in_the_ledger_and_sum_to_one(session: Session, cast: Cast) -> None:
    phases.move(session, by("panitia", NOW, "mulai"), cast.exhibition.id, Phase.VOTING)
    mine = rows(session, cast)
    answer = {"reason": "salah ketik"}
    with pytest.raises(CriteriaInvalidError) as refused:
        change(session, cast, [replace(mine[0], weight_bp=4000), mine[1]], **answer)
    assert refused.value.faults == (Fault(None, "weight", "weights-sum"),)
    change(session, cast, [replace(mine[0], weight_bp=4000), replace(mine[1], weight_bp=6000)], **answer)
    approve(session, cast)
    line = session.scalars(select(BallotRecord).order_by(BallotRecord.seq.desc())).first()
    assert line
    assert line.type == LineType.RULES_CHANGE
    assert json.loads(line.body or "") == {
        "rule": "criteria",
        "category": "skpd",
        "before": criteria.fingerprint(mine),
        "after": criteria.fingerprint(rows(session, cast)),
    }


@pytest.mark.parametrize("phase", [Phase.FINAL, Phase.PUBLISHED])
def test_after_the_result_nothing_changes(session: Session, cast: Cast, phase: Phase) -> None:
    cast.exhibition.phase = phase
    session.flush()
    with pytest.raises(DecidedError):
        change(session, cast, IGA_2023)


def test_a_category_of_another_exhibition_is_not_found(session: Session, cast: Cast) -> None:
    other = hall(session, "lain", prefix="lain-")
    with pytest.raises(NotFoundError):
        criteria_edits.replace(session, by("panitia", NOW), other.exhibition.id, "nihil", IGA_2023)


def test_it_costs_the_same_queries_for_three_and_for_fifteen(session: Session, cast: Cast) -> None:
    counts = []
    for number in (3, 15):
        change(session, cast, [])
        wanted = [CriterionRow("", f"Kriteria {n}", "", 600) for n in range(number)]
        session.commit()
        seen: list[str] = []
        engine = session.get_bind()

        def note(*arguments: object, seen: list[str] = seen) -> None:
            seen.append(str(arguments[2]))

        event.listen(engine, "before_cursor_execute", note)
        change(session, cast, wanted)
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len([statement for statement in seen if statement.lstrip().startswith("SELECT")]))
    assert counts[0] == counts[1]
