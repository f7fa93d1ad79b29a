"""User name and PIN at /login, as the printed card says: the card's five tries, and equal answers for unknown names."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from showcase.accounts.actions.cards import Blank
from showcase.accounts.tables import JurorCard, LoginAttempt
from showcase.database import db, transaction
from tests.carded import issue, wrong
from tests.factories import Cast, hall
from tests.signing_in import csrf


@pytest.fixture
def card(app: Flask) -> Blank:
    with app.app_context(), transaction() as session:
        cast: Cast = hall(session)
        juror = cast.jurors[0].id
    return issue(app, juror)


def enter(client: FlaskClient, username: str, typed: str) -> TestResponse:
    return client.post("/login", data={"csrf_token": csrf(client, "/login"), "username": username, "password": typed})


def tries(app: Flask) -> int:
    with app.app_context():
        return db.session().scalars(select(JurorCard.tries)).one()


def test_name_and_pin_open_the_jurors_list_and_free_the_tries(app: Flask, client: FlaskClient, card: Blank) -> None:
    assert enter(client, "juri1", wrong(card)).status_code == 401
    assert tries(app) == 1
    answer = enter(client, " Juri1 ", f"{card.pin[:3]} {card.pin[3:]}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/jury")
    assert tries(app) == 0
    assert client.get("/jury").status_code == 200


def test_five_wrong_pins_lock_the_card_and_every_refusal_is_the_same(
    app: Flask, client: FlaskClient, card: Blank
) -> None:
    answers = [enter(client, "juri1", wrong(card)) for _ in range(5)]
    answers += [enter(client, name, card.pin) for name in ("juri1", "juri2", "panitia", "tidak-ada")]
    assert {answer.status_code for answer in answers} == {401}
    said = {answer.text.split('role="alert">')[1].split("</p>")[0] for answer in answers}
    assert len(said) == 1
    assert "kartu baru di meja panitia" in said.pop()
    assert tries(app) == 5
    with app.app_context():
        assert db.session().scalar(select(func.count(LoginAttempt.id))) == 9, "each was counted before it was checked"


def test_a_wrong_password_costs_no_try_of_the_card(app: Flask, client: FlaskClient, card: Blank) -> None:
    assert "PIN" not in enter(client, "juri1", "bukan-kata-sandi").text.split('role="alert">')[1].split("</p>")[0]
    assert tries(app) == 0
