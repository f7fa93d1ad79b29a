"""The receipt of locked scores: one text, page and paper; who may check it; and the reopening that ends it."""

import io
import json
import re
from hashlib import sha256

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from showcase.database import db, transaction
from showcase.exhibitions.rules import Phase
from showcase.jury.rules.scoring import SheetState
from showcase.jury.tables import CategoryLock, Score
from showcase.kernel.tables import AuditEvent
from tests.factories import Cast
from tests.jury.locking import LOCK, RECEIPT, lines, lock, scored, states
from tests.signing_in import csrf, post, sign_in

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        return scored()


@pytest.fixture
def juror(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "juri1")
    return client


def test_the_receipt_is_a_page_a_paper_and_a_text_that_hash_alike(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    assert juror.get(RECEIPT).headers["Location"] == LOCK
    assert juror.get("/jury/receipt/skpd.pdf").status_code == 404
    lock(juror)
    text = juror.get("/jury/receipt/skpd.json").text
    sealed = json.loads(text)
    assert sealed["sheets"][0]["scores"] == {"kebaruan": "81", "kemanfaatan": "70"}
    assert {line["receipt"] for line in lines(app, "SHEET_LOCKED")} == {sha256(text.encode()).hexdigest()}
    page = juror.get(RECEIPT).text
    code = re.search(r'data-receipt-code="(\w{16})"', page)
    assert code
    document = pypdfium2.PdfDocument(io.BytesIO(juror.get("/jury/receipt/skpd.pdf").data))
    words = document[0].get_textpage().get_text_bounded()
    read = zxingcpp.read_barcodes(document[0].render(scale=2).to_pil())
    document.close()
    assert sha256(text.encode()).hexdigest() in words
    assert "73,3" in words
    assert [found.text for found in read] == [f"http://localhost/check/scores/{code[1]}"]
    anybody = app.test_client()
    answer = anybody.get(f"/check/scores/{code[1]}")
    assert 'data-scores-state="stands"' in answer.text
    assert "81" not in re.sub(code[1] + "|" + "-".join(code[1][n : n + 4] for n in (0, 4, 8, 12)), "", answer.text)
    spelled = "-".join(code[1][n : n + 4] for n in (0, 4, 8, 12)).lower()
    assert 'data-scores-state="stands"' in anybody.get("/check/scores", query_string={"code": spelled}).text
    assert anybody.get("/check/scores/ZZZZZZZZZZZZZZZZ").status_code == 404
    assert anybody.get("/check/scores/x").status_code == 404


def test_a_tampered_score_shows_on_the_check_page(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    lock(juror)
    with app.app_context():
        made = db.session().scalars(select(CategoryLock)).one()
        engine = db.engine
        sqlite = engine.dialect.name == "sqlite"
    off = "DROP TRIGGER score_stays_update" if sqlite else "ALTER TABLE score DISABLE TRIGGER USER"
    with engine.begin() as connection:
        connection.exec_driver_sql(off)
        connection.execute(update(Score).values(value_centi=9900))
    assert 'data-scores-state="differs"' in app.test_client().get(f"/check/scores/{made.code}").text


def test_only_a_recorded_reopening_gives_a_sheet_back(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    lock(juror)
    old = json.loads(juror.get("/jury/receipt/skpd.json").text)
    code = re.search(r'data-receipt-code="(\w{16})"', juror.get(RECEIPT).text)
    assert code
    desk = app.test_client()
    sign_in(desk, "panitia")
    page, path = "/organizer/pameran/jurors/juri1", "/organizer/pameran/jurors/juri1/reopen"
    assert post(desk, path, {"entry": "skpd-2", "reason": " "}, form=page).status_code == 422
    assert post(desk, path, {"entry": "kecamatan-1", "reason": "salah"}, form=page).status_code == 404
    assert states(app) == [SheetState.LOCKED] * 3
    assert post(desk, path, {"entry": "skpd-2", "reason": "Salah angka"}, form=page).status_code == 303
    assert lines(app, "SHEET_REOPENED") == [{"juror": "J1", "entry": "skpd-2", "reason": "Salah angka"}]
    with app.app_context():
        event = db.session().scalars(select(AuditEvent).where(AuditEvent.action == "sheet.reopen")).one()
    assert (event.actor, event.subject, event.reason) == ("panitia", "juri1/skpd-2", "Salah angka")
    assert "Salah angka" in juror.get("/jury").text
    assert 'data-scores-state="ended"' in desk.get(f"/check/scores/{code[1]}").text
    assert juror.get("/jury/deliberation/skpd").status_code == 409
    sheet_path = f"/jury/{cast.codes['skpd-2']}"
    version = re.search(r'name="version" value="(\d+)"', juror.get(sheet_path).text)
    assert version
    data = {"csrf_token": csrf(juror, "/jury"), "version": version[1], "action": "submit"}
    assert juror.post(sheet_path, data={**data, "score.kebaruan": "50", "score.kemanfaatan": "50"}).status_code == 303
    assert lock(juror)[0] == 303
    new = json.loads(juror.get("/jury/receipt/skpd.json").text)
    assert new["sheets"][1]["scores"] == {"kebaruan": "50", "kemanfaatan": "50"}
    assert (new["sheets"][0], new["nonce"] == old["nonce"]) == (old["sheets"][0], False)
    assert [line["entry"] for line in lines(app, "SHEET_LOCKED")] == ["skpd-1", "skpd-2", "skpd-3", "skpd-2"]


def test_nothing_is_reopened_after_final(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    lock(juror)
    with app.app_context(), transaction() as session:
        session.merge(cast.exhibition).phase = Phase.FINAL
    desk = app.test_client()
    sign_in(desk, "panitia")
    path = "/organizer/pameran/jurors/juri1/reopen"
    answer = post(desk, path, {"entry": "skpd-1", "reason": "salah"}, form="/organizer/pameran/jurors")
    assert answer.status_code == 409
    assert states(app) == [SheetState.LOCKED] * 3
