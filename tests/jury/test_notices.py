"""Messages and the next booth on a juror's pages."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from showcase.database import db, transaction
from showcase.jury.actions import notices
from showcase.jury.tables import JuryMessage
from tests.factories import Cast, hall, sheet
from tests.signing_in import csrf, post, sign_in

pytestmark = pytest.mark.both_engines
BOARD = "/organizer/pameran/judging"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


@pytest.fixture
def desk(app: Flask, cast: Cast) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "panitia")
    return client


@pytest.fixture
def juror(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "juri1")
    return client


def say(desk: FlaskClient, words: str, to: str) -> int:
    return post(desk, f"{BOARD}/message", {"words": words, "to": to}, form=BOARD).status_code


def test_a_message_stays_until_its_juror_dismisses_it(app: Flask, desk: FlaskClient, juror: FlaskClient) -> None:
    assert say(desk, "Sidang pukul 14.00 <b>", "*") == 303
    other = app.test_client()
    sign_in(other, "juri2")
    for client in (juror, other):
        assert "Sidang pukul 14.00 &lt;b&gt;" in client.get("/jury").text
    found = re.search(r'action="(/jury/notices/\d+/dismiss)"', juror.get("/jury").text)
    assert found
    assert other.post(found[1], data={"csrf_token": csrf(other, "/jury")}).status_code == 404
    assert post(juror, found[1], {}, form="/jury").status_code == 303
    assert "Sidang" not in juror.get("/jury").text
    assert "Sidang" in other.get("/jury").text
    fragment = other.get("/jury/notices/now", headers={"HX-Request": "true"})
    assert "Sidang" in fragment.text
    assert "HX-Request" in fragment.headers["Vary"]


def test_a_message_to_one_juror_is_nobody_elses(app: Flask, desk: FlaskClient, juror: FlaskClient) -> None:
    assert say(desk, "Hanya untuk dua", "juri2") == 303
    assert "Hanya untuk dua" not in juror.get("/jury").text


@pytest.mark.parametrize(
    ("words", "to"), [("", "*"), ("  ", "juri1"), ("x" * 501, "*"), ("hai", "tidak-ada"), ("h", "")]
)
def test_an_empty_or_endless_message_is_refused(app: Flask, desk: FlaskClient, words: str, to: str) -> None:
    assert say(desk, words, to) == 422
    with app.app_context():
        assert not db.session().scalars(select(JuryMessage)).all()


def test_the_organizers_next_booth_shows_until_its_sheet_is_done(
    app: Flask, cast: Cast, desk: FlaskClient, juror: FlaskClient
) -> None:
    assert post(desk, BOARD, {"next": "juri1/skpd-2"}, form=BOARD).status_code == 303
    link = f'class="card told-next" href="/jury/{cast.codes["skpd-2"]}"'
    assert link in juror.get("/jury").text
    with app.app_context():
        found = notices.notices(db.session(), cast.jurors[0].id).destination
    assert (found.booth, found.name) == ("A-02", "Skpd 2") if found else None
    with app.app_context(), transaction() as session:
        sheet(session, cast.jurors[0], cast.entry("skpd-2"), cast.criteria["skpd"], 80, 80)
    assert link not in juror.get("/jury").text


def test_a_destination_can_be_taken_back_and_must_be_assigned(desk: FlaskClient, juror: FlaskClient) -> None:
    post(desk, BOARD, {"next": "juri1/skpd-2"}, form=BOARD)
    assert "told-next" in juror.get("/jury").text
    post(desk, BOARD, {"next": "juri1/"}, form=BOARD)
    assert "told-next" not in juror.get("/jury").text
    for wrong in ("juri1/tidak-ada", "tidak-ada/skpd-1", "juri1", "panitia/skpd-1"):
        assert post(desk, BOARD, {"next": wrong}, form=BOARD).status_code == 404
