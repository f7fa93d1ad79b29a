"""Looking for an innovation: search, category, order, and what a card says."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import transaction
from showcase.entries.rules.states import Status
from showcase.exhibitions.rules import Level
from showcase.kernel import content
from tests.factories import Cast, entry, hall


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        made.entry("skpd-2").organisation = "Dinas Perikanan"
        made.entry("skpd-2").innovators = "Noor’aini, Désirée"
        made.entry("skpd-3").status, made.entry("skpd-3").withdrawn_reason = Status.WITHDRAWN, "mundur"
        made.entry("kecamatan-1").is_example = True
        content.touch(session)
        return made


def cards(html: str) -> list[str]:
    return re.findall(r'data-entry="([\w-]+)"', html)


def card(html: str, slug: str) -> str:
    return html.split(f'data-entry="{slug}"')[1].split("</li>", maxsplit=1)[0]


def test_all_entries_by_booth(client: FlaskClient, cast: Cast) -> None:
    html = client.get("/?order=booth").text
    assert cards(html) == ["skpd-1", "skpd-2", "skpd-3", "kecamatan-1", "kecamatan-2", "kecamatan-3"]
    assert "Ditarik" in card(html, "skpd-3")
    assert "Contoh" in card(html, "kecamatan-1")
    assert not [code for code in cast.codes.values() if code in html], "a catalogue never tells a booth's code"


def test_search_and_category_keep_each_other(client: FlaskClient, cast: Cast) -> None:
    html = client.get("/e/pameran?q=perikanan&category=skpd&order=booth").text
    assert cards(html) == ["skpd-2"]
    assert 'href="/e/pameran?q=perikanan&amp;category=kecamatan&amp;order=booth"' in html
    assert '<input type="hidden" form="search" name="category" value="skpd">' in html


def test_htmx_gets_the_list_only(client: FlaskClient, cast: Cast) -> None:
    answer = client.get("/e/pameran?q=perikanan", headers={"HX-Request": "true", "HX-Target": "div#entries"})
    assert answer.text.startswith('<div id="entries">')
    assert cards(answer.text) == ["skpd-2"]


def test_nothing_found_says_so_and_leads_out(client: FlaskClient, cast: Cast) -> None:
    html = client.get("/e/pameran?q=%3Cb%3Enihil").text
    assert not cards(html)
    assert "Tidak ditemukan: “&lt;b&gt;nihil”." in html
    assert '<a class="button-plain" href="/e/pameran">' in html


def test_a_vote_marks_its_card_and_the_progress(client: FlaskClient, cast: Cast) -> None:
    path = f"/b/{cast.codes['skpd-1']}"
    form = re.search(r'name="token" value="([^"]+)"', client.get(path).text)
    assert form
    client.post(f"{path}/vote", data={"token": form[1]})
    html = client.get("/").text
    assert "Pilihan Anda" in card(html, "skpd-1")
    assert "Pilihan Anda" not in card(html, "skpd-2")
    assert "1 dari 2 kategori sudah Anda pilih" in html


def test_an_empty_installation_is_no_error(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Belum ada pameran di sini" in answer.text


@pytest.mark.parametrize("q", ["PERIKANAN", "dinas  perik", "noor'aini", "desiree", "A-02", "a02", "Skpd 2"])
def test_search_forgives(client: FlaskClient, cast: Cast, q: str) -> None:
    assert cards(client.get("/e/pameran", query_string={"q": q}).text) == ["skpd-2"]


def test_numbers_of_booths_count_as_numbers(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        for number in (10, 9, 100):
            entry(session, cast.categories[0], f"skpd-{number}", f"A-{number}")
        content.touch(session)
    html = client.get("/?order=booth&category=skpd").text
    assert cards(html) == ["skpd-1", "skpd-2", "skpd-3", "skpd-9", "skpd-10", "skpd-100"]


def test_the_order_is_each_phones_own_and_stays(app: Flask, client: FlaskClient, cast: Cast) -> None:
    own = cards(client.get("/").text)
    assert cards(client.get("/e/pameran").text) == own
    others = {tuple(cards(app.test_client().get("/").text)) for _ in range(12)}
    assert len(others) > 1


def test_a_code_in_the_search_leads_to_the_booth(client: FlaskClient, cast: Cast) -> None:
    code = cast.codes["skpd-1"]
    answer = client.get("/e/pameran", query_string={"q": f" {code.lower()} "})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/b/{code}")
    headers = {"HX-Request": "true", "HX-Target": "div#entries"}
    typing = client.get("/e/pameran", query_string={"q": code}, headers=headers)
    assert "Buka stan ini" in typing.text
    assert typing.headers["HX-Replace-Url"] == "false", "an address to pass on holds no code"
    assert code not in "".join(re.findall(r'href="([^"]+)"', typing.text))


def test_a_booth_seen_says_so(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        session.merge(cast.exhibition).level = Level.BOOTH
        content.touch(session)
    client.get(f"/b/{cast.codes['skpd-2']}")
    html = client.get("/").text
    assert "Sudah Anda kunjungi" in card(html, "skpd-2")
    assert html.count("Sudah Anda kunjungi") == 1
