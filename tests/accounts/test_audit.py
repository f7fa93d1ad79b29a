"""The audit log's page and files: the lines in words, cut and paged, and nothing in them a formula or markup."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event

from showcase.database import db, transaction
from showcase.kernel.act import Act
from tests.factories import NOW, hall
from tests.signing_in import post, sign_in

PAGE = "/organizer/audit"
FORMULA = '=HYPERLINK("http://x","y")'


@pytest.fixture(autouse=True)
def cast(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        made = hall(session)
        for number in range(60):
            at = NOW + timedelta(minutes=number)
            Act("panitia", at).record(session, "account.enable", f"orang{number}")
        Act("panitia", NOW + timedelta(days=1), FORMULA).record(
            session,
            "entry.update",
            "skpd-1",
            exhibition_id=made.exhibition.id,
            before={"name": "<b>Lama</b>", "booth": ""},
            after={"name": "Baru", "booth": "A-09"},
        )
    sign_in(client, "panitia")


def test_a_line_tells_who_what_when_why_and_what_changed(client: FlaskClient) -> None:
    html = client.get(PAGE).text
    assert "Isian diubah" in html
    assert 'href="/organizer/pameran/entries/skpd-1"' in html
    assert 'Panitia (<span class="mono">panitia</span>)' in " ".join(html.split())
    assert "&lt;b&gt;Lama&lt;/b&gt;" in html
    assert "<b>Lama</b>" not in html
    assert "10.42 WITA" in html
    assert "16 Desember 2025" in html


def test_pages_lead_to_the_oldest_line(client: FlaskClient) -> None:
    html = client.get(PAGE).text
    assert html.count('<article class="log-line"') == 50
    older = html.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    last = client.get(older.replace("&amp;", "&")).text
    assert last.count('<article class="log-line"') == 11
    assert "orang0<" in last
    assert 'rel="next"' not in last


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("kind=entries", 1),
        ("actor=ketua", 0),
        ("subject=ORANG59", 1),
        ("since=2025-12-16", 1),
        ("since=2025-12-15&until=2025-12-15&subject=orang1", 11),
        ("since=16/12/2025", 50),
        ("since=9999-12-31&until=9999-12-31", 0),
        ("kind=lain", 50),
        ("before=abc", 50),
        ("before=99999999999999999999", 50),
        ("subject=%27%22%3C", 0),
    ],
)
def test_the_log_is_cut(client: FlaskClient, query: str, lines: int) -> None:
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    assert answer.text.count('<article class="log-line"') == lines


def test_files_hold_the_same_lines_and_no_formula(client: FlaskClient) -> None:
    text = client.get(f"{PAGE}.csv?kind=entries")
    assert text.headers["Content-Disposition"] == 'attachment; filename="catatan.csv"'
    header, line = csv.reader(io.StringIO(text.data.decode("utf-8-sig")), delimiter=";")
    told = dict(zip(header, line, strict=True))
    assert told["reason"] == f"'{FORMULA}"
    assert (told["actor"], told["action"], told["exhibition"]) == ("panitia", "entry.update", "pameran")
    assert told["at"].startswith("2025-12-16 10:42")
    book = load_workbook(io.BytesIO(client.get(f"{PAGE}.xlsx").data))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 62
    assert rows[1][-1] == FORMULA
    assert book.active.cell(2, len(header)).data_type == "s"


def test_a_page_costs_the_same_however_many_lines(app: Flask, client: FlaskClient) -> None:
    client.get(PAGE)
    asked: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    client.get(f"{PAGE}?subject=orang59")
    few = len(asked)
    client.get(PAGE)
    assert len(asked) - few == few
    assert few <= 8, asked


def test_what_an_organizer_does_is_there_at_once(client: FlaskClient) -> None:
    post(client, "/organizer/people", {"name": "Rina", "role": "mc"})
    assert "Undangan dibuat" in client.get(PAGE).text
