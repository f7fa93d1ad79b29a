"""The audit log: it only grows, its pages are found by an index, and every action has words."""

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from showcase.accounts import queries as audit_log
from showcase.accounts.actions import accounts
from showcase.accounts.labels import ACTIONS, GROUPS
from showcase.accounts.queries import Wanted
from showcase.accounts.rules import UsernameTakenError
from showcase.database import db
from showcase.importing.actions import imports
from showcase.importing.rules.kinds import Kind
from showcase.kernel.act import Act
from showcase.kernel.roles import Role
from tests.factories import NOW, by, hall
from tests.recorded_acts import secrets_in

ROOMS = Path(__file__).parents[2] / "showcase"
ACTION = re.compile(r"[a-z-]+(\.[a-z_-]+)+")
# Constants of the same form that are no actions.
NO_ACTIONS = {"backup.zip", "manifest.json", "showcase.sqlite", "state.json"}
MANY = 100_000
both_engines = pytest.mark.both_engines


def recorded(session: Session, count: int = 1, **values: object) -> None:
    """Lines a minute apart."""
    for number in range(count):
        act = by(str(values.get("actor", "panitia")), NOW + timedelta(minutes=number))
        fields = {"action": "test.act", "subject": f"s{number}", **values}
        fields.pop("actor", None)
        act.record(session, **fields)  # type: ignore[arg-type]
    session.flush()


CHANGES = ("UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event")


@both_engines
@pytest.mark.parametrize("statement", CHANGES)
def test_nobody_changes_or_removes_a_line(session: Session, statement: str) -> None:
    recorded(session)
    session.commit()
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))
    session.rollback()
    assert [line.actor for line in audit_log.page(session, Wanted()).lines] == ["panitia"]


def test_a_line_is_not_replaced_on_sqlite(session: Session) -> None:
    recorded(session)
    session.commit()
    values = "(1, '2026-01-01', 'x', 'x', '', '{}', '{}', '')"
    columns = "(id, at, actor, action, subject, before, after, reason)"
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(f"INSERT OR REPLACE INTO audit_event {columns} VALUES {values}"))


@pytest.mark.postgres
def test_the_log_is_not_truncated_on_postgresql(session: Session) -> None:
    recorded(session)
    session.commit()
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text("TRUNCATE audit_event CASCADE"))


@both_engines
def test_pages_follow_one_another_without_gap_or_repetition(session: Session) -> None:
    recorded(session, 120)
    # In the same moment: the number decides.
    for number in range(5):
        recorded(session, subject=f"same{number}")
    seen: list[int] = []
    before: int | None = None
    for _ in range(4):
        page = audit_log.page(session, Wanted(), before=before)
        seen += [line.id for line in page.lines]
        before = page.older
        if before is None:
            break
    assert len(seen) == len(set(seen)) == 125
    moments = [line.at for line in audit_log.every(session, Wanted())]
    assert moments == sorted(moments, reverse=True)


@both_engines
def test_the_log_is_cut_by_person_kind_subject_and_days(session: Session) -> None:
    cast = hall(session)
    recorded(session, 3)
    recorded(session, actor="ketua", action="phase.move", subject="Pameran_100%", exhibition_id=cast.exhibition.id)

    def subjects(**wanted: object) -> list[str]:
        found = audit_log.page(session, Wanted(**wanted))  # type: ignore[arg-type]
        return sorted(line.subject for line in found.lines)

    assert subjects(actor="ketua") == ["Pameran_100%"]
    assert subjects(kinds=("phase", "board")) == ["Pameran_100%"]
    assert subjects(kinds=("pha",)) == []
    assert subjects(subject="pameran_100%") == ["Pameran_100%"]
    assert subjects(subject="%") == ["Pameran_100%"]
    assert subjects(since=NOW + timedelta(minutes=1), until=NOW + timedelta(minutes=2)) == ["s1"]
    (line,) = audit_log.page(session, Wanted(actor="ketua")).lines
    assert (line.exhibition, line.timezone) == ("pameran", "Asia/Makassar")


