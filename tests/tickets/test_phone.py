"""A ticket on a phone, as a browser brings it: scanned, typed, and then in every vote."""

import re
import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from showcase.database import db, transaction
from showcase.exhibitions.rules import Level
from showcase.kernel import content
from showcase.tickets.actions import batches
from showcase.tickets.actions.batches import Blank, Counts
from showcase.tickets.rules import shown_code
from tests.factories import NOW, Cast, by, hall
from tests.ticketing import print_tickets
from tests.voting.test_vote import HTMX, change, page, receipt, state, token

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session, level=Level.TICKET)
        content.touch(session)
        return made


@pytest.fixture
def batch(app: Flask, cast: Cast) -> list[Blank]:
    return print_tickets(app, cast)


def scan(client: FlaskClient, blank: Blank) -> TestResponse:
    path = f"/t/{blank.token}"
    return client.post(path, data={"token": token(client.get(path).text)})


def enter(client: FlaskClient, code: str) -> TestResponse:
    return client.post("/t", data={"token": token(client.get("/t").text), "code": code})


def cast_vote(client: FlaskClient, cast: Cast, entry: str = "skpd-1") -> TestResponse:
    path = f"/b/{cast.codes[entry]}/vote"
    return client.post(path, data={"token": token(page(client, cast, entry))}, headers=HTMX)


def counts(app: Flask, cast: Cast) -> Counts:
    with app.app_context():
        return batches.reconciled(db.session(), cast.exhibition.id)


def test_a_scanned_ticket_votes_and_moves_its_vote(client: FlaskClient, cast: Cast, batch: list[Blank]) -> None:
    html = page(client, cast)
    assert state(html) == "elsewhere"
    assert 'data-reason="ticket-needed"' in html
    assert 'href="/t"' in html
    answer = scan(client, batch[0])
    assert (answer.status_code, answer.headers["Location"]) == (303, "/t")
    assert "aktif" in client.get("/t").text
    assert state(page(client, cast)) == "open"
    first = cast_vote(client, cast)
    assert (first.status_code, state(first.text)) == (200, "yours")
    assert state(page(client, cast, "skpd-2")) == "other"
    moved = cast_vote(client, cast, "skpd-2")
    assert (state(moved.text), receipt(moved.text) != receipt(first.text)) == ("yours", True)
    assert receipt(moved.text) in client.get("/mine").text


def test_looking_consumes_nothing(app: Flask, client: FlaskClient, cast: Cast, batch: list[Blank]) -> None:
    for _ in range(5):
        for path in (f"/t/{batch[0].token}", f"/T/{batch[0].token}", f"/t/{batch[0].token.lower()}"):
            assert app.test_client().get(path).status_code == 200
            assert app.test_client().head(path).status_code == 200
    assert counts(app, cast) == Counts(stock=2)


