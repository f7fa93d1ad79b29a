"""Editing entries beside others: what is merged, what clashes, and what the table stores all or nothing."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.entries.actions import edits as entry_edits
from showcase.entries.actions import entries
from showcase.entries.actions import table as entry_tables
from showcase.entries.actions.edits import FORM_FIELDS, EntryChangedError
from showcase.entries.actions.table import CellsRefusedError, RowEdit
from showcase.entries.queries import entries as entry_lists
from showcase.entries.queries.entries import Wanted
from showcase.entries.rules.changes import stamp
from showcase.entries.rules.entries import EntryJudgedError
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import Phase
from showcase.kernel.errors import NotFoundError
from showcase.kernel.tables import AuditEvent
from tests.factories import NOW, Cast, by, entry, hall, sheet

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(session: Session) -> Cast:
    made = hall(session)
    session.commit()
    return made


def form(session: Session, cast: Cast, slug: str = "skpd-1") -> tuple[dict[str, Any], str]:
    """What the form of the entry holds, and its stamp."""
    row = entries.of_slug(session, cast.exhibition.id, slug)
    values = {name: getattr(row, name) for name in FORM_FIELDS}
    return values, stamp(values, FORM_FIELDS)


def edit(session: Session, cast: Cast, typed: dict[str, Any], seen: str) -> None:
    entry_edits.edit(session, by("panitia", NOW), cast.exhibition.id, "skpd-1", typed, seen=seen)
    session.commit()


def test_two_people_change_different_fields_of_one_entry(session: Session, cast: Cast) -> None:
    mine, seen = form(session, cast)
    theirs, _ = form(session, cast)
    edit(session, cast, {**theirs, "aim": "dari orang lain"}, seen)
    edit(session, cast, {**mine, "benefit": "dari saya"}, seen)
    row = entries.of_slug(session, cast.exhibition.id, "skpd-1")
    assert (row.aim, row.benefit) == ("dari orang lain", "dari saya")


def test_the_same_field_is_told_and_a_second_save_decides(session: Session, cast: Cast) -> None:
    mine, seen = form(session, cast)
    edit(session, cast, {**mine, "aim": "orang lain", "outcome": "juga"}, seen)
    with pytest.raises(EntryChangedError) as changed:
        edit(session, cast, {**mine, "aim": "saya"}, seen)
    session.rollback()
    assert changed.value.clashes == {"aim": "orang lain"}
    assert (changed.value.values["aim"], changed.value.values["outcome"]) == ("saya", "juga")
    edit(session, cast, dict(changed.value.values), changed.value.seen)
    row = entries.of_slug(session, cast.exhibition.id, "skpd-1")
    assert (row.aim, row.outcome) == ("saya", "juga")


def test_an_entry_of_another_exhibition_is_not_found(session: Session, cast: Cast) -> None:
    other = hall(session, "lain", prefix="lain-")
    values, seen = form(session, cast)
    with pytest.raises(NotFoundError):
        entry_edits.edit(session, by("panitia", NOW), other.exhibition.id, "nihil", values, seen=seen)


def test_drafts_are_published_and_taken_back_together(session: Session, cast: Cast) -> None:
    slugs = ["skpd-1", "skpd-2", "nihil"]

    def set_to(status: Status) -> int:
        return entry_edits.set_status(session, by("panitia", NOW), cast.exhibition.id, slugs, status)

    assert (set_to(Status.DRAFT), set_to(Status.DRAFT), set_to(Status.PUBLISHED)) == (2, 0, 2)
    entries.withdraw(session, by("panitia", NOW, "mundur"), cast.exhibition.id, "skpd-1")
    assert set_to(Status.DRAFT) == 1
    assert entries.of_slug(session, cast.exhibition.id, "skpd-1").status is Status.WITHDRAWN


def test_what_was_scored_never_becomes_a_draft(session: Session, cast: Cast) -> None:
    sheet(session, cast.jurors[0], cast.entry("skpd-2"), cast.criteria["skpd"], 80, 80)
    with pytest.raises(EntryJudgedError) as refused:
        entry_edits.set_status(session, by("panitia", NOW), cast.exhibition.id, ["skpd-2"], Status.DRAFT)
    assert refused.value.details["booth"] == "A-02"


def table(session: Session, cast: Cast, **cells: dict[str, str]) -> dict[str, RowEdit]:
    """Rows as the page brings them back: every cell, some of them changed. Slugs with `_` for `-`."""
    rows = {row.slug: row for row in entry_tables.rows(session, cast.exhibition.id)}
    return {
        slug: RowEdit({**rows[slug].cells, **typed}, rows[slug].seen)
        for slug, typed in ((name.replace("_", "-"), typed) for name, typed in cells.items())
    }


def store(session: Session, cast: Cast, edits: dict[str, RowEdit], reason: str = "denah") -> int:
    return entry_tables.store(session, by("panitia", NOW, reason), cast.exhibition.id, edits)


def stored(session: Session, column: str) -> dict[str, Any]:
    session.expire_all()
    return {row.slug: getattr(row, column) for row in session.scalars(select(Entry))}


def test_changed_cells_only_are_stored_and_booths_may_swap(session: Session, cast: Cast) -> None:
    edits = table(
        session,
        cast,
        skpd_1={"booth": "A-02", "kind": "digital", "category_id": str(cast.categories[1].id)},
        skpd_2={"booth": "A-01", "status": "draft"},
        skpd_3={},
    )
    assert store(session, cast, edits) == 2
    session.commit()
    assert [stored(session, "booth")[slug] for slug in ("skpd-1", "skpd-2")] == ["A-02", "A-01"]
    row = entries.of_slug(session, cast.exhibition.id, "skpd-1")
    assert (row.kind, row.category_id) == ("digital", cast.categories[1].id)
    assert stored(session, "status")["skpd-2"] is Status.DRAFT
    subjects = list(session.scalars(select(AuditEvent.subject).where(AuditEvent.action == "entry.update")))
    assert subjects == ["skpd-1", "skpd-2"]


def test_one_wrong_cell_and_nothing_is_stored(session: Session, cast: Cast) -> None:
    sheet(session, cast.jurors[0], cast.entry("kecamatan-1"), cast.criteria["kecamatan"], 80, 80)
    session.commit()
    edits = table(
        session,
        cast,
        skpd_1={"name": "", "organisation": "Baru"},
        skpd_2={"organisation": "Baru"},
        skpd_3={"category_id": "x", "stage": "lain"},
        kecamatan_1={"category_id": str(cast.categories[0].id)},
        kecamatan_2={"status": "withdrawn", "booth": "B-03"},
    )
    with pytest.raises(CellsRefusedError) as refused:
        store(session, cast, edits)
    session.rollback()
    assert refused.value.cells == {
        ("skpd-1", "name"): "text-needed",
        ("skpd-3", "category_id"): "choice-needed",
        ("kecamatan-1", "category_id"): "category-fixed",
        ("kecamatan-2", "status"): "choice-needed",
        ("kecamatan-2", "booth"): "booth-taken",
        ("kecamatan-3", "booth"): "booth-taken",
    }
    assert set(stored(session, "organisation").values()) == {""}


def test_cells_that_others_changed_clash_only_where_both_did(session: Session, cast: Cast) -> None:
    edits = table(session, cast, skpd_1={"name": "Saya"}, skpd_2={"organisation": "Saya"})
    other = table(session, cast, skpd_1={"name": "Lain"}, skpd_2={"name": "Lain"})
    store(session, cast, other)
    session.commit()
    with pytest.raises(CellsRefusedError) as refused:
        store(session, cast, edits)
    session.rollback()
    assert refused.value.theirs == {("skpd-1", "name"): "Lain"}
    assert refused.value.cells == {("skpd-1", "name"): "cell-changed"}
    assert refused.value.rows["skpd-2"].cells["name"] == "Lain"
    assert store(session, cast, dict(refused.value.rows)) == 2
    session.commit()
    assert stored(session, "name")["skpd-1"] == "Saya"
    assert (stored(session, "name")["skpd-2"], stored(session, "organisation")["skpd-2"]) == ("Lain", "Saya")


def test_booths_in_the_table_want_a_reason_while_posters_hang(session: Session, cast: Cast) -> None:
    edits = table(session, cast, skpd_1={"booth": "Q-1"})
    with pytest.raises(CellsRefusedError) as refused:
        store(session, cast, edits, reason="")
    assert refused.value.cells == {entry_tables.REASON: "reason-needed"}
    cast.exhibition.phase = Phase.SETUP
    session.flush()
    assert store(session, cast, edits, reason="") == 1


def test_the_list_tells_what_is_missing_and_finds(session: Session, cast: Cast) -> None:
    entry(
        session,
        cast.categories[0],
        "lengkap",
        "C-01",
        summary="Tiga baris",
        stage="trial",
        organisation="Dinas Sosial",
        started=NOW.date(),
        status=Status.DRAFT,
    )
    session.flush()
    lines = {line.slug: line for line in entry_lists.lines(session, cast.exhibition.id)}
    assert (lines["lengkap"].filled, lines["skpd-1"].filled) == (4, 0)
    assert lines["lengkap"].lacks == {"photo"}

    def found(**wanted: str) -> list[str]:
        return [line.slug for line in entry_lists.chosen(list(lines.values()), Wanted(**wanted))]

    assert found(q="sosial DINAS") == ["lengkap"]
    assert found(status="draft") == ["lengkap"]
    assert found(category="kecamatan", lacking="summary") == ["kecamatan-1", "kecamatan-2", "kecamatan-3"]
    assert found(q=cast.codes["skpd-2"].lower()) == ["skpd-2"]
    assert len(found()) == 7
