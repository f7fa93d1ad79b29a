"""The trail: a phone that opens a booth's address has visited it, and may have to before it votes."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from showcase.database import db, transaction
from showcase.entries.queries import catalogue
from showcase.entries.rules.states import Status
from showcase.exhibitions.rules import Level
from showcase.kernel import content
from showcase.kernel.tables import Installation
from tests.factories import Cast, category, entry, exhibition, hall
from tests.voting.test_vote import HTMX, change, page, state, token

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        content.touch(session)
        return made


def visited(client: FlaskClient) -> tuple[int, int]:
    html = client.get("/mine").text
    found = re.search(r'id="trail"[^>]*data-visited="(\d+)" data-booths="(\d+)"', html)
    assert found, html
    ticks = re.findall(r'class="visited" data-trail="([\w-]+)"', html)
    assert len(ticks) == int(found[1])
    return int(found[1]), int(found[2])


@pytest.mark.parametrize("level", [Level.OPEN, Level.BOOTH])
def test_a_booth_is_visited_by_its_address_and_not_by_its_shared_page(
    app: Flask, client: FlaskClient, cast: Cast, level: Level
) -> None:
    change(app, cast, level=level)
    assert visited(client) == (0, 6)
    client.get("/e/pameran/skpd-1")
    assert visited(client) == (0, 6)
    page(client, cast, "skpd-1")
    page(client, cast, "skpd-1")
    page(client, cast, "kecamatan-2")
    assert visited(client) == (2, 6)
    assert "2 dari 6 stan sudah dikunjungi" in client.get("/").text


def test_looking_writes_nothing(app: Flask, client: FlaskClient, cast: Cast) -> None:
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    client.get("/")
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        page(client, cast)
        page(client, cast, "skpd-2")
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(seen) == 2
    assert all(statement.startswith("SELECT") for statement in seen)


def test_another_phones_trail_is_worth_nothing(app: Flask, client: FlaskClient, cast: Cast) -> None:
    page(client, cast)
    stolen = client.get_cookie("pass")
    assert stolen is not None
    other = app.test_client()
    other.get("/")
    other.set_cookie("pass", stolen.value)
    assert visited(other) == (0, 6)
    client.set_cookie("pass", stolen.value[:-3] + "abc")
    assert visited(client) == (0, 6)


@pytest.mark.slow
def test_three_hundred_booths_fit_a_cookie(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        large = exhibition(session, "besar")
        group = category(session, large, "semua", cast.categories[0].palette, 0)
        for number in range(300):
            entry(session, group, f"inovasi-{number}", f"C-{number:03}")
        session.get_one(Installation, 1).current_exhibition_id = large.id
        content.touch(session)
    with app.app_context():
        codes = [shown.code for shown in catalogue.load(db.session()).exhibitions["besar"].entries]
    for code in codes:
        client.get(f"/b/{code}")
    cookie = client.get_cookie("pass")
    assert cookie is not None
    assert len(cookie.value) < 200
    assert visited(client) == (300, 300)


@pytest.mark.parametrize("level", [Level.OPEN, Level.BOOTH])
def test_a_vote_before_enough_visits_is_refused(app: Flask, client: FlaskClient, cast: Cast, level: Level) -> None:
    kept = token(page(client, cast))
    change(app, cast, level=level, min_visits=3)
    html = page(client, cast)
    assert state(html) == "elsewhere"
    assert "Kunjungi 2 stan lagi, lalu suara Anda bisa diberikan." in html
    assert "/vote" not in html
    path = f"/b/{cast.codes['skpd-1']}/vote"
    refused = client.post(path, data={"token": kept}, headers=HTMX)
    assert refused.status_code == 403
    assert 'data-error="visits-needed"' in refused.text
    assert state(refused.text) == "elsewhere"
    page(client, cast, "skpd-2")
    english = client.get(f"/b/{cast.codes['skpd-2']}?lang=en").text
    assert "Visit 1 more booth, then you can vote." in english, english[-900:]
    page(client, cast, "skpd-3")
    answer = client.post(path, data={"token": token(page(client, cast))}, headers=HTMX)
    assert (answer.status_code, state(answer.text)) == (200, "yours")


def test_at_level_booth_the_scan_is_asked_for_first(app: Flask, client: FlaskClient, cast: Cast) -> None:
    change(app, cast, level=Level.BOOTH, min_visits=2)
    html = client.get("/e/pameran/skpd-1").text
    assert state(html) == "elsewhere"
    assert "Pindai kode QR" in html


def test_withdrawn_entries_do_not_count(app: Flask, client: FlaskClient, cast: Cast) -> None:
    page(client, cast, "skpd-1")
    page(client, cast, "skpd-2")
    change(app, cast, min_visits=6)
    with app.app_context(), transaction() as session:
        for slug in ("skpd-1", "skpd-3", "kecamatan-1", "kecamatan-2"):
            row = session.merge(cast.entry(slug))
            row.status, row.withdrawn_reason = Status.WITHDRAWN, "mundur"
        content.touch(session)
    assert visited(client) == (1, 2)
    assert "Kunjungi 1 stan lagi" in page(client, cast, "skpd-2")
    assert state(page(client, cast, "kecamatan-3")) == "open"


def test_an_own_vote_is_still_shown(app: Flask, client: FlaskClient, cast: Cast) -> None:
    client.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": token(page(client, cast))})
    change(app, cast, min_visits=4)
    html = page(client, cast)
    assert state(html) == "elsewhere"
    assert 'data-receipt="' in html
