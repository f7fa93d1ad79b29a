"""The tickets' page: made once, handed out, spoiled, reconciled."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from showcase.database import db, transaction
from showcase.exhibitions.rules import Level
from showcase.kernel import content
from showcase.kernel.filters import day
from showcase.kernel.roles import Role
from showcase.tickets.actions import batches
from showcase.tickets.papers import TicketPaper, tickets_pdf
from tests.factories import NOW, Cast, account, by, hall
from tests.signing_in import post, sign_in
from tests.voting.test_vote import change, token

pytestmark = pytest.mark.both_engines
PAGE = "/organizer/pameran/tickets"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session, level=Level.TICKET)
        account(session, "meja", Role.DESK)
        content.touch(session)
        return made


@pytest.fixture
def organizer(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def counts(client: FlaskClient) -> list[int]:
    found = dict(re.findall(r'data-count="(\w+)">\s*<dt>[^<]*</dt>\s*<dd class="num">(\d+)<', client.get(PAGE).text))
    return [int(found.get(name, 0)) for name in ("printed", "stock", "handed", "used", "spoiled")]


def test_what_is_on_the_paper_works_and_is_there_once(app: Flask, organizer: FlaskClient) -> None:
    answer = post(organizer, f"{PAGE}/print", {"size": "3"}, form=PAGE)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = pypdfium2.PdfDocument(answer.data)[0]
    addresses = [code.text for code in zxingcpp.read_barcodes(sheet.render(scale=3).to_pil())]
    words = sheet.get_textpage().get_text_range()
    assert len(addresses) == 3
    html = organizer.get(PAGE).text
    with app.test_request_context("/"):
        assert day(datetime.now(ZoneInfo("Asia/Makassar")).date()) in html
    assert not [one for one in addresses if one.rpartition("/")[2] in html]
    phone = app.test_client()
    path = f"/T/{addresses[0].rpartition('/')[2]}"
    assert phone.post(path, data={"token": token(phone.get(path).text)}).status_code == 303
    code = re.findall(r"\w{5}-\w{4}-\w{4}", words)[2]
    other = app.test_client()
    assert other.post("/t", data={"token": token(other.get("/t").text), "code": code}).status_code in {303, 409}
    assert counts(organizer)[0] == 3


def test_a_button_that_is_pressed_twice_prints_once_and_says_so(
    organizer: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = tickets_pdf

    def slow(papers: list[TicketPaper], **words: str) -> bytes:
        made = batches.blanks(db.session(), cast.exhibition.id, 2)
        with transaction() as session:
            batches.store(session, by("panitia", NOW), cast.exhibition.id, made)
        return drawn(papers, **words)

    monkeypatch.setattr("showcase.tickets.staff.tickets_pdf", slow)
    answer = post(organizer, f"{PAGE}/print", {"size": "3"}, form=PAGE)
    assert (answer.status_code, 'data-error="batch-overtaken"' in answer.text) == (409, True)
    assert counts(organizer)[0] == 2


@pytest.mark.parametrize("size", ["", "0", "501", "-1", "٣", "1e2", "99999"])
def test_a_batch_has_its_bounds(organizer: FlaskClient, size: str) -> None:
    answer = post(organizer, f"{PAGE}/print", {"size": size}, form=PAGE)
    assert (answer.status_code, 'data-error="batch-size"' in answer.text) == (422, True)


def test_the_desk_hands_out_and_spoils_and_the_sum_holds(app: Flask, organizer: FlaskClient) -> None:
    post(organizer, f"{PAGE}/print", {"size": "6"}, form=PAGE)
    desk = app.test_client()
    sign_in(desk, "meja")
    assert post(desk, f"{PAGE}/hand", {"numbers": "1-3"}, form=PAGE).headers["Location"].endswith("handed=3")
    refused = post(desk, f"{PAGE}/hand", {"numbers": "3-4"}, form=PAGE)
    assert (refused.status_code, 'data-error="ticket-range"' in refused.text) == (409, True)
    assert 'value="3-4"' in refused.text
    blank = post(desk, f"{PAGE}/spoil", {"numbers": "6", "reason": " "}, form=PAGE)
    assert (blank.status_code, 'data-error="reason-needed"' in blank.text) == (422, True)
    spoiled = post(desk, f"{PAGE}/spoil", {"numbers": "00006", "reason": "basah"}, form=PAGE)
    assert spoiled.headers["Location"].endswith("spoiled=1")
    assert counts(desk) == [6, 2, 3, 0, 1]
    assert post(desk, f"{PAGE}/print", {"size": "1"}, form=PAGE).status_code == 404
    batch = post(desk, f"{PAGE}/spoil", {"batch": "1", "reason": "unduhan gagal"}, form=PAGE)
    assert batch.headers["Location"].endswith("spoiled=5")
    assert counts(desk) == [6, 0, 0, 0, 6]
    assert post(desk, f"{PAGE}/spoil", {"batch": "x", "reason": "unduhan gagal"}, form=PAGE).status_code == 404


def test_where_tickets_do_not_vote_there_is_nothing_to_make(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    change(app, cast, level=Level.OPEN)
    html = organizer.get(PAGE).text
    assert 'id="print"' not in html
    answer = post(organizer, f"{PAGE}/print", {"size": "1"}, form=PAGE.replace("tickets", "desk"))
    assert (answer.status_code, 'data-error="no-tickets"' in answer.text) == (409, False)


def test_the_level_is_chosen_before_the_opening_and_stays(organizer: FlaskClient, cast: Cast) -> None:
    made = post(organizer, "/organizer/new", {"name": "Baru", "timezone": "Asia/Makassar"})
    assert made.status_code == 303
    slug = made.headers["Location"].split("/")[2]
    voters = f"/organizer/{slug}/voters"
    assert post(organizer, voters, {"stakes": "yes", "level": "ticket"}).status_code == 303
    assert 'id="print"' in organizer.get(f"/organizer/{slug}/tickets").text
    settings = f"/organizer/{slug}/settings"
    data = {"name": "Baru", "timezone": "Asia/Makassar", "level": "open"}
    assert post(organizer, settings, data).status_code == 303
    assert 'id="print"' in organizer.get(f"/organizer/{slug}/tickets").text


def test_pages_cost_the_same_however_many_tickets(app: Flask, organizer: FlaskClient) -> None:
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    def cost() -> int:
        seen.clear()
        assert organizer.get(PAGE).status_code == 200
        return len(seen)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        post(organizer, f"{PAGE}/print", {"size": "1"}, form=PAGE)
        before = cost()
        for size in ("2", "3"):
            post(organizer, f"{PAGE}/print", {"size": size}, form=PAGE)
        assert cost() == before
    finally:
        event.remove(engine, "before_cursor_execute", note)
    html = organizer.get(PAGE).text
    assert re.findall(r'data-batch="(\d)"', html) == ["3", "2", "1"]
    assert "00004–00006" in html
