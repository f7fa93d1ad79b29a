"""The record of the judging as a file: for organizers only, with what people typed as they typed it."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from showcase.database import transaction
from showcase.jury.actions import recusals
from showcase.kernel.roles import Role
from tests.factories import NOW, Cast, account, by, hall
from tests.signing_in import sign_in

pytestmark = pytest.mark.both_engines
FILE = "/organizer/pameran/judging/minutes.pdf"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        account(session, "petugas", Role.DESK)
        juror, code = made.jurors[0].id, made.codes["skpd-2"]
        reason = "<b>adik</b> & ipar saya"
        recusals.recuse(session, by("juri1", NOW, reason), juror, code, confirmed=False)
        return made


def test_the_file_holds_the_recused_pair_with_its_reason_as_typed(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "panitia")
    assert f'href="{FILE}"' in client.get("/organizer/pameran/judging").text
    answer = client.get(FILE)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'filename="pameran-risalah-penjurian.pdf"' in answer.headers["Content-Disposition"]
    reader = PdfReader(io.BytesIO(answer.data))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "J1 Juri1 A-02 Skpd 2 <b>adik</b> & ipar saya 15 Desember 2025, 10.42 WITA" in words
    assert f"Halaman 1 dari {len(reader.pages)}" in words


def test_nobody_but_organizers_gets_it(app: Flask, client: FlaskClient, cast: Cast) -> None:
    assert client.get(FILE).headers["Location"] == "/login"
    for username in ("juri1", "petugas"):
        other = app.test_client()
        sign_in(other, username)
        assert other.get(FILE).status_code == 404
    sign_in(client, "panitia")
    assert client.get("/organizer/tidak-ada/judging/minutes.pdf").status_code == 404
