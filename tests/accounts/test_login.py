"""Signing in and out, and the one-time set-up link."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from showcase import database
from showcase.accounts.actions import accounts
from showcase.accounts.tables import Account, LoginAttempt, StaffSession
from showcase.database import db, transaction
from showcase.kernel import passwords
from showcase.kernel.roles import Role
from tests.factories import NOW, PASSWORD, account, by, hall
from tests.signing_in import csrf, post, sign_in


@pytest.fixture(autouse=True)
def cast(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        hall(session)


@pytest.mark.parametrize(("username", "page"), [("panitia", "/organizer"), ("juri1", "/jury"), (" JURI1 ", "/jury")])
def test_each_role_lands_on_its_own_page(client: FlaskClient, username: str, page: str) -> None:
    answer = sign_in(client, username)
    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    assert client.get(page).status_code == 200


def test_unknown_names_and_wrong_passwords_get_the_same_answer(client: FlaskClient) -> None:
    wrong, unknown = sign_in(client, "juri1", "salah-sekali"), sign_in(client, "tidakada", "salah-sekali")
    assert wrong.status_code == unknown.status_code == 401
    assert (
        wrong.text.replace("juri1", "x").partition("csrf_token")[0]
        == unknown.text.replace("tidakada", "x").partition("csrf_token")[0]
    )


@pytest.mark.parametrize("username", ["juri1", "tidakada"])
def test_ten_failures_in_five_minutes_are_enough(client: FlaskClient, username: str) -> None:
    answers = [sign_in(client, username, "salah-sekali").status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]
    refused = sign_in(client, username, PASSWORD)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"]
    assert sign_in(client, "juri2").status_code == 303


def test_a_try_is_on_record_before_the_password_is_looked_at(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> bool:
        raise RuntimeError("the hasher failed")

    monkeypatch.setattr("showcase.kernel.passwords.matches", broken)
    assert sign_in(client, "juri1").status_code == 500
    with app.app_context():
        assert db.session().scalar(select(func.count(LoginAttempt.id))) == 1


def test_no_voter_waits_while_a_password_is_looked_at(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    held = []
    right = passwords.matches

    def watched(password: str, kept: str | None) -> bool:
        held.append(database._writing.locked())
        return right(password, kept)

    monkeypatch.setattr(passwords, "matches", watched)
    assert sign_in(app.test_client(), "juri1").status_code == 303
    assert sign_in(app.test_client(), "tidakada", "salah-sekali").status_code == 401
    assert held == [False, False]


def test_an_account_that_is_disabled_meanwhile_stays_out(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = passwords.matches

    def slow(password: str, kept: str | None) -> bool:
        found = right(password, kept)
        with app.app_context(), transaction() as session:
            accounts.set_active(session, by("t", NOW), "juri1", role=Role.JUROR, active=False)
        return found

    monkeypatch.setattr(passwords, "matches", slow)
    assert sign_in(client, "juri1").status_code == 401


def test_the_own_password_is_not_guessed_with_a_session(client: FlaskClient) -> None:
    sign_in(client, "juri1")
    wrong = {"current": "salah-sekali", "new": "lebih-panjang-lagi"}
    answers = [post(client, "/account/password", wrong) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert "Kata sandi sekarang salah" in answers[0].text
    assert "Terlalu banyak percobaan" in answers[10].text
    right = post(client, "/account/password", {"current": PASSWORD, "new": "lebih-panjang-lagi"})
    assert (right.status_code, bool(right.headers["Retry-After"])) == (429, True)


def test_a_weak_new_password_is_no_failed_try(client: FlaskClient) -> None:
    sign_in(client, "juri1")
    weak = {"current": PASSWORD, "new": "pendek"}
    assert {post(client, "/account/password", weak).status_code for _ in range(11)} == {422}


def test_signing_out_ends_the_session_on_the_server(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "juri1")
    stolen = client.get_cookie("staff")
    assert stolen is not None
    post(client, "/logout", {}, form="/jury")
    thief = app.test_client()
    thief.set_cookie("staff", stolen.value)
    assert thief.get("/jury").status_code == 302


def test_a_session_from_before_signing_in_is_not_taken_over(client: FlaskClient) -> None:
    csrf(client, "/login")
    before = client.get_cookie("staff")
    sign_in(client, "juri1")
    after = client.get_cookie("staff")
    assert before is not None
    assert after is not None
    assert before.value != after.value


def test_disabling_an_account_ends_its_sessions_at_once(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "juri1")
    with app.app_context(), transaction() as session:
        accounts.set_active(session, by("t", NOW), "juri1", role=Role.JUROR, active=False)
    assert client.get("/jury").status_code == 302
    assert sign_in(client, "juri1").status_code == 401


def test_the_table_holds_no_token(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "juri1")
    with app.app_context():
        row = db.session().scalars(select(StaffSession)).one()
    assert len(row.token_hash) == 64


def test_a_printed_password_must_be_replaced(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        _, printed = accounts.create(session, by("system", NOW), username="baru", name="Baru", role=Role.JUROR)
    assert sign_in(client, "baru", printed).headers["Location"] == "/account/password"
    changed = post(client, "/account/password", {"current": printed, "new": "lebih-panjang-lagi"})
    assert (changed.status_code, changed.headers["Location"]) == (303, "/jury")
    assert client.get("/jury").status_code == 200
    other = app.test_client()
    assert sign_in(other, "baru", printed).status_code == 401
    assert sign_in(other, "baru", "lebih-panjang-lagi").headers["Location"] == "/jury"


def test_a_weak_password_is_refused_in_words(client: FlaskClient) -> None:
    sign_in(client, "juri1")
    answer = post(client, "/account/password", {"current": PASSWORD, "new": "pendek"})
    assert answer.status_code == 422
    assert "paling sedikit 10 huruf" in answer.text


def test_the_set_up_link_works_once(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        token = accounts.make_setup_link(session, now=NOW.replace(year=2099))
    path, data = f"/setup/{token}", {"name": "Ibu Ketua", "username": "ketua", "password": "rahasia-ketua"}
    assert client.get(path).status_code == 200
    assert post(client, path, {**data, "password": "pendek"}).status_code == 422
    assert post(client, path, data).headers["Location"] == "/organizer"
    assert app.test_client().get(path).status_code == 410
    with app.app_context():
        assert db.session().scalars(select(Account).where(Account.username == "ketua")).one().role is Role.ORGANIZER


def test_a_form_without_its_token_is_refused(client: FlaskClient) -> None:
    answer = client.post("/login", data={"username": "juri1", "password": PASSWORD})
    assert answer.status_code == 400
    assert 'data-error="csrf"' in answer.text


def test_roles_see_their_own_rooms_only(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        account(session, "layar", Role.VIEWER)
    juror, organizer, viewer, nobody = (app.test_client() for _ in range(4))
    sign_in(juror, "juri1")
    sign_in(organizer, "panitia")
    sign_in(viewer, "layar")
    for path in ("/organizer", "/organizer/pameran", "/organizer/pameran/entries", "/organizer/pameran/results"):
        assert juror.get(path).status_code == 404
        assert viewer.get(path).status_code == (200 if path == "/organizer/pameran" else 404)
        assert nobody.get(path).headers["Location"] == "/login"
        assert organizer.get(path).status_code == 200
    assert organizer.get("/jury").status_code == 404
    assert nobody.get("/jury").headers["Location"] == "/login"
