"""Acts that come while another one is being stored, on PostgreSQL: each is judged by what stands when its turn comes.

SQLite needs no such test: there a transaction begins with the one write lock.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from showcase.domain.accounts import LOGIN_FAILURES, LinkUsedError, Role, TooManyLoginsError
from showcase.domain.entries import Status
from showcase.domain.importing.kinds import Kind
from showcase.domain.phases import DecidedError, Phase
from showcase.extensions import db, transaction
from showcase.models import Account, Entry, Exhibition
from showcase.services import accounts, entries, entry_edits, imports, ledger, staff_sessions
from showcase.services.import_plans import ImportChangedError
from showcase.services.imports import Checked
from tests.factories import NOW, Cast, hall
from tests.waiting import overtaken

pytestmark = pytest.mark.postgres
BY = {"actor": "panitia", "now": NOW}


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


def fix(session: Session) -> None:
    """As a move to `final` does: the lock first, the phase at its end."""
    number = session.scalars(select(Exhibition.id)).one()
    ledger.hold(session, number)
    session.execute(update(Exhibition).values(phase=Phase.FINAL))


def current(session: Session) -> Exhibition:
    return session.scalars(select(Exhibition)).one()


def checked(app: Flask, cast: Cast, rows: list[list[str]]) -> Checked:
    header = ["booth", "category", "name", "organisation", "summary"]
    with app.app_context():
        return imports.checked(db.session(), cast.exhibition.id, Kind.ENTRIES, header, list(enumerate(rows, 2)))


LATE: dict[str, Callable[[Session, int], object]] = {
    "create": lambda session, number: entries.create(
        session, number, {"booth": "C-01", "name": "Baru", "category_id": 1}, **BY
    ),
    "update": lambda session, number: entries.update(session, number, "skpd-1", {"name": "Lain"}, **BY),
    "withdraw": lambda session, number: entries.withdraw(session, number, "skpd-1", reason="mundur", **BY),
    "draft": lambda session, number: entry_edits.set_status(session, number, ["skpd-3"], Status.DRAFT, **BY),
}


@pytest.mark.parametrize("act", LATE)
def test_no_entry_changes_while_the_result_is_being_fixed(app: Flask, cast: Cast, act: str) -> None:
    with pytest.raises(DecidedError):
        overtaken(app, fix, lambda session: LATE[act](session, cast.exhibition.id))


def test_nothing_is_imported_while_the_result_is_being_fixed(app: Flask, cast: Cast) -> None:
    found = checked(app, cast, [["A-01", "skpd", "Lain", "Dinas", ""]])
    with pytest.raises(DecidedError):
        overtaken(app, fix, lambda session: imports.run(session, current(session), found, **BY))


def test_an_import_overwrites_nothing_that_its_preview_did_not_show(app: Flask, cast: Cast) -> None:
    found = checked(app, cast, [["A-01", "skpd", "Lain", "Dinas", ""]])
    with app.app_context():
        shown = imports.plan(db.session(), current(db.session()), found, now=NOW).fingerprint
    with pytest.raises(ImportChangedError):
        overtaken(
            app,
            lambda session: entries.update(session, cast.exhibition.id, "skpd-1", {"name": "Dibetulkan"}, **BY),
            lambda session: imports.run(session, current(session), found, expected=shown, **BY),
        )
    with app.app_context():
        assert db.session().scalar(select(Entry.name).where(Entry.slug == "skpd-1")) == "Dibetulkan"


def test_a_set_up_link_makes_one_organizer(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        token = accounts.make_setup_link(session, now=NOW)

    def use(session: Session, username: str) -> None:
        accounts.set_up(session, token, username=username, name="", password="rahasia-ketua", now=NOW)

    with pytest.raises(LinkUsedError):
        overtaken(app, lambda session: use(session, "satu"), lambda session: use(session, "dua"))
    with app.app_context():
        made = select(func.count(Account.id)).where(Account.role == Role.ORGANIZER)
        assert db.session().scalar(made) == 2


def test_the_last_try_to_sign_in_is_one_try(app: Flask, cast: Cast) -> None:
    for _ in range(LOGIN_FAILURES - 1):
        with app.app_context(), transaction() as session:
            staff_sessions.attempt(session, "juri1", now=NOW)

    def guess(session: Session) -> int:
        return staff_sessions.attempt(session, "juri1", now=NOW)

    with pytest.raises(TooManyLoginsError):
        overtaken(app, guess, guess)