@both_engines
@pytest.mark.parametrize("name", ["system", "setup", "invitation", "innovator", "jadwal"])
def test_nobody_is_called_as_the_program_calls_itself(session: Session, name: str) -> None:
    """Else a person's acts would look like the program's own."""
    cast = hall(session)
    assert name in audit_log.actors(session)
    with pytest.raises(UsernameTakenError):
        accounts.create(session, by("system", NOW), username=name, name="Tamu", role=Role.VIEWER)
    rows = [(2, ["Tamu", name.title()])]
    found = imports.checked(session, cast.exhibition.id, Kind.JURORS, ["nama", "nama pengguna"], rows)
    errors = imports.plan(session, cast.exhibition, found, now=NOW).errors
    assert [error.code for error in errors] == ["username-other"]


def plan(connection: Connection, wanted: Wanted, session: Session, before: int | None = None) -> str:
    """How the database would answer."""
    if connection.dialect.name == "sqlite":
        dialect, explain = sqlite.dialect(), "EXPLAIN QUERY PLAN"
    else:
        dialect, explain = postgresql.dialect(), "EXPLAIN"
    made = audit_log.statement(session, wanted, before).compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    rows = connection.exec_driver_sql(f"{explain} {made}")
    return "\n".join(str(row[-1]) for row in rows)


@pytest.mark.slow
@both_engines
def test_a_page_of_a_hundred_thousand_lines_is_found_by_an_index(app: Flask, session: Session) -> None:
    _many(session)
    with app.app_context(), db.engine.connect() as connection:
        for wanted in (Wanted(), Wanted(actor="p7"), Wanted(since=NOW, until=NOW + timedelta(days=1))):
            for before in (None, 50_000):
                told = plan(connection, wanted, session, before)
                assert "ix_audit_event" in told, told
                assert not re.search(r"TEMP B-TREE|SCAN audit_event$|Seq Scan on audit_event|Sort", told), told
        assert "actor" in plan(connection, Wanted(actor="p7"), session)
    page = audit_log.page(session, Wanted(actor="p7"), before=50_000)
    assert len(page.lines) == audit_log.PAGE
    assert {line.actor for line in page.lines} == {"p7"}


def _many(session: Session) -> None:
    """A line a minute, of fifty people."""
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY})"
    at, actor = "strftime('%Y-%m-%d %H:%M:00.000000', '2025-12-01', '+' || i || ' minutes')", "'p' || (i - i / 50 * 50)"
    if session.get_bind().dialect.name == "postgresql":
        at = "timestamptz '2025-12-01 00:00Z' + i * interval '1 minute'"
    columns = "(at, actor, action, subject, before, after, reason)"
    values = f"SELECT {at}, {actor}, 'test.act', 's', '{{}}', '{{}}', '' FROM n"
    session.connection().exec_driver_sql(f"INSERT INTO audit_event {columns} {numbers} {values}")
    session.commit()
    session.connection().exec_driver_sql("ANALYZE")
    session.commit()


def test_every_action_of_every_use_case_has_words() -> None:
    wanted = set()
    for path in ROOMS.rglob("*.py"):
        source = path.read_text()
        if "services.act" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ACTION.fullmatch(node.value):
                wanted.add(node.value)
    absent = wanted - set(ACTIONS) - NO_ACTIONS
    assert not absent, f"give them words in showcase/accounts/labels.py: {sorted(absent)}"


def test_every_action_belongs_to_one_kind() -> None:
    kinds = [kind for _, several in GROUPS.values() for kind in several]
    assert len(kinds) == len(set(kinds))
    assert {action.partition(".")[0] for action in ACTIONS} == set(kinds)


def test_what_looks_like_a_secret_is_found() -> None:
    """The watch over all other tests sees what it should."""
    assert secrets_in({"password": "x"})
    assert secrets_in({"a": {"card_pin": "123456"}})
    assert secrets_in({"a": ["$argon2id$v=19$m=19456"]})
    assert secrets_in({"a": "kmtr-fawe-hybd-qozu"})
    assert secrets_in({"a": "JgWTX_0KUmohcMUXBrggREL9FIqAmjTA"})
    assert not secrets_in({"name": "Simandor BMD", "sha256": "ab" * 32, "required": True, "entries": 3})


def test_lines_of_the_future_and_the_past_keep_their_zone(session: Session) -> None:
    Act("x", datetime(1999, 1, 1, tzinfo=UTC)).record(session, "test.act")
    session.flush()
    (line,) = audit_log.page(session, Wanted()).lines
    assert line.at == datetime(1999, 1, 1, tzinfo=UTC)
