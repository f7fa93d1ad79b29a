"""The spreadsheet of a result: unknown before publication, in the page's language, kept by whoever asks again."""

import io

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import transaction
from showcase.entries.actions import entries
from showcase.exhibitions.rules import Phase
from showcase.phases.actions import phases
from tests.factories import BROUGHT_IN, NOW, Cast, by, hall, sheet
from tests.signing_in import sign_in

PUBLIC, ORGANIZER = "/results/pameran/workbook.xlsx", "/organizer/pameran/results/workbook.xlsx"


def judged() -> Cast:
    """A hall in deliberation whose category SKPD is fully scored, and Kecamatan by nobody."""
    with transaction() as session:
        cast = hall(session, phase=Phase.DELIBERATION)
        cast.entry("skpd-1").name = "=1+1"
        for juror, values in zip(cast.jurors, ((80, 70, 60), (90, 55, 65)), strict=True):
            for number, value in enumerate(values, start=1):
                sheet(session, juror, cast.entry(f"skpd-{number}"), cast.criteria["skpd"], value, value)
    return cast


def publish(cast: Cast) -> None:
    with transaction() as session:
        for number in (1, 2, 3):
            row = cast.entry(f"kecamatan-{number}")
            sheet(session, cast.jurors[0], row, cast.criteria["kecamatan"], 70, 60 + number)
        entries.withdraw(session, by("panitia", NOW, "mundur"), cast.exhibition.id, "skpd-3")
        for phase in (Phase.FINAL, Phase.PUBLISHED):
            accept = phase is Phase.FINAL
            who = by("panitia", NOW)
            phases.move(session, who.because("sesuai jadwal"), cast.exhibition.id, phase, accept_gaps=accept)


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        return judged()


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def column(book: openpyxl.Workbook, sheet_name: str, letter: str) -> list[object]:
    return [cell.value for cell in book[sheet_name][letter]]


def test_there_is_none_before_publication(cast: Cast, client: FlaskClient) -> None:
    assert client.get(PUBLIC).status_code == 404
    assert client.get("/results/tidak-ada/workbook.xlsx").status_code == 404
    assert client.get(ORGANIZER).status_code in {302, 303, 404}


def test_a_published_result_with_its_names_and_hash(app: Flask, cast: Cast, client: FlaskClient) -> None:
    with app.app_context():
        publish(cast)
    answer = client.get(PUBLIC)
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="pameran-workbook.xlsx"'
    assert "Set-Cookie" not in answer.headers
    book = opened(answer.data)
    assert book.sheetnames == [
        "Aturan",
        *(f"Skpd - {name}" for name in ("Hasil akhir", "Lembar nilai", "Juri")),
        *(f"Kecamatan - {name}" for name in ("Hasil akhir", "Lembar nilai", "Juri")),
    ]
    assert client.get("/results/pameran.json").get_json()["bundle_sha256"] in column(book, "Aturan", "B")
    # What looks like a formula is the name it is; the formulas are ours and have their values.
    assert column(book, "Skpd - Hasil akhir", "B")[3:5] == ["=1+1", "Skpd 2"]
    assert column(book, "Skpd - Hasil akhir", "A")[3:5] == [1, 2]
    assert column(book, "Skpd - Hasil akhir", "D")[3:5] == [85, 62.5]
    assert "Skpd 3" in column(book, "Skpd - Hasil akhir", "B")[5:]
    assert column(book, "Skpd - Lembar nilai", "A")[5:9] == ["Juri 1", "Juri 2"] * 2


def test_it_is_sent_once_and_in_the_language_of_the_page(app: Flask, cast: Cast, client: FlaskClient) -> None:
    with app.app_context():
        publish(cast)
    first = client.get(PUBLIC)
    assert first.headers["Cache-Control"] == "no-cache"
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get(PUBLIC, headers=again).status_code == 304
    english = client.get(f"{PUBLIC}?lang=en", headers=again)
    assert english.status_code == 200
    book = opened(english.data)
    assert book.sheetnames[:2] == ["Rules", "Skpd - Result"]
    assert "Juror 1" in column(book, "Skpd - Jury", "A")


def test_a_year_without_figures_has_none(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        hall(session, **BROUGHT_IN)
    assert client.get(PUBLIC).status_code == 404
    sign_in(client, "panitia")
    assert client.get(ORGANIZER).status_code == 404


def test_organizers_have_it_in_every_phase_with_what_is_missing_in_words(cast: Cast, client: FlaskClient) -> None:
    sign_in(client, "panitia")
    answer = client.get(ORGANIZER)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    book = opened(answer.data)
    assert book.sheetnames[4:] == ["Kecamatan - Hasil akhir", "Kecamatan - Lembar nilai"]
    assert "Belum ada lembar nilai untuk Kecamatan 1" in str(column(book, "Kecamatan - Hasil akhir", "A")[1])
    assert column(book, "Skpd - Hasil akhir", "A")[3:6] == [1, 2, 2]


def test_jurors_do_not_have_it(cast: Cast, client: FlaskClient) -> None:
    sign_in(client, "juri1")
    assert client.get(ORGANIZER).status_code in {403, 404}
