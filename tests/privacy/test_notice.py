"""The privacy notice: the law's seven points, in both languages, after the exhibition's own settings."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import transaction
from showcase.exhibitions.rules import Level
from showcase.kernel.slugs import slug_from
from tests.factories import hall

POINTS = {
    "id": (
        "Dasar hukum",
        "Tujuan",
        "Jenis data dan mengapa perlu",
        "Berapa lama disimpan",
        "Rincian yang dikumpulkan",
        "Jangka waktu pemrosesan",
        "Hak Anda",
    ),
    "en": (
        "Legal basis",
        "Aim",
        "Kinds of data, and why they are needed",
        "How long they are kept",
        "What exactly is collected",
        "How long they are processed",
        "Your rights",
    ),
}


def made(app: Flask, **values: object) -> None:
    with app.app_context(), transaction() as session:
        hall(session, **values)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_seven_points(app: Flask, client: FlaskClient, language: str) -> None:
    made(app)
    answer = client.get(f"/e/pameran/privacy?lang={language}")
    assert answer.status_code == 200
    places = [answer.text.find(f"<h2>{point}</h2>") for point in POINTS[language]]
    assert -1 not in places
    assert places == sorted(places)


def test_it_is_linked_from_the_visitors_pages(app: Flask, client: FlaskClient) -> None:
    made(app)
    assert 'href="/e/pameran/privacy"' in client.get("/e/pameran").text
    # The booth's page has no foot; most visitors see no other page than this one.
    assert 'href="/e/pameran/privacy"' in client.get("/e/pameran/skpd-1").text
    assert client.get("/e/nihil/privacy").status_code == 404


def test_it_tells_who_answers_and_until_when(app: Flask, client: FlaskClient) -> None:
    own = {"privacy_office": "Bapperida", "privacy_reach": "0526-2021010", "privacy_more": "Ada <b>kamera</b>."}
    made(app, ends_on=date(2026, 12, 16), retention_days=30, **own)
    html = client.get("/e/pameran/privacy").text
    assert "paling lambat 30 hari sesudah hari terakhir, yaitu 15 Januari 2027" in html
    assert "0526-2021010" in html
    assert "Ada &lt;b&gt;kamera&lt;/b&gt;." in html


def test_without_a_contact_the_desk_is_named(app: Flask, client: FlaskClient) -> None:
    made(app, organiser="Bapperida")
    html = client.get("/e/pameran/privacy").text
    assert "Tanyakan di meja panitia" in html
    assert "Bapperida" in html


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"level": Level.BOOTH}, "pernah memindai kode di stan"),
        ({"level": Level.TICKET}, "Tiket berisi kode acak"),
        ({"level": Level.EMAIL}, "alamat itu dihapus begitu kodenya terkirim"),
        ({"show_messages": True}, "tampil untuk umum, tanpa nama"),
    ],
)
def test_it_follows_the_settings(app: Flask, client: FlaskClient, values: dict[str, object], words: str) -> None:
    made(app, **values)
    assert words in client.get("/e/pameran/privacy").text


def test_no_entry_can_take_its_address() -> None:
    assert slug_from("Privacy", set()) == "privacy-2"
    assert slug_from("Privacy", {"privacy-2"}) == "privacy-3"
