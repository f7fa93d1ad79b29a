"""Objections and corrections: the window, lateness, answers that stay, counts, the ledger, and who is forgotten."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from showcase.database import db, transaction
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition, PhaseChange
from showcase.kernel import ledger
from showcase.kernel.errors import NotFoundError
from showcase.kernel.tables import AuditEvent, BallotRecord
from showcase.objections import queries as objection_lists
from showcase.objections.actions import corrections, objections
from showcase.objections.actions.corrections import Typed
from showcase.objections.actions.objections import Told
from showcase.objections.rules import NotPublishedError, ObjectionInvalidError, ObjectionMovedError, Outcome
from showcase.objections.tables import Objection
from showcase.privacy.actions import retention
from showcase.results.tables import Snapshot
from tests.factories import NOW, Cast, by, hall

pytestmark = pytest.mark.both_engines
END = NOW + timedelta(days=3)
WHO = by("panitia", NOW)
RIGHT = Typed("Juara 2 adalah Kecamatan Awayan.", "Salah ketik nama.", None, understood=True)


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    with app.app_context():
        with transaction() as session:
            made = hall(session, phase=Phase.FINAL, ends_on=NOW.date())
        yield made


@pytest.fixture
def shown(cast: Cast) -> Cast:
    with transaction() as session:
        session.get_one(Exhibition, cast.exhibition.id).phase = Phase.PUBLISHED
        for phase, at in (("final", NOW - timedelta(days=2)), ("published", NOW - timedelta(days=1))):
            moved = {"previous": "x", "phase": phase, "reason": "Sah", "actor": "panitia"}
            session.add(PhaseChange(exhibition_id=cast.exhibition.id, at=at, **moved))
    return cast


def window(until: datetime | None = END, how: str = "Ruang 2", now: datetime = NOW) -> None:
    with transaction() as session:
        objections.state_window(session, by("panitia", now), "pameran", until, how)


def record(key: str = "1", *, about: str = "", at: datetime | None = None, now: datetime = NOW, **texts: str) -> int:
    came = {"name": "Siti Aminah", "reach": "0812-3456", "words": "Nilai kami kurang.", **texts}
    with transaction() as session:
        told = Told(came["name"], came["reach"], about, came["words"], at)
        return objections.record(session, by("panitia", now), "pameran", told, form_key=key * 32)


def answer(number: int, outcome: str = "refused", *, seen: int = 0, reason: str = "Sudah diperiksa.") -> None:
    with transaction() as session:
        objections.answer(session, WHO, "pameran", number, outcome, reason, seen=seen)


def faults(call: object, *args: object, **values: object) -> dict[str, str]:
    with pytest.raises(ObjectionInvalidError) as refused:
        call(*args, **values)  # type: ignore[operator]
    return dict(refused.value.fields)


def desk(state: str = "", page: int = 1) -> objection_lists.Desk:
    db.session.rollback()
    session = db.session()
    row = session.scalars(select(Exhibition)).one()
    return objection_lists.desk(session, row, state, page)


def test_the_window_is_stated_before_or_after_and_every_change_is_on_record(cast: Cast) -> None:
    window()
    window(END, "Ruang 2")
    window(END + timedelta(days=1), "Ruang 3")
    lines = db.session().scalars(select(AuditEvent).where(AuditEvent.action == "objection.window")).all()
    assert [line.after.get("objections_how") for line in lines] == ["Ruang 2", "Ruang 3"]
    window(None, "")
    assert db.session().scalars(select(Exhibition.objections_until)).one() is None


def test_a_window_that_is_over_or_has_no_way_in_is_refused(shown: Cast) -> None:
    assert faults(window, NOW) == {"until": "end-past"}
    assert faults(window, NOW + timedelta(days=400)) == {"until": "end-far"}
    assert faults(window, END, "  ") == {"how": "text-needed"}
    assert faults(window, END, "x" * 1001) == {"how": "text-long"}
    assert faults(window, END, "a\x00") == {"how": "text-invalid"}
    assert faults(window, None, "Ruang 2") == {"until": "text-needed"}
    window()
    assert faults(window, None, "") == {"until": "end-stands"}
    # Once it is over, its words may be mended; its end stays, or moves to what is still to come.
    window(END, "Ruang 9", END + timedelta(days=1))
    assert faults(window, END - timedelta(hours=1), "Ruang 9", END) == {"until": "end-past"}


def test_nothing_is_recorded_before_publication(cast: Cast) -> None:
    with pytest.raises(NotPublishedError):
        record()
    with pytest.raises(NotPublishedError), transaction() as session:
        corrections.record(session, WHO, "pameran", RIGHT, form_key="c" * 32)


def test_late_ones_are_kept_and_marked(shown: Cast) -> None:
    window()
    assert record("1", at=END - timedelta(seconds=1), now=END + timedelta(days=2)) == 1
    assert record("2", at=END, now=END + timedelta(days=2)) == 2
    assert [(line.number, line.late) for line in desk().lines] == [(2, True), (1, False)]
    # An end that moves on takes the mark away; one that is moved forward gives nobody a mark.
    window(END + timedelta(days=9), now=END + timedelta(days=2))
    assert [line.late for line in desk().lines] == [False, False]
    window(END + timedelta(days=3), now=END + timedelta(days=2))
    assert [line.late for line in desk().lines] == [False, False]


def test_what_came_in_is_checked_field_by_field(shown: Cast) -> None:
    assert faults(record, name=" ", words="") == {"name": "text-needed", "words": "text-needed"}
    assert faults(record, reach="x" * 201) == {"reach": "text-long"}
    for about in ("entry:tidak-ada", "category:tidak-ada", "lain"):
        assert faults(record, about=about) == {"about": "choice-needed"}
    assert faults(record, at=NOW + timedelta(minutes=1)) == {"received_at": "received-future"}
    assert faults(record, at=NOW - timedelta(days=3)) == {"received_at": "received-early"}
    assert desk().counts.received == 0


def test_numbers_follow_and_a_form_counts_once(shown: Cast) -> None:
    assert [record("1", about="entry:skpd-1"), record("2", about="category:skpd"), record("1")] == [1, 2, 1]
    lines = desk().lines
    assert [(line.entry, line.category) for line in lines] == [("", "Skpd"), ("Skpd 1", "")]
    assert not any(line.late for line in lines), "without a window nothing is late"


def test_an_answer_stays_and_the_latest_counts(shown: Cast) -> None:
    for key in "123":
        record(key)
    answer(1, "refused")
    answer(1, "accepted", seen=1, reason="Ternyata benar.")
    answer(2, "withdrawn")
    found = desk().counts
    assert (found.received, found.answered, found.waiting) == (3, 2, 1)
    assert found.by_outcome == {Outcome.ACCEPTED: 1, Outcome.REFUSED: 0, Outcome.WITHDRAWN: 1}
    assert [line.number for line in desk("waiting").lines] == [3]
    assert [(line.number, line.reason) for line in desk("accepted").lines] == [(1, "Ternyata benar.")]
    _, answers = objection_lists.one(db.session(), db.session().scalars(select(Exhibition)).one(), 1)
    assert [one.outcome for one in answers] == [Outcome.REFUSED, Outcome.ACCEPTED]
    assert objection_lists.waiting(db.session(), shown.exhibition.id) == 1


def test_an_answer_needs_an_outcome_a_reason_and_what_stands_now(shown: Cast) -> None:
    record()
    assert faults(answer, 1, "", reason=" ") == {"outcome": "choice-needed", "reason": "reason-needed"}
    answer(1)
    with pytest.raises(ObjectionMovedError):
        answer(1, "accepted", seen=0)
    with pytest.raises(NotFoundError):
        answer(2)
    assert desk().counts.by_outcome[Outcome.REFUSED] == 1


def test_another_exhibitions_objection_is_not_found(shown: Cast) -> None:
    record()
    with transaction() as session:
        other = hall(session, "lain", prefix="l", phase=Phase.PUBLISHED).exhibition.id
    with pytest.raises(NotFoundError), transaction() as session:
        objections.answer(session, WHO, "lain", 1, "refused", "Ya", seen=0)
    assert objection_lists.counts(db.session(), other).received == 0


def test_many_come_in_pages(shown: Cast) -> None:
    with transaction() as session:
        for number in range(1, 121):
            fields = {"name": "A", "reach": "", "words": "W", "is_late": False, "recorded_by": "p"}
            own = {"exhibition_id": shown.exhibition.id, "number": number, "form_key": f"{number:032}"}
            session.add(Objection(**own, **fields, received_at=NOW, recorded_at=NOW))
    found = desk(page=99)
    assert (found.page, found.pages, len(found.lines), found.lines[-1].number) == (3, 3, 20, 1)


KEPT = [column.name for column in Objection.__table__.columns if column.name not in {"name", "reach"}]
CHANGED = {
    **dict.fromkeys(("id", "exhibition_id", "number", "entry_id"), "id + 7"),
    "category_id": "1",
    "words": "'x'",
    "received_at": "'2020-01-01 00:00:00+00'",
    "recorded_at": "'2020-01-01 00:00:00+00'",
    "is_late": "NOT is_late",
    "recorded_by": "'x'",
    "form_key": "'x'",
}
TABLES = ("objection", "objection_answer", "result_correction")


@pytest.mark.parametrize(
    "statement",
    [
        *(f"DELETE FROM {table}" for table in TABLES),
        *(f"UPDATE objection SET {name} = {CHANGED[name]}, name = '', reach = ''" for name in KEPT),
        "UPDATE objection SET name = 'Orang lain'",
        "UPDATE objection SET name = ''",
        "UPDATE objection_answer SET reason = 'x'",
        "UPDATE result_correction SET words = 'x'",
    ],
)
def test_the_database_refuses_what_must_never_happen(shown: Cast, statement: str) -> None:
    record()
    answer(1)
    with transaction() as session:
        corrections.record(session, WHO, "pameran", RIGHT, form_key="c" * 32)
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(statement))
    assert desk().lines[0].name == "Siti Aminah"


def test_a_correction_stands_beside_the_result_and_in_the_ledger(shown: Cast) -> None:
    with transaction() as session:
        values = {"kind": "final", "bundle": "{}", "result": "{}", "sha256": "a" * 64}
        session.add(Snapshot(exhibition_id=shown.exhibition.id, at=NOW, **values))
    record()
    answer(1, "accepted")
    cause = Typed(RIGHT.words, RIGHT.reason, 1, understood=True)
    for _ in range(2):
        with transaction() as session:
            assert corrections.record(session, WHO, "pameran", cause, form_key="c" * 32) == 1
    session = db.session()
    (found,) = corrections.listed(session, shown.exhibition.id)
    assert (found.words, found.reason, found.objection) == (RIGHT.words, RIGHT.reason, 1)
    line = session.get_one(BallotRecord, (shown.exhibition.id, found.ledger_seq))
    assert line.type == "CORRECTION"
    sealed = '{"reason":"Salah ketik nama.","words":"Juara 2 adalah Kecamatan Awayan."}'
    assert json.loads(line.body) == {"correction": 1, "text": hashlib.sha256(sealed.encode()).hexdigest()}
    assert ledger.fault(session, shown.exhibition.id) is None
    assert session.scalars(select(Snapshot.result)).one() == "{}"


def test_a_correction_is_refused_in_words_for_every_field(shown: Cast) -> None:
    record()
    with pytest.raises(ObjectionInvalidError) as refused, transaction() as session:
        corrections.record(session, WHO, "pameran", Typed("", "", 1, understood=False), form_key="c" * 32)
    needed = {"words": "text-needed", "reason": "text-needed"}
    assert refused.value.fields == {**needed, "objection": "choice-needed", "understood": "confirm-needed"}
    assert ledger.head(db.session(), shown.exhibition.id) is None


def test_nobody_reads_of_objections_where_none_were_spoken_of(shown: Cast) -> None:
    row = db.session().scalars(select(Exhibition)).one()
    assert objection_lists.public(db.session(), row, now=NOW) is None
    db.session.rollback()
    window()
    row = db.session().scalars(select(Exhibition)).one()
    notices = [objection_lists.public(db.session(), row, now=now) for now in (END - timedelta(seconds=1), END)]
    assert [notice and notice.is_open for notice in notices] == [True, False]


def test_the_audit_log_names_nobody(shown: Cast) -> None:
    window()
    record()
    answer(1, reason="Siti keliru.")
    lines = db.session().scalars(select(AuditEvent)).all()
    assert {"objection.window", "objection.record", "objection.answer"} == {line.action for line in lines}
    told = " ".join(f"{line.subject} {line.before} {line.after} {line.reason}" for line in lines)
    assert "Siti" not in told
    assert "0812" not in told
    assert "Nilai kami" not in told


def test_names_and_contacts_go_with_the_key_or_after_it(shown: Cast) -> None:
    due = NOW + timedelta(days=200)
    for key in "12":
        record(key)
        assert [slug for slug, _ in retention.overdue(db.session(), now=due)] == ["pameran"]
        db.session.rollback()
        with transaction() as session:
            assert retention.purge(session, by("panitia", due), "pameran").objectors == 1
        assert retention.overdue(db.session(), now=due) == []
        db.session.rollback()
    assert [(line.name, line.reach, line.words) for line in desk().lines] == [("", "", "Nilai kami kurang.")] * 2
    lines = db.session().scalars(select(AuditEvent.after).where(AuditEvent.action == "privacy.purge")).all()
    assert [line["objectors"] for line in lines] == [1, 1]


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_replaced_or_truncated_either(shown: Cast, table: str) -> None:
    record()
    answer(1)
    with transaction() as session:
        corrections.record(session, WHO, "pameran", RIGHT, form_key="c" * 32)
    replace = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    is_sqlite = db.engine.dialect.name == "sqlite"
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(replace if is_sqlite else f"TRUNCATE {table} CASCADE"))
