"""Entering with a juror's card: the PIN's tries, fixation, replacement, and secrets that stay secret."""

import logging
import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from showcase.accounts.actions import accounts
from showcase.accounts.actions.cards import Blank
from showcase.accounts.tables import JurorCard, StaffSession
from showcase.database import db, transaction
from showcase.kernel import passwords, work_queues
from showcase.kernel.roles import Role
from showcase.kernel.tables import AuditEvent
from tests.carded import enter, issue, wrong
from tests.factories import NOW, Cast, by, hall
from tests.signing_in import csrf, post, sign_in

pytestmark = pytest.mark.both_engines
THREADS = 24


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


@pytest.fixture
def card(app: Flask, cast: Cast) -> Blank:
    return issue(app, cast.jurors[0].id)


def test_card_and_pin_open_the_jurors_list(client: FlaskClient, card: Blank) -> None:
    page = client.get(f"/jury/enter/{card.secret}")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert 'name="referrer" content="strict-origin"' in page.text
    answer = enter(client, card)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/jury")
    assert "Juri1" in client.get("/jury").text


@pytest.mark.parametrize("typed", ["{0}-{1}", "{0} {1}", " {0}{1} "])
def test_a_pin_may_be_typed_as_it_is_printed(client: FlaskClient, card: Blank, typed: str) -> None:
    assert enter(client, card, typed.format(card.pin[:3], card.pin[3:])).status_code == 303


def test_looking_consumes_nothing_and_signs_nobody_in(app: Flask, client: FlaskClient, card: Blank) -> None:
    for _ in range(8):
        assert client.get(f"/jury/enter/{card.secret}").status_code == 200
        assert client.head(f"/jury/enter/{card.secret}").status_code == 200
    assert client.get("/jury").status_code == 302
    with app.app_context():
        assert db.session().scalars(select(JurorCard.tries)).one() == 0
        assert not db.session().scalars(select(StaffSession)).all()


def test_five_wrong_pins_lock_the_card_until_another_is_issued(
    app: Flask, client: FlaskClient, cast: Cast, card: Blank
) -> None:
    answers = [enter(client, card, wrong(card)) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 401, 423]
    assert "Sisa 4 percobaan" in answers[0].text
    assert 'data-error="card-locked"' in answers[4].text
    assert "<form" not in client.get(f"/jury/enter/{card.secret}").text.split("<main")[1]
    refused = client.post(f"/jury/enter/{card.secret}", data={"csrf_token": csrf(client, "/login"), "pin": card.pin})
    assert refused.status_code == 423
    assert client.get("/jury").status_code == 302
    assert enter(client, issue(app, cast.jurors[0].id)).status_code == 303


def test_a_right_pin_frees_the_tries(client: FlaskClient, card: Blank) -> None:
    for _ in range(2):
        for _ in range(4):
            assert enter(client, card, wrong(card)).status_code == 401
        assert enter(client, card).status_code == 303


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "12 34 5", "1e4000"])
def test_what_is_no_pin_costs_no_try(app: Flask, client: FlaskClient, card: Blank, typed: str) -> None:
    assert enter(client, card, typed).status_code == 422
    with app.app_context():
        assert db.session().scalars(select(JurorCard.tries)).one() == 0