def test_the_address_of_a_ticket_is_told_to_nobody(client: FlaskClient, batch: list[Blank]) -> None:
    answer = client.get(f"/t/{batch[0].token}")
    assert answer.headers.getlist("Referrer-Policy") == ["strict-origin"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert batch[0].token not in answer.text
    assert client.get("/t").headers.getlist("Content-Security-Policy")


def test_a_typed_code_does_the_same(app: Flask, client: FlaskClient, cast: Cast, batch: list[Blank]) -> None:
    answer = enter(client, shown_code(batch[0].locator, batch[0].secret).lower())
    assert answer.status_code == 303
    assert counts(app, cast) == Counts(stock=1, used=1)
    assert state(cast_vote(client, cast).text) == "yours"


def test_a_wrong_secret_and_an_unknown_locator_get_equal_answers(client: FlaskClient, batch: list[Blank]) -> None:
    told = []
    for locator in (batch[0].locator, "00000"):
        answers = [enter(client, shown_code(locator, "00000000")) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [404] * 5 + [429]
        assert int(answers[-1].headers["Retry-After"]) == 900
        told.append([re.sub(r'value="[^"]*"', "", answer.text) for answer in answers])
    assert told[0] == told[1]
    assert enter(client, shown_code(batch[0].locator, batch[0].secret)).status_code == 429
    assert enter(client, "nihil").status_code == 422


def test_fifty_phones_at_once_and_one_gets_the_ticket(app: Flask, cast: Cast, batch: list[Blank]) -> None:
    ready, answers = threading.Barrier(10), []

    def phones() -> None:
        for number in range(5):
            client = app.test_client()
            path = f"/t/{batch[0].token}"
            held = token(client.get(path).text)
            if not number:
                ready.wait()
            answers.append(client.post(path, data={"token": held}).status_code)

    threads = [threading.Thread(target=phones) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303] + [409] * 49
    assert counts(app, cast) == Counts(stock=1, used=1)


def test_another_phone_can_do_nothing_with_a_used_ticket_or_its_cookie(
    app: Flask, client: FlaskClient, cast: Cast, batch: list[Blank]
) -> None:
    scan(client, batch[0])
    other = app.test_client()
    refused = scan(other, batch[0])
    assert refused.status_code == 409
    assert 'data-error="ticket-taken"' in refused.text
    stolen = client.get_cookie("ticket")
    assert stolen is not None
    for value in (stolen.value, stolen.value[:-3] + "abc", "", "1/1/1"):
        other.set_cookie("ticket", value)
        assert state(page(other, cast)) == "elsewhere"
    assert scan(client, batch[0]).status_code == 303


def test_a_vote_without_a_ticket_is_refused(app: Flask, client: FlaskClient, cast: Cast, batch: list[Blank]) -> None:
    change(app, cast, level=Level.OPEN)
    kept = token(page(client, cast))
    change(app, cast, level=Level.TICKET)
    refused = client.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": kept}, headers=HTMX)
    assert (refused.status_code, state(refused.text)) == (403, "elsewhere")
    assert 'data-error="ticket-needed"' in refused.text


def test_a_spoiled_ticket_says_so(app: Flask, client: FlaskClient, cast: Cast, batch: list[Blank]) -> None:
    with app.app_context(), transaction() as session:
        batches.spoil(session, by("meja", NOW, "basah"), cast.exhibition.id, 1, 1)
    answer = client.get(f"/t/{batch[0].token}")
    assert answer.status_code == 410
    assert 'data-error="ticket-spoiled"' in answer.text
    typed = enter(client, shown_code(batch[0].locator, batch[0].secret))
    assert (typed.status_code, 'data-error="ticket-spoiled"' in typed.text) == (410, True)
    assert client.get("/t/nihil").status_code == 404


def test_the_form_belongs_to_the_phone(app: Flask, client: FlaskClient, cast: Cast, batch: list[Blank]) -> None:
    path = f"/t/{batch[0].token}"
    kept = token(client.get(path).text)
    assert app.test_client().post(path, data={"token": kept}).status_code == 403
    other = app.test_client()
    other.get("/")
    for wrong in (kept, "", token(page(_with_ticket(app, batch[1]), cast))):
        assert other.post(path, data={"token": wrong}).status_code == 409
    assert client.post(path, data={"token": kept}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert counts(app, cast) == Counts(stock=1, used=1)


def _with_ticket(app: Flask, blank: Blank) -> FlaskClient:
    client = app.test_client()
    assert scan(client, blank).status_code == 303
    return client


def test_two_tickets_on_one_phone_are_two_voters(
    app: Flask, client: FlaskClient, cast: Cast, batch: list[Blank]
) -> None:
    scan(client, batch[0])
    cast_vote(client, cast)
    assert "sudah memakai tiket lain" in client.get(f"/t/{batch[1].token}").text
    scan(client, batch[1])
    assert state(page(client, cast)) == "open"
    assert state(cast_vote(client, cast).text) == "yours"
    scan(client, batch[0])
    assert state(page(client, cast)) == "yours"


def test_phones_at_the_other_levels_ask_no_more_than_before(app: Flask, client: FlaskClient, cast: Cast) -> None:
    change(app, cast, level=Level.OPEN)
    client.get("/")
    held = token(page(client, cast))
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "SELECT pg_advisory")):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        page(client, cast)
        assert len(seen) == 1
        seen.clear()
        client.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": held}, headers=HTMX)
        assert len(seen) == 4
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert not [statement for statement in seen if "ticket" in statement.replace("draw_ticket", "")]
