"""A tablet in desk mode, as its browser makes it: no way to the staff's pages, and nothing left of a visitor."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from showcase.accounts.tables import StaffSession
from showcase.database import db, transaction
from showcase.exhibitions.rules import Level
from showcase.kernel import content
from showcase.kernel.roles import Role
from showcase.tickets.rules import shown_code
from showcase.tickets.tables import KioskTurn
from showcase.voting.rules import Origin
from showcase.voting.tables import Ballot
from tests.factories import PASSWORD, Cast, account, hall
from tests.signing_in import csrf, post, sign_in
from tests.ticketing import print_tickets
from tests.voting.test_vote import change, token

pytestmark = pytest.mark.both_engines
PIN = "4812"
DESK = "/organizer/pameran/desk"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session, min_visits=2)
        account(session, "meja", Role.DESK)
        content.touch(session)
        return made


@pytest.fixture
def tablet(client: FlaskClient, cast: Cast) -> FlaskClient:
    assert sign_in(client, "meja").headers["Location"] == DESK
    answer = post(client, DESK, {"name": "Meja 1", "pin": PIN})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/kiosk")
    return client


def begin(tablet: FlaskClient, pin: str = PIN) -> TestResponse:
    return post(tablet, "/kiosk/turn", {"pin": pin}, form="/kiosk/leave")


def choose(tablet: FlaskClient, entry: str) -> TestResponse:
    path = f"/kiosk/e/{entry}"
    html = tablet.get(path).text
    return tablet.post(f"{path}/vote", data={"csrf_token": csrf(tablet, path), "token": token(html)})


def done(tablet: FlaskClient) -> TestResponse:
    return post(tablet, "/kiosk/done", {}, form="/kiosk/leave")


def origins(app: Flask) -> list[Origin]:
    with app.app_context():
        return list(db.session().scalars(select(Ballot.origin)))


def test_two_visitors_one_after_the_other(app: Flask, tablet: FlaskClient) -> None:
    receipts = []
    for _ in range(2):
        assert begin(tablet).headers["Location"] == "/kiosk"
        assert 'data-voted="skpd-1"' in tablet.get(choose(tablet, "skpd-1").headers["Location"]).text
        assert choose(tablet, "kecamatan-2").status_code == 303
        html = tablet.get("/kiosk/receipts").text
        receipts += re.findall(r'data-receipt="(\w{10})"', html)
        assert "Skpd 1" not in html
        assert done(tablet).headers["Location"] == "/kiosk"
        assert "PIN petugas" in tablet.get("/kiosk").text
    assert len(set(receipts)) == 4
    assert origins(app) == [Origin.DESK] * 4
    assert app.test_client().get(f"/check/{receipts[0]}").status_code == 200


def test_a_vote_can_be_moved_within_the_turn(app: Flask, tablet: FlaskClient) -> None:
    begin(tablet)
    choose(tablet, "skpd-1")
    assert 'data-vote-state="yours"' in tablet.get("/kiosk/e/skpd-1").text
    assert 'data-vote-state="other"' in tablet.get("/kiosk/e/skpd-2").text
    choose(tablet, "skpd-2")
    assert 'data-vote-state="yours"' in tablet.get("/kiosk/e/skpd-2").text


@pytest.mark.parametrize("how", ["done", "idle", "next"])
def test_nothing_of_the_former_visitor_remains(app: Flask, tablet: FlaskClient, how: str) -> None:
    begin(tablet)
    tablet.get("/kiosk?lang=en")
    kept = token(tablet.get("/kiosk/e/skpd-2").text)
    choose(tablet, "skpd-1")
    turn = tablet.get_cookie("turn")
    assert turn is not None
    if how == "done":
        done(tablet)
    elif how == "idle":
        tablet.get("/kiosk/idle")
    if how != "next":
        assert tablet.get_cookie("lang") is None
    begin(tablet)
    assert tablet.get_cookie("device") is None
    for path in ("/kiosk", "/kiosk?category=skpd", "/kiosk?voted=skpd-1", "/kiosk/e/skpd-1", "/kiosk/receipts"):
        html = tablet.get(path).text
        assert "is-mine" not in html
        assert "data-voted=" not in html
        assert "data-receipt" not in html
        assert 'data-vote-state="yours"' not in html
    stale = tablet.post("/kiosk/e/skpd-2/vote", data={"csrf_token": csrf(tablet, "/kiosk/leave"), "token": kept})
    assert stale.status_code == 409
    tablet.set_cookie("turn", turn.value)
    assert 'id="pin"' in tablet.get("/kiosk").text


def test_every_answer_is_kept_by_nobody(app: Flask, tablet: FlaskClient) -> None:
    begin(tablet)
    for path in ("/kiosk", "/kiosk/e/skpd-1", "/kiosk/receipts", "/kiosk/leave", "/kiosk/idle", "/kiosk"):
        answer = tablet.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers.getlist("Permissions-Policy") == ["camera=(self), geolocation=(), microphone=()"]
    other = app.test_client().get("/")
    assert other.headers.getlist("Permissions-Policy") == ["camera=(), geolocation=(), microphone=()"]


def test_no_link_leads_off_the_kiosk(tablet: FlaskClient) -> None:
    pages = [tablet.get("/kiosk").text, tablet.get("/kiosk/leave").text]
    begin(tablet)
    pages += [tablet.get(path).text for path in ("/kiosk", "/kiosk/e/skpd-1")]
    choose(tablet, "skpd-1")
    pages.append(tablet.get("/kiosk/receipts").text)
    links = {found for html in pages for found in re.findall(r'<a [^>]*href="([^"]+)"', html)}
    assert not [link for link in links if not link.startswith(("/kiosk", "?lang=", "#"))]


def test_the_tablet_opens_nothing_else_and_nobody_signs_in_on_it(app: Flask, tablet: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        assert all(row.ended_at is not None for row in db.session().scalars(select(StaffSession)))
    staff = ("/organizer", DESK, "/organizer/pameran/tickets", "/account/password", "/jury", "/login", "/setup/nihil")
    for path in (*staff, "/", "/mine", "/e/pameran/skpd-1", f"/b/{cast.codes['skpd-1']}", "/t", "/check"):
        answer = tablet.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/kiosk"), path
        assert "Set-Cookie" not in answer.headers
    given = {"csrf_token": csrf(tablet, "/kiosk/leave"), "username": "panitia", "password": PASSWORD, "numbers": "1"}
    for path in ("/login", "/organizer/pameran/tickets/hand", f"/b/{cast.codes['skpd-1']}/vote", "/t"):
        assert tablet.post(path, data=given).status_code == 401
    with app.app_context():
        assert all(row.ended_at is not None for row in db.session().scalars(select(StaffSession)))


def test_leaving_asks_for_the_pin(tablet: FlaskClient) -> None:
    refused = post(tablet, "/kiosk/leave", {"pin": "0000"})
    assert refused.status_code == 401
    assert 'data-error="kiosk-pin-wrong"' in refused.text
    left = post(tablet, "/kiosk/leave", {"pin": PIN})
    assert (left.status_code, left.headers["Location"]) == (303, "/login")
    assert tablet.get("/organizer").headers["Location"] == "/login"
    assert tablet.get("/kiosk").status_code == 404
    assert sign_in(tablet, "meja").headers["Location"] == DESK


def test_the_pin_has_five_tries_and_the_desk_can_end_the_kiosk(app: Flask, tablet: FlaskClient) -> None:
    told = [begin(tablet, "0000").status_code for _ in range(6)]
    assert told == [401] * 5 + [429]
    assert begin(tablet).status_code == 429
    assert begin(tablet, "12").status_code == 422
    with app.app_context():
        assert not db.session().scalars(select(KioskTurn)).all()
    officer = app.test_client()
    sign_in(officer, "meja")
    html = officer.get(DESK).text
    path = re.search(r'action="([^"]+/end)"', html)
    assert path
    assert post(officer, path[1], {}, form=DESK).status_code == 303
    answer = tablet.get("/kiosk")
    assert (answer.status_code, 'data-error="kiosk-ended"' in answer.text) == (404, True)
    assert tablet.get_cookie("kiosk") is None


def test_a_browser_that_is_no_kiosk_can_do_nothing(app: Flask, tablet: FlaskClient) -> None:
    begin(tablet)
    turn = tablet.get_cookie("turn")
    assert turn is not None
    other = app.test_client()
    for value in ("", "x" * 43):
        if value:
            other.set_cookie("kiosk", value)
        other.set_cookie("turn", turn.value)
        for path in ("/kiosk", "/kiosk/leave", "/kiosk/receipts", "/kiosk/e/skpd-1"):
            assert other.get(path).status_code == 404
    tablet.set_cookie("turn", turn.value[:-3] + "abc")
    assert "PIN petugas" in tablet.get("/kiosk").text


def test_every_form_carries_a_token(tablet: FlaskClient) -> None:
    begin(tablet)
    given = {"csrf_token": csrf(tablet, "/kiosk/leave"), "pin": PIN}
    for path in ("/kiosk/turn", "/kiosk/ticket", "/kiosk/done", "/kiosk/leave", "/kiosk/e/skpd-1/vote"):
        assert tablet.post(path, data={"pin": PIN}).status_code == 400
        assert tablet.post(path, data=given, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_desk_is_not_started_with_a_bad_name_or_pin(app: Flask, client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "meja")
    for data in ({"name": "", "pin": PIN}, {"name": "Meja", "pin": "12"}, {"name": "Meja", "pin": "12a4"}):
        answer = post(client, DESK, data)
        assert answer.status_code == 422
        assert "data-error" in answer.text
    assert client.get_cookie("kiosk") is None
    assert client.get(DESK).status_code == 200


def test_at_level_ticket_the_ticket_begins_the_turn(app: Flask, tablet: FlaskClient, cast: Cast) -> None:
    change(app, cast, level=Level.TICKET)
    first, second = print_tickets(app, cast)

    def use(code: str) -> TestResponse:
        return post(tablet, "/kiosk/ticket", {"code": code}, form="/kiosk/leave")

    assert "Kode tiket" in tablet.get("/kiosk").text
    assert 'data-error="ticket-needed"' in begin(tablet).text
    change(app, cast, level=Level.OPEN)
    assert 'data-error="no-tickets"' in use(f"https://pameran.id/t/{first.token}").text
    change(app, cast, level=Level.TICKET)
    assert use(shown_code(first.locator, "00000000")).status_code == 404
    assert use("nihil").status_code == 422
    assert use(f"https://pameran.id/t/{'0' * 26}").status_code == 404
    assert use(shown_code(first.locator, first.secret)).status_code == 303
    assert choose(tablet, "skpd-1").status_code == 303
    done(tablet)
    again = use(shown_code(first.locator, first.secret))
    assert (again.status_code, 'data-error="ticket-taken"' in again.text) == (409, True)
    assert use(f"HTTPS://PAMERAN.ID/T/{second.token}").status_code == 303
    assert choose(tablet, "skpd-1").status_code == 303
    assert origins(app) == [Origin.DESK] * 2
