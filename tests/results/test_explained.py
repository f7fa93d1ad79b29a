"""The ranking explained before publication, and the jurors' calibration: for organizers alone."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, event
from sqlalchemy.orm import Session

from showcase.database import db
from showcase.jury.tables import Score, Sheet
from tests.factories import Cast, hall, sheet
from tests.signing_in import csrf, sign_in

BASE = "/organizer/pameran"
PAGES = ("results/skpd-1", "results/categories/skpd", "calibration")
SCORES = {"juri1": (80, 70, None), "juri2": (90, None, 65)}


@pytest.fixture
def cast(app: Flask, session: Session) -> Cast:
    made = hall(session)
    for juror in made.jurors:
        for number, value in enumerate(SCORES[juror.username], start=1):
            if value is not None:
                sheet(session, juror, made.entry(f"skpd-{number}"), made.criteria["skpd"], value, value)
    session.commit()
    return made


@pytest.fixture
def organizer(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_jurors_and_strangers_see_none_of_it(app: Flask, client: FlaskClient, cast: Cast) -> None:
    juror = app.test_client()
    sign_in(juror, "juri1")
    for page in PAGES:
        assert client.get(f"{BASE}/{page}").status_code == 302
        assert juror.get(f"{BASE}/{page}").status_code == 404
    assert client.post(f"{BASE}/rules/preview").status_code in {400, 401}


def test_corrections_are_shown_with_their_proof(organizer: FlaskClient) -> None:
    text = words(organizer.get(f"{BASE}/results/skpd-1").text)
    # y = a + b over three entries and two jurors that share the first: b = -5 and +5.
    for line in ("Juri 1 80,00 −5,00 85,00", "Juri 2 90,00 +5,00 85,00", "a = (85,00 + 85,00) / 2 = 85,00"):
        assert line in text
    assert "Jumlah koreksi pada semua lembar 0,00" in text


def test_a_refused_category_says_why_on_both_pages(organizer: FlaskClient) -> None:
    for page in ("results/kecamatan-1", "results/categories/kecamatan"):
        shown = organizer.get(f"{BASE}/{page}")
        assert shown.status_code == 200
        assert 'data-refused="ENTRY_WITHOUT_SCORES"' in shown.text


def test_calibration_shows_habits_and_what_holds_the_panel(organizer: FlaskClient) -> None:
    text = words(organizer.get(f"{BASE}/calibration").text)
    assert "Juri1 Juri 1 2 −5,00 75,00 70,00 – 80,00 5,00" in text
    assert "Juri2 Juri 2 2 +5,00 77,50 65,00 – 90,00 12,50" in text
    assert "Belum ada lembar nilai untuk: Kecamatan 1, Kecamatan 2, Kecamatan 3" in text


def test_a_parted_panel_says_which_sheet_would_join_it(organizer: FlaskClient, session: Session, cast: Cast) -> None:
    lost = session.query(Sheet).filter_by(juror_id=cast.jurors[1].id, entry_id=cast.entry("skpd-1").id).one()
    session.execute(delete(Score).where(Score.sheet_id == lost.id))
    session.delete(lost)
    session.commit()
    page = organizer.get(f"{BASE}/calibration").text
    assert 'data-parts="2"' in page
    assert "Satu lembar nilai lagi akan menyatukannya:" in page
    assert "Juri1 menilai Skpd 3" in words(page)
    assert "One more sheet would join them" in organizer.get(f"{BASE}/calibration?lang=en").text


def test_the_preview_follows_the_form_and_changes_nothing(organizer: FlaskClient, cast: Cast) -> None:
    token = csrf(organizer, f"{BASE}/rules")
    own = {"preset": "own", "jury_method": "plain", "public_method": "share", "floor": "0", "csrf_token": token}
    shown = organizer.post(f"{BASE}/rules/preview", data={**own, "jury_weight": "0"})
    assert shown.status_code == 200
    assert "100 %</b> pengaruh nyata publik" in shown.text
    assert "Nilai akhir sama dengan nilai suara publik." in shown.text
    assert shown.text.count("<circle") == 100
    unfinished = organizer.post(f"{BASE}/rules/preview", data={**own, "jury_weight": "8o"})
    assert unfinished.status_code == 200
    assert "belum lengkap" in unfinished.text
    assert "Nilai akhir = 80 % nilai juri + 20 % nilai suara publik." in unfinished.text
    assert "80 % nilai juri" in organizer.get(f"{BASE}/rules").text


def test_pages_ask_the_database_a_fixed_number_of_times(organizer: FlaskClient, app: Flask) -> None:
    for page in PAGES:
        organizer.get(f"{BASE}/{page}")
        asked: list[str] = []
        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", lambda *values, kept=asked: kept.append(values[2]))
        assert organizer.get(f"{BASE}/{page}").status_code == 200
        selects = [statement for statement in asked if statement.startswith("SELECT")]
        assert len(selects) <= 20, (page, len(selects))
