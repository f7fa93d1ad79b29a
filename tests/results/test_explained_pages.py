"""Why an entry stands where it stands, and a category in full: public once published, never before."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.exhibitions.rules import Phase
from tests.factories import Cast
from tests.results.judging import judged, move

ENTRY, CATEGORY = "/results/pameran/skpd-1", "/results/pameran/categories/skpd"


def words(page: str) -> str:
    """The page as it is read."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_before_publication_nothing_is_explained(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        cast = judged(Phase.DELIBERATION)
    for step in (None, Phase.FINAL):
        if step:
            with app.app_context():
                move(cast, step)
        assert client.get(ENTRY).status_code == 404
        assert client.get(CATEGORY).status_code == 404


def test_an_entry_is_explained_step_by_step(published: Cast, client: FlaskClient) -> None:
    text = words(client.get(ENTRY).text)
    for line in (
        "peringkat 1 karena nilai jurinya urutan 1 dan suaranya urutan 3 dari 3, dan keduanya bersama memberi 66,00.",
        "0,3 × 80 + 0,7 × 80 = 80,00",
        "0,3 × 90 + 0,7 × 90 = 90,00",
        "a = (80,00 + 90,00) / 2 = 85,00",
        "A = 100 × (85 − 50) / (100 − 50) = 70,00",
        "V = 100 × √(100 / 400) = 50,0000",
        "F = 0,8 × 70 + 0,2 × 50 = 66,00",
        "Peringkat 1 dari 3 (berikutnya 40,00)",
        "Untuk inovasi ini jumlah (nilai − a − koreksi) adalah 0,00.",
    ):
        assert line in text
    assert "F = 0.8 × 70 + 0.2 × 50 = 66.00" in words(client.get(f"{ENTRY}?lang=en").text)


def test_a_shared_place_says_with_whom(published: Cast, client: FlaskClient) -> None:
    text = words(client.get("/results/pameran/skpd-2").text)
    assert "Semua angkanya persis sama dengan Skpd 3, jadi peringkat 2 dipakai bersama." in text


def test_a_category_shows_every_number_and_the_seven_questions(published: Cast, client: FlaskClient) -> None:
    text = words(client.get(CATEGORY).text)
    for question in (
        "Bila bobotnya lain?",
        "Bila satu juri tidak ikut?",
        "Berapa suara yang mengubah juara pertama?",
        "Bila cara hitungnya lain?",
        "Seberapa pasti setiap peringkat?",
        "Berapa pengaruh nyata publik?",
        "Apakah panel jurinya menyatu?",
    ):
        assert question in text
    # By hand: A 70, 25, 25; V 50, 100, 100. The weight at which 70 (1 - w) + 50 w = 25 (1 - w) + 100 w is 45 / 95.
    assert "tetap pertama selama bobot publik 0 sampai 47,4 persen. Yang dinyatakan: 20 persen." in text
    for juror in ("Juri 1", "Juri 2"):
        assert f"Tanpa {juror} pertama tetap" in text
    # 6 sheets, 3 entries, 2 jurors: 6 - 3 - 2 + 1 = 2 degrees of freedom.
    assert "perlu sedikitnya 5 derajat bebas, ada 2" in text


def test_strangers_and_withdrawn_names_are_not_found(published: Cast, client: FlaskClient) -> None:
    for path in ("tidak-ada", "categories/tidak-ada", "categories"):
        assert client.get(f"/results/pameran/{path}").status_code == 404
    assert client.get("/results/tidak-ada/skpd-1").status_code == 404


def test_an_archived_year_without_figures_explains_nothing(demo_client: FlaskClient) -> None:
    assert demo_client.get("/results/bailang-2024/categories/terbaik").status_code == 404


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_rules_are_published_before_the_vote(app: Flask, client: FlaskClient, language: str) -> None:
    with app.app_context():
        cast = judged(Phase.SETUP)
    assert cast
    page = client.get(f"/rules/pameran?lang={language}")
    assert page.status_code == 200
    text = words(page.text)
    expected = {
        "id": (
            "Nilai akhir = 80 % nilai juri + 20 % nilai suara publik.",
            "Kebaruan 30 %",
            "Dinyatakan 15 Desember 2025",
        ),
        "en": ("Final score = 80 % jury", "Kebaruan 30 %", "Declared 15 December 2025"),
    }[language]
    for line in expected:
        assert line in text
    assert client.get("/rules/tidak-ada").status_code == 404
