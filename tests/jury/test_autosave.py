"""Saving field by field: merged, in order, never twice, never over another device."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from showcase.categories.actions import criteria
from showcase.entries.tables import BoothCode
from showcase.exhibitions.rules import Phase
from showcase.jury.actions import autosave, sheets
from showcase.jury.actions.autosave import NOTE, Change, Merged, Patch
from showcase.jury.rules.criteria import SIMPLE_FIVE
from showcase.jury.rules.scoring import ScoresInvalidError, SheetLockedError
from showcase.jury.tables import Assignment, Criterion, Score
from showcase.printing.palette import Palette
from tests.factories import NOW, Cast, category, entry, hall

pytestmark = pytest.mark.both_engines
ENTRY = "skpd-1"


@pytest.fixture
def cast(session: Session) -> Cast:
    return hall(session)


def patch(device: str, number: int, submit: bool = False, **fields: tuple[str, str]) -> Patch:
    """`fields`: criterion -> (value, what the device believes to be stored)."""
    changes = {name: Change(value, frozenset({base})) for name, (value, base) in fields.items()}
    return Patch(device, number, changes, submit)


def merge(session: Session, cast: Cast, sent: Patch) -> Merged:
    return autosave.merge(session, cast.jurors[0].id, cast.codes[ENTRY], sent, now=NOW)


def scores(session: Session, cast: Cast) -> dict[str, str]:
    return dict(sheets.sheet_to_read(session, cast.jurors[0].id, cast.codes[ENTRY]).scores)


def test_fields_of_two_devices_are_merged(session: Session, cast: Cast) -> None:
    merge(session, cast, patch("phone", 1, kebaruan=("80", "")))
    told = merge(session, cast, patch("tablet", 1, kemanfaatan=("70", "")))
    assert told.conflicts == frozenset()
    assert told.view.version == 2
    assert scores(session, cast) == {"kebaruan": "80", "kemanfaatan": "70"}


def test_one_field_on_two_devices_is_a_conflict_and_the_rest_is_stored(session: Session, cast: Cast) -> None:
    merge(session, cast, patch("phone", 1, kebaruan=("85", "")))
    told = merge(session, cast, patch("tablet", 1, kebaruan=("80", ""), kemanfaatan=("70", "")))
    assert told.conflicts == {"kebaruan"}
    assert scores(session, cast) == {"kebaruan": "85", "kemanfaatan": "70"}
    settled = merge(session, cast, patch("tablet", 2, kebaruan=("80", "85")))
    assert settled.conflicts == frozenset()
    assert scores(session, cast)["kebaruan"] == "80"


def test_the_same_value_twice_is_no_conflict(session: Session, cast: Cast) -> None:
    merge(session, cast, patch("phone", 1, kebaruan=("80", "")))
    told = merge(session, cast, patch("tablet", 1, kebaruan=("80.0", "")))
    assert (told.conflicts, told.view.version) == (frozenset(), 1)


def test_a_doubled_and_a_late_request_change_nothing(session: Session, cast: Cast) -> None:
    first = patch("phone", 1, kebaruan=("80", ""))
    second = patch("phone", 2, kebaruan=("85", "80"))
    third = patch("phone", 3, kebaruan=("80", "85"))
    for sent in (first, second, third):
        merge(session, cast, sent)
    # 80 is stored again, so that the late second one would be taken if only values were compared.
    late = merge(session, cast, second)
    assert (late.conflicts, late.view.version) == (frozenset(), 3)
    assert merge(session, cast, third).view.version == 3
    assert scores(session, cast)["kebaruan"] == "80"


def test_an_answer_that_got_lost_is_no_conflict(session: Session, cast: Cast) -> None:
    merge(session, cast, patch("phone", 1, kebaruan=("80", "")))
    change = Change("85", frozenset({"", "80"}))
    told = merge(session, cast, Patch("phone", 2, {"kebaruan": change}, submit=False))
    assert told.conflicts == frozenset()
    assert scores(session, cast) == {"kebaruan": "85"}


def test_a_wrong_field_leaves_everything_as_it_was(session: Session, cast: Cast) -> None:
    with pytest.raises(ScoresInvalidError) as refused:
        merge(session, cast, patch("phone", 1, kebaruan=("101", ""), kemanfaatan=("70", ""), lain=("5", "")))
    assert refused.value.fields == {"kebaruan": "score-range", "lain": "unknown"}
    assert scores(session, cast) == {}


def test_notes_are_compared_too(session: Session, cast: Cast) -> None:
    merge(session, cast, Patch("phone", 1, {NOTE: Change("satu", frozenset({""}))}, submit=False))
    told = merge(session, cast, Patch("tablet", 1, {NOTE: Change("dua", frozenset({""}))}, submit=False))
    assert told.conflicts == {NOTE}
    assert told.view.note == "satu"


def test_submitting_takes_a_complete_sheet_without_conflict(session: Session, cast: Cast) -> None:
    merge(session, cast, patch("phone", 1, kebaruan=("80", "")))
    with pytest.raises(ScoresInvalidError, match="missing"):
        merge(session, cast, patch("phone", 2, submit=True))
    conflicting = patch("tablet", 1, submit=True, kebaruan=("70", ""), kemanfaatan=("60", ""))
    assert merge(session, cast, conflicting).view.state == "draft"
    assert merge(session, cast, patch("phone", 3, submit=True)).view.state == "submitted"


def test_a_submitted_sheet_is_improved_field_by_field_but_not_emptied(session: Session, cast: Cast) -> None:
    merge(session, cast, patch("phone", 1, submit=True, kebaruan=("80", ""), kemanfaatan=("70", "")))
    assert merge(session, cast, patch("phone", 2, kebaruan=("90", "80"))).view.state == "submitted"
    with pytest.raises(ScoresInvalidError, match="missing"):
        merge(session, cast, patch("phone", 3, kebaruan=("", "90")))
    assert scores(session, cast) == {"kebaruan": "90", "kemanfaatan": "70"}


def test_nothing_is_taken_after_the_end(session: Session, cast: Cast) -> None:
    cast.exhibition.phase = Phase.FINAL
    session.flush()
    with pytest.raises(SheetLockedError):
        merge(session, cast, patch("phone", 1, kebaruan=("80", "")))


def test_a_category_on_a_short_scale_takes_that_scale_only(session: Session, cast: Cast) -> None:
    group = category(session, cast.exhibition, "sekolah", Palette.TEAL, 9)
    session.execute(delete(Criterion).where(Criterion.category_id == group.id))
    criteria.fill(session, group.id, SIMPLE_FIVE)
    made = entry(session, group, "sekolah-1", "C-01")
    session.add(Assignment(juror_id=cast.jurors[0].id, entry_id=made.id))
    session.flush()
    code = session.scalars(select(BoothCode.code).where(BoothCode.entry_id == made.id)).one()
    with pytest.raises(ScoresInvalidError, match="score-range"):
        autosave.merge(session, cast.jurors[0].id, code, patch("phone", 1, kebaruan=("6", "")), now=NOW)
    told = autosave.merge(session, cast.jurors[0].id, code, patch("phone", 1, kebaruan=("4", "")), now=NOW)
    assert (told.view.total, told.view.criteria[0].choices) == ("24.00", ("1", "2", "3", "4", "5"))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(Score).where(Score.criterion_id == told.view.criteria[0].id).values(value_centi=50))


def test_the_device_silent_for_longest_is_forgotten_first(session: Session, cast: Cast) -> None:
    first = patch("device0", 1, kebaruan=("1", ""))
    merge(session, cast, first)
    for number in range(1, autosave.MOST_DEVICES):
        merge(session, cast, patch(f"device{number}", 1, kebaruan=(str(number + 1), str(number))))
    assert merge(session, cast, replace(first, number=1)).view.version == autosave.MOST_DEVICES
