"""Tables read back, and what their preview names: nothing is lost on the way, and nothing is left unsaid."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import transaction
from showcase.entries.actions import entries
from tests.factories import NOW, Cast, by
from tests.importing.test_imports_pages import HEADER, cast, desk, names, store, upload
from tests.signing_in import post

__all__ = ["cast", "desk"]


ODD = ["=HYPERLINK(1)", "'=1", "@SUM(1)", "+62 Dinas", "-Dinas", "Kios  Tahu", 'D\'Best "A", B; C', "Ａ", "مدرسة"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_table_read_back_changes_nothing(app: Flask, desk: FlaskClient, cast: Cast, kind: str) -> None:
    """Names that look like formulas, entries without organisation and drafts included."""
    with app.app_context(), transaction() as session:
        for place, name in enumerate(ODD):
            values = {"booth": f"Z-{place:02}", "name": name, "category_id": cast.categories[0].id, "aim": f"{name}\nb"}
            entries.create(session, by("panitia", NOW), cast.exhibition.id, {**values, "status": "draft"})
    table, text = (f"/organizer/pameran/exports/entries.{ending}" for ending in (kind, "csv"))
    before = desk.get(text).data
    assert b"Z-08" in before
    page = upload(desk, desk.get(table).data, name=f"entries.{kind}")
    assert page.status_code == 200
    assert "Semua baris sudah sama dengan yang tersimpan" in page.text
    assert "Kolom yang tidak dikenal" not in page.text
    assert desk.get(text).data == before


def test_the_entries_page_offers_the_whole_table(desk: FlaskClient) -> None:
    page = desk.get("/organizer/pameran/entries").text
    assert "/organizer/pameran/exports/entries.xlsx" in page
    assert "/organizer/pameran/exports/entries.csv" in page


def test_a_preview_names_what_should_be_looked_at(desk: FlaskClient) -> None:
    rows = "Z-1;Skpd;创新;Dinas;;hubungi 0812-3456-7890\n"
    page = upload(desk, "Daftar inovasi\n\n" + HEADER + rows)
    told = unescape(re.sub(r"<[^>]+>", " ", page.text))
    assert "huruf 创 新 tidak bisa dicetak" in told
    assert "mirip nomor telepon" in told
    assert re.search(r"Periksa dulu\s+2", told)
    assert store(desk, page).status_code == 303


def test_a_name_typed_with_a_direction_mark_loses_it(app: Flask, desk: FlaskClient, cast: Cast) -> None:
    fields = {"booth": "Z-9", "name": "\u202eoitavoni", "category_id": str(cast.categories[0].id)}
    assert post(desk, "/organizer/pameran/entries/new", fields).status_code == 303
    assert names(app)["Z-9"] == "oitavoni"