def test_never_more_than_five_checks_however_many_try_at_once(
    app: Flask, card: Blank, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks: list[str] = []

    def counted(password: str, kept: str | None) -> bool:
        checks.append(password)
        return False

    monkeypatch.setattr(passwords, "matches", counted)
    # Room for all of them in the queue: what is tested is the count.
    monkeypatch.setattr(work_queues.STAFF, "places", THREADS)
    path = f"/jury/enter/{card.secret}"
    clients = [app.test_client() for _ in range(THREADS)]
    tokens = [csrf(client, path) for client in clients]
    start = threading.Barrier(THREADS)
    statuses: list[int] = []

    def one(client: FlaskClient, token: str) -> None:
        start.wait()
        statuses.append(client.post(path, data={"csrf_token": token, "pin": card.pin}).status_code)

    threads = [threading.Thread(target=one, args=pair) for pair in zip(clients, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(checks) == 5
    assert set(statuses) <= {401, 423}
    assert statuses.count(401) == 4
    with app.app_context():
        assert db.session().scalars(select(JurorCard.tries)).one() == 5


def test_the_try_is_stored_before_the_pin_is_looked_at(
    app: Flask, client: FlaskClient, card: Blank, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> bool:
        raise RuntimeError("the hasher failed")

    monkeypatch.setattr(passwords, "matches", broken)
    assert enter(client, card).status_code == 500
    with app.app_context():
        assert db.session().scalars(select(JurorCard.tries)).one() == 1


def test_a_session_from_before_the_card_is_not_taken_over(app: Flask, client: FlaskClient, card: Blank) -> None:
    sign_in(client, "juri2")
    planted = client.get_cookie("staff")
    assert planted is not None
    assert enter(client, card).status_code == 303
    assert "Juri1" in client.get("/jury").text
    thief = app.test_client()
    thief.set_cookie("staff", planted.value)
    assert thief.get("/jury").status_code == 302


def test_another_card_revokes_the_old_one_and_ends_its_sessions_at_once(
    app: Flask, client: FlaskClient, cast: Cast, card: Blank
) -> None:
    enter(client, card)
    assert client.get("/jury").status_code == 200
    desk = app.test_client()
    sign_in(desk, "panitia")
    answer = post(desk, "/organizer/pameran/jurors/juri1/card", {}, form="/organizer/pameran/jurors/juri1")
    assert answer.mimetype == "application/pdf"
    assert client.get("/jury").status_code == 302
    assert client.get(f"/jury/enter/{card.secret}").status_code == 404
    data = {"csrf_token": csrf(client, "/login"), "pin": card.pin}
    assert client.post(f"/jury/enter/{card.secret}", data=data).status_code == 404
    with app.app_context():
        acts = db.session().scalars(select(AuditEvent.action).where(AuditEvent.subject == "juri1")).all()
    assert {"card.issue", "card.reissue"} <= set(acts)


def test_signing_out_and_disabling_end_a_cards_session(app: Flask, client: FlaskClient, card: Blank) -> None:
    enter(client, card)
    stolen = client.get_cookie("staff")
    assert stolen is not None
    post(client, "/logout", {}, form="/jury")
    thief = app.test_client()
    thief.set_cookie("staff", stolen.value)
    assert thief.get("/jury").status_code == 302
    enter(client, card)
    with app.app_context(), transaction() as session:
        accounts.set_active(session, by("t", NOW), "juri1", role=Role.JUROR, active=False)
    assert client.get("/jury").status_code == 302
    assert client.get(f"/jury/enter/{card.secret}").status_code == 404


def test_a_password_stays_possible_and_needs_no_change_for_a_card(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        made, _ = accounts.create(session, by("system", NOW), username="baru", name="Baru", role=Role.JUROR)
    assert enter(client, issue(app, made)).headers["Location"] == "/jury"
    issue(app, cast.jurors[0].id)
    assert sign_in(app.test_client(), "juri1").status_code == 303


def test_no_secret_is_stored_logged_or_shown_again(
    app: Flask, client: FlaskClient, card: Blank, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        row = db.session().scalars(select(JurorCard)).one()
        stored = " ".join(str(getattr(row, column.key)) for column in JurorCard.__table__.columns)
        told = " ".join(str(vars(event)) for event in db.session().scalars(select(AuditEvent)))
    assert card.secret not in stored + told
    assert row.pin_hash.startswith("$argon2id$")
    sign_in(client, "panitia")
    for path in ("/organizer/pameran/jurors", "/organizer/pameran/jurors/juri1"):
        html = client.get(path).text
        assert card.secret not in html
        assert card.pin not in html
    path = f"/jury/enter/{card.secret}"
    token = csrf(client, path)

    def broken(*args: object) -> bool:
        raise RuntimeError("the hasher failed")

    monkeypatch.setattr(passwords, "matches", broken)
    with caplog.at_level(logging.DEBUG):
        assert client.post(path, data={"csrf_token": token, "pin": card.pin}).status_code == 500
    logged = caplog.text + " ".join(str(vars(record)) for record in caplog.records)
    assert "the hasher failed" in logged
    assert card.secret not in logged
    assert card.pin not in logged
