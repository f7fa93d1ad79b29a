"""From an empty installation to an exhibition that can be opened."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import transaction
from showcase.kernel.roles import Role
from tests.factories import account
from tests.signing_in import post, sign_in

NEW = {"name": "Pekan Inovasi 2026", "timezone": "Asia/Makassar"}
BASE = "/organizer/pekan-inovasi-2026"


@pytest.fixture
def organizer(app: Flask, client: FlaskClient) -> FlaskClient:
    with app.app_context(), transaction() as session:
        account(session, "panitia", Role.ORGANIZER)
    sign_in(client, "panitia")
    return client


def test_the_whole_way(app: Flask, organizer: FlaskClient) -> None:
    assert organizer.get("/organizer").headers["Location"] == "/organizer/new"
    assert post(organizer, "/organizer/new", {**NEW, "name": ""}).status_code == 422
    assert post(organizer, "/organizer/new", {**NEW, "timezone": "Mars/Olympus"}).status_code == 422
    assert post(organizer, "/organizer/new", {**NEW, "starts_on": "besok"}).status_code == 422
    made = post(organizer, "/organizer/new", NEW)
    # The first step that is still open: venue and days are missing.
    assert made.headers["Location"] == f"{BASE}/settings"
    refused = post(organizer, f"{BASE}/phase", {"phase": "voting", "reason": "mulai"})
    assert refused.status_code == 409
    assert "Belum ada kategori." in refused.text
    assert "Belum ada kategori." in organizer.get(BASE).text
    categories = f"{BASE}/setup/categories"
    blank = {"categories": " ", "criteria": "iga-2023"}
    assert post(organizer, categories, blank).status_code == 422
    assert post(organizer, categories, {"categories": "SKPD", "criteria": "nihil"}).status_code == 422
    added = post(organizer, categories, {"categories": "SKPD\nKecamatan\n\nSKPD\n", "criteria": "iga-2023"})
    assert added.status_code == 303
    assert "Aturan peringkat belum dinyatakan." in organizer.get(BASE).text
    html = organizer.get(f"{BASE}/entries/new").text
    category = html.partition('name="category_id"')[2].partition('value="')[2].partition('"')[0]
    entry = {"booth": "A-01", "name": "Satu", "category_id": category, "status": "published"}
    post(organizer, f"{BASE}/entries/new", entry)
    post(organizer, f"{BASE}/rules", {"preset": "balanced"})
    assert post(organizer, f"{BASE}/phase", {"phase": "voting", "reason": "mulai"}).status_code in {302, 303}
    assert 'data-vote-state="elsewhere"' in organizer.get("/e/pekan-inovasi-2026/satu").text
    late = {"categories": "Sekolah", "criteria": "simple"}
    assert post(organizer, categories, late, form=f"{BASE}/settings").status_code == 409


def test_an_empty_installation_says_so(client: FlaskClient) -> None:
    assert "Belum ada pameran di sini" in client.get("/").text


def test_the_schedule_is_told_in_the_exhibitions_own_time(organizer: FlaskClient) -> None:
    post(organizer, "/organizer/new", NEW)
    assert post(organizer, f"{BASE}/hours", {"closes_at": "2099-12-15T15:30"}).status_code == 303
    form = organizer.get(f"{BASE}/hours").text
    assert 'value="2099-12-15T15:30"' in form
    assert "Suara diterima sampai (WITA)" in form
    wrong = {"opens_at": "2099-12-16T15:30", "closes_at": "2099-12-15T15:30"}
    refused = post(organizer, f"{BASE}/hours", wrong)
    assert (refused.status_code, "Penutupan harus sesudah pembukaan." in refused.text) == (422, True)
    # Who corrects the zone does not move the closing's time of day.
    post(organizer, f"{BASE}/settings", {**NEW, "timezone": "Asia/Jakarta"})
    form = organizer.get(f"{BASE}/hours").text
    assert 'value="2099-12-15T15:30"' in form
    assert "Suara diterima sampai (WIB)" in form
