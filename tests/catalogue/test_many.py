"""A catalogue of 3, 60 and 300 entries: pages, queries, bytes."""

import gzip
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from showcase.database import db, transaction
from showcase.kernel import content
from tests.factories import Cast, entry, hall

MORE = {"HX-Request": "true", "HX-Target": "li#more"}
MOST_QUERIES = 4
# What the first page of 300 weighs on the line; without pages it would be five times as much.
MOST_BYTES = 8 * 1024


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        content.touch(session)
        return made


def fill(app: Flask, cast: Cast, total: int) -> None:
    """Entries with names and offices as long as real ones, until there are so many."""
    with app.app_context(), transaction() as session:
        for number in range(len(cast.entries), total):
            words = f"{number} Pelayanan Administrasi Kependudukan Keliling"
            entry(
                session,
                cast.categories[number % 2],
                f"banyak-{number}",
                f"C-{number}",
                name=words,
                organisation=f"Dinas Kependudukan dan Pencatatan Sipil {number}",
            )
        content.touch(session)


def cards(html: str) -> list[str]:
    return re.findall(r'data-entry="([\w-]+)"', html)


def more(html: str) -> str:
    found = re.search(r'id="more".*?href="([^"]+)"', html)
    return found[1].replace("&amp;", "&") if found else ""


@pytest.mark.parametrize(("total", "pages"), [(6, 1), (60, 1), (61, 2), (300, 5)])
def test_sixty_at_a_time_and_none_twice(app: Flask, client: FlaskClient, cast: Cast, total: int, pages: int) -> None:
    fill(app, cast, total)
    html = client.get("/").text
    shown = cards(html)
    for _ in range(pages - 1):
        address = more(html)
        html = client.get(address, headers=MORE).text
        shown += cards(html)
        assert cards(client.get(address).text) == shown, "the plain link shows what was looked at, and the next"
    assert more(html) == ""
    assert len(shown) == len(set(shown)) == total


def test_queries_and_bytes_of_three_hundred(app: Flask, client: FlaskClient, cast: Cast) -> None:
    fill(app, cast, 300)
    client.get("/")
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = client.get("/?q=keliling", headers={"Accept-Encoding": "gzip"})
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(seen) <= MOST_QUERIES
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert "HX-Request" in answer.headers["Vary"]
    assert len(answer.data) <= MOST_BYTES
    assert len(cards(gzip.decompress(answer.data).decode())) == 60


@pytest.mark.parametrize("page", ["0", "-1", "99999999", "zwei", "\u0662", ""])
def test_an_odd_page_is_the_nearest(app: Flask, client: FlaskClient, cast: Cast, page: str) -> None:
    answer = client.get("/", query_string={"page": page})
    assert (answer.status_code, len(cards(answer.text))) == (200, 6)


def test_the_next_page_keeps_search_category_and_order(app: Flask, client: FlaskClient, cast: Cast) -> None:
    fill(app, cast, 300)
    html = client.get("/e/pameran?q=keliling&category=skpd&order=booth").text
    assert more(html) == "/e/pameran?q=keliling&category=skpd&order=booth&page=2"
