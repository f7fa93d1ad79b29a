"""The print page: every paper with its picture, its number of sheets and its file."""

import re
from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from showcase.database import db, transaction
from showcase.entries.rules.states import Status
from showcase.kernel import content
from showcase.kernel.roles import Role
from tests.factories import NOW, Cast, account, entry, hall
from tests.signing_in import sign_in

PRINT = "/organizer/pameran/posters"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        account(session, "petugas", Role.DESK)
        content.touch(session)
        return made


@pytest.fixture
def organizer(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def codes(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    found = [code.text for page in document for code in zxingcpp.read_barcodes(page.render(scale=2).to_pil())]
    document.close()
    return found


def test_every_file_and_picture_on_the_page_opens(organizer: FlaskClient) -> None:
    html = organizer.get(PRINT).text
    assert "6 lembar A4" in html
    assert "3 lembar A4" in html
    assert "2 lembar A4" in html
    pictures = re.findall(r'src="(/organizer/[^"]+)"', html)
    files = re.findall(r'href="(/organizer/[^"]+\.pdf[^"]*)"', html)
    assert len(pictures) == 10
    for address in {path.replace("&amp;", "&") for path in (*pictures, *files)}:
        answer = organizer.get(address)
        assert answer.status_code == 200
        assert answer.mimetype in {"image/svg+xml", "application/pdf"}
        assert answer.headers["Cache-Control"] == "no-store"


def test_one_category_one_entry_or_all_but_the_withdrawn(app: Flask, cast: Cast, organizer: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        row = session.merge(cast.entry("skpd-3"))
        row.status, row.withdrawn_reason = Status.WITHDRAWN, "mundur"
        content.touch(session)
    assert len(codes(organizer.get(f"{PRINT}.pdf?size=a6").data)) == 5
    assert len(codes(organizer.get(f"{PRINT}.pdf?size=a6&category=kecamatan").data)) == 3
    (one,) = codes(organizer.get(f"{PRINT}.pdf?entry=skpd-1").data)
    assert one.endswith(f"/B/{cast.codes['skpd-1']}")
    assert organizer.get(f"{PRINT}.pdf?entry=skpd-3").status_code == 404
    assert organizer.get(f"{PRINT}.pdf?size=a0").status_code == 404


def test_only_what_changed_since_a_day(app: Flask, cast: Cast, organizer: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        session.merge(cast.entry("skpd-2")).updated_at = NOW + timedelta(days=2)
        content.touch(session)
    assert "1 poster dipilih." in organizer.get(f"{PRINT}?since=2025-12-16").text
    assert "6 poster dipilih." in organizer.get(f"{PRINT}?since=2025-12-15").text
    assert "Tidak ada poster yang cocok" in organizer.get(f"{PRINT}?since=2026-01-01").text
    wrong = organizer.get(f"{PRINT}?since=kemarin")
    assert wrong.status_code == 422
    assert "Tanggal ini tidak ada." in wrong.text


def test_a_card_speaks_the_language_that_was_asked_for(organizer: FlaskClient) -> None:
    card = "/organizer/pameran/instructions/visitors.svg"
    assert "Cara memilih" in organizer.get(card).text
    assert "How to vote" in organizer.get(f"{card}?in=en").text
    # The paper's language alone: the pages stay Indonesian.
    assert "<h1>Cetak</h1>" in organizer.get(PRINT).text
    assert "How to vote" in organizer.get(f"{card}?lang=en").text
    assert organizer.get("/organizer/pameran/instructions/nobody.pdf").status_code == 404
    assert organizer.get("/organizer/pameran/instructions/desk.pdf?size=a0").status_code == 404


def test_the_desk_may_open_cards_but_no_posters(app: Flask, cast: Cast) -> None:
    desk = app.test_client()
    sign_in(desk, "petugas")
    assert desk.get("/organizer/pameran/instructions/desk.pdf").status_code == 200
    assert desk.get(PRINT).status_code == 404
    assert desk.get(f"{PRINT}.pdf").status_code == 404
    assert desk.get(f"{PRINT}.svg").status_code == 404


def test_markup_in_names_is_text_everywhere(app: Flask, cast: Cast, organizer: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        entry(session, session.merge(cast.categories[0]), "jahat", "A-00", name="<script>alert(1)</script>")
        content.touch(session)
    for address in (PRINT, f"{PRINT}.svg?entry=jahat"):
        html = organizer.get(address).text
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_the_page_takes_as_many_queries_for_many_as_for_few(app: Flask, cast: Cast, organizer: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        for number in range(60):
            entry(session, session.merge(cast.categories[1]), f"banyak-{number}", f"C-{number:03d}")
        content.touch(session)
    organizer.get(PRINT)
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert "66 poster dipilih." in organizer.get(PRINT).text
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(seen) <= 4, seen
