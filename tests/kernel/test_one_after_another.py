"""Acts that come while another one is being stored, on PostgreSQL: each is judged by what stands when its turn comes.

SQLite needs no such test: there a transaction begins with the one write lock.
"""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from showcase.accounts.actions import accounts, sessions
from showcase.accounts.rules import LOGIN_FAILURES, LinkUsedError, TooManyLoginsError
from showcase.accounts.tables import Account
from showcase.anomalies.actions import flags
from showcase.anomalies.rules import Finding, Rule
from showcase.board import queries as board
from showcase.database import db, transaction
from showcase.entries.actions import edits, entries
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import DecidedError, Phase
from showcase.exhibitions.tables import Exhibition
from showcase.importing.actions import imports
from showcase.importing.actions.imports import Checked
from showcase.importing.actions.plans import ImportChangedError
from showcase.importing.rules.kinds import Kind
from showcase.innovators.actions import links
from showcase.innovators.actions.links import Given
from showcase.jury.actions import panels, recusals, sheets
from showcase.jury.actions.sheets import Draft
from showcase.jury.rules.scoring import SheetLockedError
from showcase.jury.tables import Recusal
from showcase.kernel import ledger
from showcase.kernel.roles import Role
from showcase.phases.actions import phases
from showcase.phases.rules import GapKind, GapsError
from showcase.results.tables import Snapshot
from tests.factories import NOW, Cast, by, hall, sheet
from tests.waiting import overtaken

pytestmark = pytest.mark.postgres
BY = by("panitia", NOW)


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        pair = {"juror_id": made.jurors[1].id, "entry_id": made.entry("skpd-2").id}
        session.add(Recusal(**pair, reason="satu kantor", at=NOW))
        return made


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
        session, BY, number, {"booth": "C-01", "name": "Baru", "category_id": 1}
    ),
    "update": lambda session, number: entries.update(session, BY, number, "skpd-1", {"name": "Lain"}),
    "withdraw": lambda session, number: entries.withdraw(session, BY.because("mundur"), number, "skpd-1"),
    "panel": lambda session, number: panels.assign_everybody(session, BY, number),
    "recusal": lambda session, number: recusals.undo(
        session, BY.because("keliru"), number, username="juri2", entry_slug="skpd-2"
    ),
    "draft": lambda session, number: edits.set_status(session, BY, number, ["skpd-3"], Status.DRAFT),
}


@pytest.mark.parametrize("act", LATE)
def test_nobody_changes_what_is_judged_while_the_result_is_being_fixed(app: Flask, cast: Cast, act: str) -> None:
    with pytest.raises(DecidedError):
        overtaken(app, fix, lambda session: LATE[act](session, cast.exhibition.id))


@pytest.fixture
def judged(app: Flask, cast: Cast) -> Cast:
    """A hall whose sheets are all there, but for the first juror's of `skpd-1`, and for the recused pair's."""
    with app.app_context(), transaction() as session:
        for juror in cast.jurors:
            for entry in cast.entries:
                if (juror, entry.slug) not in {(cast.jurors[0], "skpd-1"), (cast.jurors[1], "skpd-2")}:
                    criteria = cast.criteria[entry.slug.partition("-")[0]]
                    sheet(session, juror, entry, criteria, 80, 70 + entry.id)
        session.execute(update(Exhibition).values(phase=Phase.DELIBERATION))
    return cast


def move(session: Session) -> None:
    phases.move(session, BY.because("rapat"), current(session).id, Phase.FINAL, accept_gaps=True)


def score(session: Session, cast: Cast) -> None:
    draft = Draft({"kebaruan": "80", "kemanfaatan": "90"}, note="", version=0, submit=True)
    sheets.save(session, cast.jurors[0].id, cast.codes["skpd-1"], draft, now=NOW)


def test_no_sheet_is_stored_while_the_result_is_being_fixed(app: Flask, judged: Cast) -> None:
    with pytest.raises(SheetLockedError):
        overtaken(app, move, lambda session: score(session, judged))


def test_the_result_waits_for_a_sheet_that_is_being_stored(app: Flask, judged: Cast) -> None:
    overtaken(app, lambda session: score(session, judged), move)
    with app.app_context():
        kept = json.loads(db.session().scalars(select(Snapshot.bundle)).one())
    assert sum(len(group["sheets"]) for group in kept["categories"]) == 11


def notice(session: Session) -> int:
    entry = session.scalars(select(Entry.id)).first()
    found = Finding(Rule.BURST, entry, NOW, NOW, {"votes": 40, "usual": 1, "hall": 1}, tuple(range(1, 41)))
    return flags.keep(session, current(session).id, [found], now=NOW)


def test_the_result_is_not_fixed_over_an_anomaly_that_is_being_noticed(app: Flask, judged: Cast) -> None:
    def unaware(session: Session) -> None:
        phases.move(session, BY.because("rapat"), current(session).id, Phase.FINAL)

    with pytest.raises(GapsError) as refused:
        overtaken(app, notice, unaware)
    assert GapKind.ANOMALY in {gap.kind for gap in refused.value.gaps}


def test_no_anomaly_is_noticed_when_nobody_can_decide_it_any_more(app: Flask, judged: Cast) -> None:
    assert overtaken(app, move, notice) == 0
    with app.app_context():
        assert flags.waiting(db.session(), judged.exhibition.id) == 0


def test_nothing_is_imported_while_the_result_is_being_fixed(app: Flask, cast: Cast) -> None:
    found = checked(app, cast, [["A-01", "skpd", "Lain", "Dinas", ""]])
    with pytest.raises(DecidedError):
        overtaken(app, fix, lambda session: imports.run(session, BY, current(session), found))


def test_an_import_overwrites_nothing_that_its_preview_did_not_show(app: Flask, cast: Cast) -> None:
    found = checked(app, cast, [["A-01", "skpd", "Lain", "Dinas", ""]])
    with app.app_context():
        shown = imports.plan(db.session(), current(db.session()), found, now=NOW).fingerprint
    with pytest.raises(ImportChangedError):
        overtaken(
            app,
            lambda session: entries.update(session, BY, cast.exhibition.id, "skpd-1", {"name": "Dibetulkan"}),
            lambda session: imports.run(session, BY, current(session), found, expected=shown),
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
            sessions.attempt(session, "juri1", now=NOW)

    def guess(session: Session) -> int:
        return sessions.attempt(session, "juri1", now=NOW)

    with pytest.raises(TooManyLoginsError):
        overtaken(app, guess, guess)


def test_the_board_is_frozen_once(app: Flask, cast: Cast) -> None:
    def freeze(session: Session) -> None:
        board.freeze(session, BY.because("jeda"), "pameran")

    overtaken(app, freeze, freeze)
    with app.app_context():
        assert db.session.scalar(select(func.count(Snapshot.id))) == 1


def test_links_for_all_are_made_once(app: Flask, cast: Cast) -> None:
    def give(session: Session) -> list[Given]:
        return links.give(session, BY, cast.exhibition.id, only=None)

    assert overtaken(app, give, give) == []
