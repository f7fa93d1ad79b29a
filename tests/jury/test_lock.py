"""Locking a category: all or nothing, for good, with a receipt that anybody can check."""

import re
import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from showcase.database import db, transaction
from showcase.entries.rules.states import Status
from showcase.exhibitions.rules import Phase
from showcase.jury.actions import locks
from showcase.jury.rules.scoring import SheetState
from showcase.jury.tables import CategoryLock, Recusal, Score, Sheet
from showcase.kernel import ledger
from showcase.kernel.tables import AuditEvent
from tests.carded import enter, issue, wrong
from tests.factories import NOW, PASSWORD, Cast
from tests.jury.locking import LOCK, lines, lock, scored, states
from tests.signing_in import csrf, sign_in

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        return scored()


@pytest.fixture
def juror(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "juri1")
    return client


def test_all_sheets_stand_side_by_side_and_are_locked_together(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    html = juror.get(LOCK).text
    assert html.count("data-entry=") == 3
    assert "73,30" in html
    assert 'data-lock-state="ready"' in html
    assert lock(juror)[0] == 303
    assert states(app) == [SheetState.LOCKED] * 3
    assert [line["entry"] for line in lines(app, "SHEET_LOCKED")] == ["skpd-1", "skpd-2", "skpd-3"]
    with app.app_context():
        assert ledger.fault(db.session(), cast.exhibition.id) is None
        event = db.session().scalars(select(AuditEvent).where(AuditEvent.action == "sheets.lock")).one()
    assert (event.actor, event.after["sheets"]) == ("juri1", 3)
    assert 'data-lock-state="locked"' in juror.get(LOCK).text


def test_locking_asks_for_the_pin_of_who_has_a_card(app: Flask, cast: Cast, client: FlaskClient) -> None:
    card = issue(app, cast.jurors[0].id)
    enter(client, card)
    assert 'name="pin"' in client.get(LOCK).text
    assert lock(client, password=PASSWORD)[0] == 422
    status, html = lock(client, pin=wrong(card))
    assert status == 401
    assert "Sisa 4 percobaan" in html
    assert states(app) == [SheetState.SUBMITTED] * 3
    assert lock(client, pin=card.pin)[0] == 303
    assert states(app) == [SheetState.LOCKED] * 3


def test_five_wrong_pins_lock_the_card_and_no_sheet(app: Flask, cast: Cast, client: FlaskClient) -> None:
    card = issue(app, cast.jurors[0].id)
    enter(client, card)
    assert [lock(client, pin=wrong(card))[0] for _ in range(5)] == [401, 401, 401, 401, 423]
    assert lock(client, pin=card.pin)[0] == 423
    assert states(app) == [SheetState.SUBMITTED] * 3


def test_wrong_passwords_are_throttled_as_a_login_is(app: Flask, juror: FlaskClient) -> None:
    answers = [lock(juror, password="salah-sekali")[0] for _ in range(11)]
    assert answers == [401] * 10 + [429]
    assert lock(juror)[0] == 429
    assert states(app) == [SheetState.SUBMITTED] * 3


def test_a_missing_sheet_keeps_the_category_open_and_costs_no_try(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        row = session.scalars(select(Sheet).where(Sheet.entry_id == cast.entry("skpd-2").id)).one()
        row.state, row.submitted_at = SheetState.DRAFT, None
    html = juror.get(LOCK).text
    assert 'data-lock-state="open"' in html
    assert "Skpd 2" in html
    status, html = lock(juror, password="salah-sekali")
    assert status == 409
    assert 'data-error="sheets-open"' in html
    assert not lines(app, "SHEET_LOCKED")


@pytest.mark.parametrize("aside", ["recused", "withdrawn"])
def test_recused_and_withdrawn_entries_do_not_hold_it_up(
    app: Flask, cast: Cast, juror: FlaskClient, aside: str
) -> None:
    with app.app_context(), transaction() as session:
        entry = cast.entry("skpd-2")
        mine = select(Sheet.id).where(Sheet.entry_id == entry.id)
        session.execute(delete(Score).where(Score.sheet_id.in_(mine)))
        session.execute(delete(Sheet).where(Sheet.entry_id == entry.id))
        if aside == "recused":
            session.add(Recusal(juror_id=cast.jurors[0].id, entry_id=entry.id, reason="satu kantor", at=NOW))
        else:
            row = session.merge(entry)
            row.status, row.withdrawn_reason = Status.WITHDRAWN, "mundur"
    assert lock(juror)[0] == 303
    assert len(lines(app, "SHEET_LOCKED")) == 2


def test_locking_is_all_or_nothing(app: Flask, cast: Cast, juror: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    append, made = ledger.append, []

    def third_fails(*args: object, **more: object) -> object:
        made.append(args)
        if len(made) == 3:
            raise RuntimeError("the disk is full")
        return append(*args, **more)

    monkeypatch.setattr(ledger, "append", third_fails)
    assert lock(juror)[0] == 500
    assert states(app) == [SheetState.SUBMITTED] * 3
    assert not lines(app, "SHEET_LOCKED")
    with app.app_context():
        assert not db.session().scalars(select(CategoryLock)).all()
    monkeypatch.setattr(ledger, "append", append)
    assert lock(juror)[0] == 303


def test_two_taps_make_one_lock(app: Flask, juror: FlaskClient) -> None:
    token = csrf(juror, "/jury")
    cookie = juror.get_cookie("staff")
    assert cookie is not None
    start, answers = threading.Barrier(4), []

    def tap() -> None:
        client = app.test_client()
        client.set_cookie("staff", cookie.value)
        start.wait()
        answers.append(client.post(LOCK, data={"csrf_token": token, "password": PASSWORD}).status_code)

    threads = [threading.Thread(target=tap) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4
    assert len(lines(app, "SHEET_LOCKED")) == 3
    with app.app_context():
        assert len(db.session().scalars(select(CategoryLock)).all()) == 1


def test_nothing_changes_a_locked_sheet_by_any_route_or_verb(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    lock(juror)
    before = juror.get("/jury/receipt/skpd.json").text
    path = f"/jury/{cast.codes['skpd-1']}"
    token = csrf(juror, "/jury")
    version = re.search(r'name="version" value="(\d+)"', juror.get(path).text)
    assert version
    for action in ("save", "submit"):
        for number in (version[1], "0", "1"):
            data = {"csrf_token": token, "version": number, "action": action}
            data |= {"score.kebaruan": "1", "score.kemanfaatan": "1", "note": "x"}
            assert juror.post(path, data=data).status_code == 409
    for verb in ("put", "patch", "delete"):
        assert getattr(juror, verb)(path).status_code in {400, 405}
        assert getattr(juror, verb)(LOCK).status_code in {400, 405}
    assert juror.get("/jury/receipt/skpd.json").text == before


@pytest.mark.parametrize("act", ["score", "no-score", "more-scores", "note", "late-save", "draft"])
def test_the_database_itself_refuses_to_change_a_locked_sheet(
    app: Flask, cast: Cast, juror: FlaskClient, act: str
) -> None:
    lock(juror)
    sheet_id = select(Sheet.id).where(Sheet.entry_id == cast.entry("skpd-1").id).scalar_subquery()
    mine = Sheet.entry_id == cast.entry("skpd-1").id
    foreign = {"criterion_id": cast.criteria["kecamatan"][0].id, "max_centi": 10000, "value_centi": 1}
    made = {
        "more-scores": insert(Score).values(sheet_id=sheet_id, **foreign),
        "score": update(Score).where(Score.sheet_id == sheet_id).values(value_centi=100),
        "no-score": delete(Score).where(Score.sheet_id == sheet_id),
        "note": update(Sheet).where(mine).values(note="x"),
        "late-save": update(Sheet).where(mine).values(state=SheetState.SUBMITTED, row_version=Sheet.row_version + 1),
        "draft": update(Sheet).where(mine).values(state=SheetState.DRAFT, submitted_at=None),
    }
    with app.app_context():
        engine = db.engine
    with engine.connect() as connection, pytest.raises(DBAPIError, match="locked"):
        connection.execute(made[act])


def test_nothing_is_locked_once_the_result_is_fixed(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        session.merge(cast.exhibition).phase = Phase.FINAL
    assert lock(juror)[0] == 409
    assert 'data-lock-state="decided"' in juror.get(LOCK).text
    assert states(app) == [SheetState.SUBMITTED] * 3


def test_a_lock_takes_what_was_saved_until_then(app: Flask, cast: Cast) -> None:
    """The sheets are read again under the lock: an older picture of them is not what is sealed."""
    with app.app_context(), transaction() as session:
        session.execute(update(Score).values(value_centi=4200))
        found = locks.lock(session, cast.jurors[0].id, "skpd", now=NOW)
    assert {score for row in found.sheets for score in row.scores.values()} == {"42"}
