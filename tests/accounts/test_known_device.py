"""Tries at a password: a device that has signed in before has its own, strangers share one allowance."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from showcase.accounts.actions import accounts, sessions
from showcase.accounts.tables import LoginAttempt
from showcase.database import db, transaction
from showcase.kernel.roles import Role
from tests.factories import PASSWORD, by, hall
from tests.signing_in import csrf, post, sign_in

WRONG = "salah-sekali"


@pytest.fixture(autouse=True)
def cast(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        hall(session)


@pytest.fixture
def own(client: FlaskClient) -> FlaskClient:
    """A device that was signed in once, and out again."""
    sign_in(client, "juri1")
    post(client, "/logout", {}, form="/jury")
    return client


def exhausted(app: Flask, username: str = "juri1") -> None:
    """Strangers have used up their tries of this account."""
    with app.app_context(), transaction() as session:
        for _ in range(10):
            sessions.attempt(session, username, now=datetime.now(UTC))


def test_strangers_keep_nobody_out_who_has_signed_in_before(app: Flask, own: FlaskClient) -> None:
    exhausted(app)
    assert sign_in(app.test_client(), "juri1").status_code == 429
    assert sign_in(own, "juri1").status_code == 303


def test_a_known_device_has_ten_tries_and_no_more(app: Flask, own: FlaskClient) -> None:
    answers = [sign_in(own, "juri1", WRONG).status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]
    # And takes none from others.
    assert sign_in(app.test_client(), "juri1").status_code == 303


def test_a_device_is_known_to_its_own_account_only(app: Flask, own: FlaskClient) -> None:
    exhausted(app, "juri2")
    assert sign_in(own, "juri2").status_code == 429


def test_the_cookie_opens_nothing_and_survives_signing_out(own: FlaskClient) -> None:
    cookie = own.get_cookie("known")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")
    assert own.get("/jury").status_code == 302
    assert PASSWORD not in cookie.value


@pytest.mark.parametrize("value", ["", "x", "WyJ4IiwgW1siMSIsICJ4Il1dXQ.forged", "a" * 3000])
def test_a_forged_cookie_is_none(app: Flask, value: str) -> None:
    exhausted(app)
    forger = app.test_client()
    forger.set_cookie("known", value)
    assert sign_in(forger, "juri1").status_code == 429


def test_a_new_password_ends_it(app: Flask, own: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        now = datetime.now(UTC)
        password = accounts.reset_password(session, by("panitia", now), "juri1", role=Role.JUROR)
    exhausted(app)
    assert sign_in(own, "juri1", password).status_code == 429


def test_who_chooses_a_new_password_stays_known(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "juri1")
    new = "lebih-panjang-lagi"
    assert post(client, "/account/password", {"current": PASSWORD, "new": new}).status_code == 303
    post(client, "/logout", {}, form="/jury")
    exhausted(app)
    assert sign_in(client, "juri1", new).status_code == 303


def test_one_browser_is_one_device_for_several_accounts(app: Flask, own: FlaskClient) -> None:
    for name in ("juri2", "panitia"):
        sign_in(own, name)
        own.delete_cookie("staff")
        exhausted(app, name)
    exhausted(app, "juri1")
    for name in ("juri1", "juri2", "panitia"):
        assert sign_in(own, name).status_code == 303
        own.delete_cookie("staff")


def test_strangers_dont_use_up_what_a_signed_in_person_has(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "juri1")
    exhausted(app)
    changed = post(client, "/account/password", {"current": PASSWORD, "new": "lebih-panjang-lagi"})
    assert changed.status_code == 303


def test_codes_of_strangers_and_of_known_devices_are_counted_apart(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        now = datetime.now(UTC)
        account_id = accounts.of_role(session, "juri1", Role.JUROR)
        for _ in range(10):
            sessions.attempt_code(session, account_id, now=now)
        with pytest.raises(sessions.TooManyLoginsError):
            sessions.attempt_code(session, account_id, now=now)
        sessions.attempt_code(session, account_id, now=now, device="meja")
        sessions.attempt(session, "juri1", now=now)


@pytest.mark.both_engines
def test_tries_of_former_days_are_deleted(app: Flask) -> None:
    now = datetime.now(UTC)
    with app.app_context(), transaction() as session:
        session.add_all(LoginAttempt(username_hash="x", at=now - timedelta(days=2)) for _ in range(25))
        session.add(LoginAttempt(username_hash="x", at=now - timedelta(hours=23)))
    for _ in range(2):
        with app.app_context(), transaction() as session:
            sessions.attempt(session, "tidakada", now=now)
    with app.app_context():
        assert db.session().scalar(select(func.count(LoginAttempt.id))) == 3


def test_the_form_says_nothing_of_it(app: Flask, own: FlaskClient) -> None:
    assert csrf(own, "/login")
    known, stranger = sign_in(own, "juri1", WRONG).text, sign_in(app.test_client(), "juri1", WRONG).text
    assert known.partition("csrf_token")[0] == stranger.partition("csrf_token")[0]
