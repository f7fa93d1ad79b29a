"""Numbering booths anew, in one go, on both engines."""

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from showcase.entries.actions import booths
from showcase.entries.actions import table as entry_tables
from showcase.entries.queries import catalogue, history
from showcase.entries.queries import entries as entry_lists
from showcase.entries.rules.booths import BoothsRefusedError
from showcase.entries.tables import BoothCode, Entry
from showcase.exhibitions.rules import DecidedError, Phase
from showcase.jury.actions import paper_sheets
from showcase.jury.queries import board, tours
from showcase.kernel.errors import ReasonNeededError
from showcase.kernel.tables import AuditEvent, Installation
from showcase.voting.queries import turnout
from tests.factories import NOW, Cast, by, entry, hall

pytestmark = pytest.mark.both_engines
SWAP = {"skpd-1": "A-02", "skpd-2": "A-01"}
RING = {"skpd-1": "A-02", "skpd-2": "A-03", "skpd-3": "A-01"}


@pytest.fixture
def cast(session: Session) -> Cast:
    made = hall(session)
    session.commit()
    return made


def numbers(session: Session) -> dict[str, str]:
    return {row.slug: row.booth for row in session.execute(select(Entry.slug, Entry.booth))}


def renumber(session: Session, cast: Cast, wanted: dict[str, str], reason: str = "denah berubah") -> object:
    seen = numbers(session)
    return booths.renumber(session, by("panitia", NOW, reason), cast.exhibition.id, wanted, seen)


@pytest.mark.parametrize("wanted", [SWAP, RING])
def test_swaps_and_rings_are_stored_and_codes_stay(session: Session, cast: Cast, wanted: dict[str, str]) -> None:
    before = session.scalar(select(Installation.generation))
    renumber(session, cast, wanted)
    session.commit()
    assert numbers(session) == {**{row.slug: row.booth for row in cast.entries}, **wanted}
    codes = {code.code for code in session.scalars(select(BoothCode).where(BoothCode.revoked_at.is_(None)))}
    assert codes == set(cast.codes.values())
    assert session.scalar(select(Installation.generation)) == (before or 0) + 1
    events = list(session.scalars(select(AuditEvent).order_by(AuditEvent.id)))
    assert {row.subject: row.after["booth"] for row in events} == wanted
    assert {row.reason for row in events} == {"denah berubah"}
    assert {move.entry: move.after for move in booths.renumbered_at(session, cast.exhibition.id, NOW)} == wanted


def test_a_number_used_twice_stores_nothing(session: Session, cast: Cast) -> None:
    before = numbers(session)
    with pytest.raises(BoothsRefusedError) as refused:
        renumber(session, cast, {"skpd-1": "B-01", "skpd-2": "A-09"})
    assert refused.value.fields == {"skpd-1": "booth-taken", "kecamatan-1": "booth-taken"}
    assert numbers(session) == before


def test_outside_of_setup_a_reason_is_asked_for(session: Session, cast: Cast) -> None:
    with pytest.raises(ReasonNeededError):
        renumber(session, cast, SWAP, " ")
    assert renumber(session, cast, {"skpd-1": "A-01"}, "") == ()
    cast.exhibition.phase = Phase.SETUP
    session.flush()
    assert renumber(session, cast, SWAP, "")
    cast.exhibition.phase = Phase.FINAL
    session.flush()
    with pytest.raises(DecidedError):
        renumber(session, cast, RING)


def test_another_exhibitions_booths_do_not_matter_and_stay(session: Session, cast: Cast) -> None:
    other = hall(session, "lain", prefix="lain-")
    other.entries[0].slug = "milik-lain"
    session.commit()
    renumber(session, cast, {"skpd-1": "C-01", "milik-lain": "X-01"})
    rows = session.scalars(select(Entry).where(Entry.exhibition_id == other.exhibition.id).order_by(Entry.booth))
    assert [row.booth for row in rows] == ["A-01", "A-02", "A-03", "B-01", "B-02", "B-03"]


def test_three_hundred_take_a_handful_of_statements(session: Session, cast: Cast, app: Flask) -> None:
    for number in range(294):
        entry(session, cast.categories[0], f"banyak-{number:03}", f"C-{number:03}")
    session.commit()
    slugs = sorted(slug for slug in numbers(session) if slug.startswith("banyak"))
    ring = {slug: f"C-{(number + 1) % 294:03}" for number, slug in enumerate(slugs)}
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        renumber(session, cast, ring)
        session.flush()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert {slug: booth for slug, booth in numbers(session).items() if slug in ring} == ring
    assert len([one for one in seen if not one.startswith("INSERT")]) <= 10, seen


def test_the_history_tells_it(session: Session, cast: Cast) -> None:
    renumber(session, cast, SWAP)
    session.commit()
    (step,) = history.steps(session, cast.exhibition.id, "skpd-1")
    assert (step.action, step.actor, step.reason) == ("entry.booth", "panitia", "denah berubah")
    assert [(change.field, change.before, change.after) for change in step.changes] == [("booth", "A-01", "A-02")]
    assert history.count(session, cast.exhibition.id, "skpd-3") == 0


def test_a_number_of_two_digits_comes_after_one_of_one(session: Session, cast: Cast) -> None:
    """Whoever walks, prints or judges meets A-2 before A-10, wherever a list goes by booth."""
    for slug, booth in (("skpd-1", "A-10"), ("skpd-2", "A-9"), ("skpd-3", "A-2")):
        cast.entry(slug).booth = booth
    session.commit()
    shown, wanted = cast.exhibition.id, ["A-2", "A-9", "A-10"]
    view = next(iter(catalogue.load(session).exhibitions.values()))
    lists = {
        "catalogue": [entry.booth for entry in view.entries],
        "entries": [line.booth for line in entry_lists.lines(session, shown)],
        "table": [row.cells["booth"] for row in entry_tables.rows(session, shown)],
        "booths": [line.booth for line in booths.lines(session, shown)],
        "turnout": [line.booth for line in turnout.booths(session, shown)],
        "board": [row.booth for row in board.board(session, shown).categories[0].rows],
        "tour": [task.booth for task in tours.tasks(session, cast.jurors[0].id)],
        "paper": [slip.booth for slip in paper_sheets.slips(session, shown)],
    }
    assert {name: found[:3] for name, found in lists.items()} == dict.fromkeys(lists, wanted)
