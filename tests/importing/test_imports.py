"""Imports: what a plan says is what storing does, all of it or nothing, in few statements however many rows."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.app import create_app
from showcase.database import db
from showcase.entries.rules.states import Status
from showcase.entries.tables import BoothCode, Entry, Tally
from showcase.exhibitions.rules import DecidedError, Phase
from showcase.exhibitions.tables import Category, Exhibition
from showcase.importing.actions import imports
from showcase.importing.actions.imports import Imported
from showcase.importing.actions.plans import ImportChangedError, ImportRefusedError, State
from showcase.importing.rules.kinds import Kind
from showcase.jury.tables import Assignment
from showcase.kernel import passwords
from showcase.kernel.base import Base
from showcase.kernel.roles import Role
from showcase.kernel.tables import AuditEvent
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from tests.factories import NOW, Cast, by, hall, sheet

HEADER = ["booth", "category", "name", "organisation"]
JURORS = ["nama", "nama pengguna", "instansi", "kategori"]
BOTH = pytest.mark.both_engines


@pytest.fixture
def cast(session: Session) -> Cast:
    made = hall(session)
    session.commit()
    return made


def stored(
    session: Session,
    cast: Cast,
    rows: list[list[str]],
    header: list[str] = HEADER,
    kind: Kind = Kind.ENTRIES,
    **more: Any,
) -> Imported:
    """Import these rows, the first of which is row 2 of the sheet."""
    found = imports.checked(session, cast.exhibition.id, kind, header, list(enumerate(rows, 2)))
    done = imports.run(session, by("panitia", NOW), cast.exhibition, found, **more)
    session.commit()
    return done


def many(number: int, mark: str = "") -> list[list[str]]:
    return [
        [f"X-{place}", "skpd" if place % 2 else "kecamatan", f"Inovasi {place}{mark}", "Dinas"]
        for place in range(number)
    ]


def everything(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    tables = Base.metadata.sorted_tables
    return {table.name: sorted(map(tuple, session.execute(select(table))), key=repr) for table in tables}


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*given: Any) -> None:
        seen.append(given[2])

    bind = session.get_bind()
    event.listen(bind, "before_cursor_execute", note)
    yield seen
    event.remove(bind, "before_cursor_execute", note)


@BOTH
def test_new_changed_and_unchanged_rows(session: Session, cast: Cast) -> None:
    rows = [
        ["C-01", "SKPD", "Baru", "Dinas X"],
        ["a 01", "skpd", "Nama Lain", ""],
        ["B-02", "kecamatan", "Kecamatan 2", ""],
    ]
    rows[1][3] = rows[2][3] = "Dinas Y"
    cast.entry("kecamatan-2").organisation = "Dinas Y"
    session.commit()
    found = imports.checked(session, cast.exhibition.id, Kind.ENTRIES, HEADER, list(enumerate(rows, 2)))
    planned = imports.plan(session, cast.exhibition, found, now=NOW)
    assert [(change.row, change.key, change.state) for change in planned.changes] == [
        (2, "C-01", State.NEW),
        (3, "A-01", State.CHANGED),
        (4, "B-02", State.UNCHANGED),
    ]
    assert planned.changes[1].fields == (("name", "Skpd 1", "Nama Lain"), ("organisation", "", "Dinas Y"))
    assert stored(session, cast, rows, expected=planned.fingerprint) == Imported(1, 1, 1, ())
    made = session.scalars(select(Entry).where(Entry.booth == "C-01")).one()
    assert (made.slug, made.status, made.summary, made.created_at) == ("baru", Status.PUBLISHED, "", NOW)
    assert session.get(Tally, made.id) is not None
    assert session.scalar(select(func.count()).select_from(BoothCode).where(BoothCode.entry_id == made.id)) == 1
    changed = session.scalars(select(Entry).where(Entry.booth == "A-01")).one()
    assert (changed.name, changed.slug) == ("Nama Lain", "skpd-1")
    assert stored(session, cast, rows) == Imported(0, 0, 3, ())


@BOTH
def test_each_entry_and_the_import_itself_stand_in_the_audit_log(session: Session, cast: Cast) -> None:
    stored(session, cast, [["C-01", "skpd", "Baru", "X"], ["A-01", "skpd", "Lain", "Y"]])
    found = session.execute(select(AuditEvent.action, AuditEvent.subject, AuditEvent.before, AuditEvent.after))
    assert [tuple(row) for row in found] == [
        ("entry.create", "baru", {}, {"booth": "C-01", "name": "Baru"}),
        ("entry.update", "skpd-1", {"name": "Skpd 1", "organisation": ""}, {"name": "Lain", "organisation": "Y"}),
        ("jury.assign", "*", {}, {"added": 2}),
        ("entries.import", "pameran", {}, {"new": 1, "changed": 1, "unchanged": 0}),
    ]


@BOTH
@pytest.mark.parametrize("number", [300, pytest.param(5000, marks=pytest.mark.slow)])
def test_few_statements_for_many_rows(session: Session, cast: Cast, number: int) -> None:
    lots = -(-number // 1000)
    with statements(session) as seen:
        assert stored(session, cast, many(number)).created == number
    # PostgreSQL sends a lot in several messages, each of which counts. Who judges the new entries is four of them.
    allowed = 5 * lots + 16 if session.get_bind().dialect.name == "sqlite" else 60 * lots
    assert len(seen) <= allowed, len(seen)
    with statements(session) as seen:
        assert stored(session, cast, many(number, "!")).updated == number
    assert len(seen) <= allowed, len(seen)
    with statements(session) as seen:
        assert stored(session, cast, many(number, "!")).unchanged == number
    assert len(seen) <= 11, seen
    codes = session.scalars(select(BoothCode.code)).all()
    assert len(codes) == len(set(codes)) == number + 6


@BOTH
def test_a_category_stays_once_there_are_votes_or_sheets(session: Session, cast: Cast) -> None:
    ballots.cast(session, Act(cast.exhibition.id, cast.entry("skpd-1").id, "a" * 32, "k1", "0" * 32), now=NOW)
    sheet(session, cast.jurors[0], cast.entry("skpd-2"), cast.criteria["skpd"], 80, 80)
    session.commit()
    rows = [[f"A-0{number}", "kecamatan", f"Skpd {number}", "X"] for number in (1, 2, 3)]
    with pytest.raises(ImportRefusedError) as refused:
        stored(session, cast, rows)
    words = "this entry has votes or sheets already; its category can't change"
    assert [str(error) for error in refused.value.errors] == [f"row {row}: category: {words}" for row in (2, 3)]
    assert "suara atau lembar nilai" in refused.value.errors[0].told("id")
    session.rollback()
    assert stored(session, cast, rows[2:]).updated == 1


def test_all_errors_are_told_in_the_order_of_the_rows(session: Session, cast: Cast) -> None:
    sheet(session, cast.jurors[0], cast.entry("skpd-2"), cast.criteria["skpd"], 80, 80)
    rows = [["C-01", "", "x", "y"], ["A-02", "kecamatan", "x", "y"], ["C-02", "skpd", "", "y"]]
    with pytest.raises(ImportRefusedError) as refused:
        stored(session, cast, rows)
    assert [(error.row, error.column) for error in refused.value.errors] == [
        (2, "category"),
        (3, "category"),
        (4, "name"),
    ]


@BOTH
def test_what_changed_since_the_preview_is_refused(session: Session, cast: Cast) -> None:
    rows = [["A-01", "skpd", "Nama Lain", "X"]]
    found = imports.checked(session, cast.exhibition.id, Kind.ENTRIES, HEADER, [(2, rows[0])])
    seen = imports.plan(session, cast.exhibition, found, now=NOW).fingerprint
    cast.entry("skpd-1").name = "Diganti orang lain"
    session.commit()
    with pytest.raises(ImportChangedError):
        stored(session, cast, rows, expected=seen)
    session.rollback()
    session.add(
        Category(exhibition_id=cast.exhibition.id, slug="desa", name="Desa", palette=cast.categories[0].palette)
    )
    session.flush()
    with pytest.raises(ImportChangedError):
        imports.run(session, by("x", NOW), cast.exhibition, found)


def test_nothing_is_imported_after_the_decision(session: Session, cast: Cast) -> None:
    cast.exhibition.phase = Phase.FINAL
    with pytest.raises(DecidedError):
        stored(session, cast, many(1))


def test_progress_is_told_by_the_thousand(session: Session, cast: Cast) -> None:
    told: list[tuple[int, int]] = []
    stored(session, cast, many(2500), tell=lambda done, of: told.append((done, of)))
    assert told == [(1000, 2500), (2000, 2500), (2500, 2500)]


@BOTH
def test_jurors_get_accounts_and_categories(session: Session, cast: Cast) -> None:
    cast.entry("kecamatan-3").status = Status.DRAFT
    session.commit()
    rows = [
        ["Dr. Siti Aminah, M.Si.", "", "Universitas", "kecamatan"],
        ["Rahmat", "pak.rahmat", "", "semua"],
        ["Tanpa Kategori", "", "", ""],
    ]
    assert stored(session, cast, rows, JURORS, Kind.JURORS) == Imported(3, 0, 0, ())
    people = {row.username: row for row in session.scalars(select(Account).where(Account.id > cast.jurors[1].id + 1))}
    assert set(people) == {"siti.aminah", "pak.rahmat", "tanpa.kategori"}
    siti = people["siti.aminah"]
    assert (siti.role, siti.name, siti.organisation) == (Role.JUROR, "Dr. Siti Aminah, M.Si.", "Universitas")
    assert siti.password_is_temporary
    assert not passwords.matches("", siti.password_hash)
    assert assigned(session, siti) == {"kecamatan-1", "kecamatan-2"}
    assert len(assigned(session, people["pak.rahmat"])) == 5
    assert not assigned(session, people["tanpa.kategori"])
    # Once more: nobody is doubled, although two of them came without user names.
    assert stored(session, cast, rows, JURORS, Kind.JURORS) == Imported(0, 0, 3, ())


@BOTH
def test_a_juror_moves_to_other_categories_but_keeps_what_has_a_sheet(session: Session, cast: Cast) -> None:
    sheet(session, cast.jurors[0], cast.entry("skpd-1"), cast.criteria["skpd"], 80, 80)
    session.commit()
    rows = [["Juri Satu", "JURI1", "Kampus", "kecamatan"]]
    found = imports.checked(session, cast.exhibition.id, Kind.JURORS, JURORS, [(2, rows[0])])
    (change,) = imports.plan(session, cast.exhibition, found, now=NOW).changes
    assert (change.key, change.state) == ("juri1", State.CHANGED)
    assert change.fields == (
        ("name", "Juri1", "Juri Satu"),
        ("organisation", "", "Kampus"),
        ("categories", "Skpd, Kecamatan", "Kecamatan"),
    )
    assert stored(session, cast, rows, JURORS, Kind.JURORS) == Imported(0, 1, 0, ())
    assert assigned(session, cast.jurors[0]) == {"skpd-1", "kecamatan-1", "kecamatan-2", "kecamatan-3"}
    assert len(assigned(session, cast.jurors[1])) == 6


def test_staff_are_not_made_jurors(session: Session, cast: Cast) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        stored(session, cast, [["Ketua", "panitia", "", ""]], JURORS, Kind.JURORS)
    (wrong,) = refused.value.errors
    assert str(wrong) == "row 2: username: panitia is the user name of staff, not of a juror."
    assert wrong.told("id") == "nama pengguna panitia sudah dipakai petugas yang bukan juri."


def test_few_statements_for_many_jurors(session: Session, cast: Cast) -> None:
    rows = [[f"Juri Nomor {number}", "", "", "semua"] for number in range(60)]
    with statements(session) as few:
        stored(session, cast, rows[:2], JURORS, Kind.JURORS)
    with statements(session) as seen:
        assert stored(session, cast, rows, JURORS, Kind.JURORS).created == 58
    # The account's row and its line in the log are a statement each on SQLite; nothing else depends on the number.
    assert len(seen) - 2 * 58 <= len(few), (len(seen), len(few))


CELL = st.sampled_from(["", "skpd", "kecamatan", "A-01", "B-02", "Baru", "x" * 300, "a\x00b", "=1+1", "<b>", "ß"])


@pytest.mark.slow
@given(
    st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=1, max_size=5), st.sampled_from([Kind.ENTRIES, Kind.JURORS])
)
def test_a_refused_import_changes_no_row_of_any_table(
    database: Session, rows: list[tuple[str, ...]], kind: Kind
) -> None:
    owner = database.scalars(select(Exhibition)).one()
    before = everything(database)
    header = HEADER if kind is Kind.ENTRIES else JURORS
    found = imports.checked(database, owner.id, kind, header, list(enumerate(map(list, rows), 2)))
    with suppress(ImportRefusedError):
        imports.run(database, by("panitia", NOW), owner, found)
        # Not refused: what it stored is taken back, so that the next example finds the same hall.
        database.rollback()
    assert not database.new
    assert everything(database) == before
    database.rollback()


@pytest.fixture(scope="module")
def database(databases: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """One hall for all examples of a property."""
    with databases.fresh("sqlite", "empty", tmp_path_factory.mktemp("hall") / "data") as settings:
        app: Flask = create_app(settings)
        with app.app_context():
            with Session(db.engine, expire_on_commit=False) as opened:
                hall(opened)
                opened.commit()
                yield opened
            db.engine.dispose()


def assigned(session: Session, juror: Account) -> set[str]:
    rows = select(Entry.slug).join(Assignment, Assignment.entry_id == Entry.id).where(Assignment.juror_id == juror.id)
    return set(session.scalars(rows))
