"""From an empty installation to an exhibition that can be opened."""

from flask import Flask
from flask.testing import FlaskClient

from showcase.domain.accounts import Role
from showcase.extensions import transaction
from tests.factories import account
from tests.web.signing_in import post, sign_in

NEW = {
    "name": "Pekan Inovasi 2026",
    "timezone": "Asia/Makassar",
    "categories": "SKPD\nKecamatan\n\nSKPD\n",
    "criteria": "iga-2023",
    "level": "booth",
}


def test_the_whole_way(app: Flask, client: FlaskClient) -> None:
    assert "Belum ada pameran di sini" in client.get("/").text
    with app.app_context(), transaction() as session:
        account(session, "panitia", Role.ORGANIZER)
    sign_in(client, "panitia")
    assert client.get("/organizer").headers["Location"] == "/organizer/new"
    assert post(client, "/organizer/new", {**NEW, "name": ""}).status_code == 422
    assert post(client, "/organizer/new", {**NEW, "categories": " "}).status_code == 422
    assert post(client, "/organizer/new", {**NEW, "level": "email"}).status_code == 422
    assert post(client, "/organizer/new", {**NEW, "starts_on": "besok"}).status_code == 422
    made = post(client, "/organizer/new", NEW)
    assert made.headers["Location"] == "/organizer/pekan-inovasi-2026"
    base = "/organizer/pekan-inovasi-2026"
    assert "Aturan peringkat belum dinyatakan." in client.get(base).text
    refused = post(client, f"{base}/phase", {"phase": "voting", "reason": "mulai"})
    assert refused.status_code == 409
    html = client.get(f"{base}/entries/new").text
    category = html.partition('name="category_id"')[2].partition('value="')[2].partition('"')[0]
    post(
        client, f"{base}/entries/new", {"booth": "A-01", "name": "Satu", "category_id": category, "status": "published"}
    )
    post(client, f"{base}/rules", {"preset": "balanced"})
    assert post(client, f"{base}/phase", {"phase": "voting", "reason": "mulai"}).status_code in {302, 303}
    assert 'data-vote-state="elsewhere"' in client.get("/e/pekan-inovasi-2026/satu").text


def test_the_schedule_is_told_in_the_exhibitions_own_time(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        account(session, "panitia", Role.ORGANIZER)
    sign_in(client, "panitia")
    post(client, "/organizer/new", {**NEW, "closes_at": "2099-12-15T15:30"})
    form = client.get("/organizer/pekan-inovasi-2026/settings").text
    assert 'value="2099-12-15T15:30"' in form
    wrong = {**NEW, "opens_at": "2099-12-16T15:30", "closes_at": "2099-12-15T15:30"}
    assert post(client, "/organizer/pekan-inovasi-2026/settings", wrong).status_code == 422
