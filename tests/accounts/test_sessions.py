"""One's own devices: named in two words, ended one by one or all at once."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from showcase.accounts.rules import device_name
from showcase.accounts.tables import StaffSession
from showcase.database import db, transaction
from tests.factories import PASSWORD, hall
from tests.signing_in import csrf, post, sign_in

ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)
PAGE = "/account/sessions"


@pytest.fixture(autouse=True)
def cast(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        hall(session)


def rows(app: Flask) -> list[StaffSession]:
    with app.app_context():
        return list(db.session().scalars(select(StaffSession).order_by(StaffSession.id)))


def on_phone(client: FlaskClient, username: str) -> None:
    data = {"csrf_token": csrf(client, "/login"), "username": username, "password": PASSWORD}
    client.post("/login", data=data, headers={"User-Agent": ANDROID})


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (ANDROID, "Chrome · Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/27.0 Chrome/125.0 Safari/537.36",
            "Samsung Internet · Android",
        ),
        ("curl/8.5", ""),
        ("<script>" * 5000, ""),
    ],
)
def test_a_browser_is_named_in_two_words(agent: str, name: str) -> None:
    assert device_name(agent) == name


def test_own_sessions_are_listed_and_this_one_is_marked(app: Flask, client: FlaskClient) -> None:
    on_phone(app.test_client(), "juri1")
    sign_in(app.test_client(), "juri2")
    sign_in(client, "juri1")
    page = client.get(PAGE).text
    assert page.count("perangkat ini") == 1
    assert "Chrome · Android" in page
    assert len(re.findall(r"<li>\s*<div>\s*<b>", page)) == 2
    assert {row.device for row in rows(app)} == {"Chrome · Android", ""}


def test_one_session_is_ended_and_another_persons_is_not(app: Flask, client: FlaskClient) -> None:
    phone, other = app.test_client(), app.test_client()
    on_phone(phone, "juri1")
    sign_in(other, "juri2")
    sign_in(client, "juri1")
    mine, foreign = (next(row.id for row in rows(app) if row.account_id == who) for who in (1, 2))
    assert post(client, f"{PAGE}/{foreign}/end", {}, form=PAGE).status_code == 404
    assert post(client, f"{PAGE}/{mine}/end", {}, form=PAGE).status_code == 303
    assert phone.get("/jury").status_code == 302
    assert other.get("/jury").status_code == 200
    assert client.get("/jury").status_code == 200


def test_signing_out_everywhere_ends_them_all(app: Flask, client: FlaskClient) -> None:
    phone = app.test_client()
    on_phone(phone, "juri1")
    sign_in(client, "juri1")
    assert post(client, f"{PAGE}/end", {}, form=PAGE).headers["Location"] == "/login"
    assert phone.get("/jury").status_code == client.get("/jury").status_code == 302
    assert all(row.ended_at for row in rows(app))
