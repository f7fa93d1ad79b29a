"""Paper sheets: typed by two people, counted only where both agree, under the phone's own rules."""

import io

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from showcase.database import db, transaction
from showcase.jury.rules.scoring import SheetState
from showcase.jury.tables import PaperReading, Recusal, Score, Sheet
from showcase.kernel.roles import Role
from showcase.kernel.tables import AuditEvent
from tests.factories import NOW, Cast, account, hall, sheet
from tests.signing_in import post, sign_in

pytestmark = pytest.mark.both_engines
HOME = "/organizer/pameran/paper"
GOOD = {"score.kebaruan": "80", "score.kemanfaatan": "82.5"}


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        account(session, "petugas", Role.DESK)
        return made


@pytest.fixture
def first(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


@pytest.fixture
def second(app: Flask, cast: Cast) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "petugas")
    return client


@pytest.fixture
def path(cast: Cast) -> str:
    return f"{HOME}/{cast.codes['skpd-1']}-J1"


def stored(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session().scalars(select(Score.value_centi).order_by(Score.criterion_id)))


def test_two_equal_readings_become_the_sheet(
    app: Flask, cast: Cast, first: FlaskClient, second: FlaskClient, path: str
) -> None:
    assert post(first, path, GOOD).headers["Location"].endswith("kept=first")
    assert stored(app) == []
    answer = post(second, path, {"score.kebaruan": " 80.00 ", "score.kemanfaatan": "82.50"})
    assert answer.headers["Location"].endswith("kept=submitted")
    assert stored(app) == [8000, 8250]
    with app.app_context():
        row = db.session().scalars(select(Sheet)).one()
        acts = db.session().scalars(select(AuditEvent).where(AuditEvent.action.startswith("paper"))).all()
    assert (row.juror_id, row.state, row.origin) == (cast.jurors[0].id, SheetState.SUBMITTED, "paper")
    assert [act.actor for act in acts] == ["panitia", "petugas", "petugas"]
    assert acts[-1].after == {"readers": ["panitia", "petugas"], "origin": "paper"}
    assert 'data-paper-state="submitted"' in first.get(path).text


def test_one_person_alone_never_submits(app: Flask, first: FlaskClient, path: str) -> None:
    for _ in range(3):
        assert post(first, path, GOOD).headers["Location"].endswith("kept=first")
    assert stored(app) == []
    assert 'data-paper-state="first"' in first.get(path).text


def test_the_second_person_types_without_seeing_the_first(first: FlaskClient, second: FlaskClient, path: str) -> None:
    post(first, path, {"score.kebaruan": "13", "score.kemanfaatan": "37"})
    html = second.get(path).text
    assert 'data-paper-state="second"' in html
    assert ">13<" not in html
    assert 'value="13"' not in html
    assert 'value="13"' in first.get(path).text


def test_a_mismatch_shows_field_by_field_and_counts_nowhere(
    app: Flask, first: FlaskClient, second: FlaskClient, path: str
) -> None:
    post(first, path, GOOD)
    assert post(second, path, {**GOOD, "score.kebaruan": "08"}).headers["Location"].endswith("kept=differs")
    for client in (first, second):
        html = client.get(path).text
        assert 'data-paper-state="differs"' in html
        assert html.count('<tr class="wide">') == 1
        assert "1 kriteria berbeda" in html
    assert stored(app) == []
    assert "berbeda" in first.get(HOME).text
    assert post(second, path, GOOD).headers["Location"].endswith("kept=submitted")
    assert stored(app) == [8000, 8250]


@pytest.mark.parametrize("value", ["100.01", "-1", "NaN", "1e400", "1_0", "1,234", "８０", "80.555", "", "0x10"])
def test_the_strict_rules_of_numbers_are_the_phones(app: Flask, first: FlaskClient, path: str, value: str) -> None:
    answer = post(first, path, {**GOOD, "score.kebaruan": value})
    assert answer.status_code == 422
    assert 'data-error="scores-invalid"' in answer.text
    assert 'value="82.5"' in answer.text
    assert post(first, path, {**GOOD, "score.lain": "5"}).status_code == 422
    with app.app_context():
        assert not db.session().scalars(select(PaperReading)).all()


def test_what_is_submitted_or_recused_is_not_typed_in(app: Flask, cast: Cast, first: FlaskClient, path: str) -> None:
    with app.app_context(), transaction() as session:
        sheet(session, cast.jurors[0], cast.entry("skpd-1"), cast.criteria["skpd"], 50, 50)
        pair = {"juror_id": cast.jurors[0].id, "entry_id": cast.entry("skpd-2").id}
        session.add(Recusal(**pair, reason="satu kantor", at=NOW))
    assert post(first, path, GOOD, form=HOME).status_code == 409
    assert post(first, f"{HOME}/{cast.codes['skpd-2']}-J1", GOOD, form=HOME).status_code == 409
    assert stored(app) == [5000, 5000]


def test_codes_lead_to_their_sheets_however_they_are_typed(cast: Cast, first: FlaskClient, path: str) -> None:
    typed = f" {cast.codes['skpd-1'].lower()}-j1 "
    assert first.get(HOME, query_string={"code": typed}).headers["Location"] == path
    assert first.get(HOME, query_string={"code": "ZZZZZ-J1"}).status_code == 404
    for wrong in ("ZZZZZ-J1", f"{cast.codes['skpd-1']}-J9", cast.codes["skpd-1"], "-", "x"):
        assert first.get(f"{HOME}/{wrong}").status_code == 404


def test_blank_sheets_carry_their_own_codes(app: Flask, cast: Cast, first: FlaskClient, path: str) -> None:
    with app.app_context(), transaction() as session:
        sheet(session, cast.jurors[0], cast.entry("skpd-2"), cast.criteria["skpd"], 50, 50)
    data = first.get(f"{HOME}.pdf?juror=J1&category=skpd").data
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    pages = [page.render(scale=1.5).to_pil() for page in document]
    words = document[0].get_textpage().get_text_bounded()
    document.close()
    read = [found.text for page in pages for found in zxingcpp.read_barcodes(page)]
    assert read == [f"http://localhost{HOME}/{cast.codes[slug]}-J1" for slug in ("skpd-1", "skpd-3")]
    assert "Kemanfaatan" in words
    assert "Juri1" in words
    everything = pypdfium2.PdfDocument(io.BytesIO(first.get(f"{HOME}.pdf?again=1").data))
    assert len(everything) == 12
    everything.close()
    assert first.get(f"{HOME}.pdf?juror=J9").status_code == 404


def test_the_desk_comes_to_the_paper_and_to_nothing_else(second: FlaskClient, path: str) -> None:
    for room in (HOME, path):
        assert second.get(room).status_code == 200
    rooms = ("", "/judging", "/judging/board", "/panels/skpd", "/jurors", "/jurors/juri1", "/results")
    for room in rooms:
        assert second.get(f"/organizer/pameran{room}").status_code == 404
    assert second.get("/jury/deliberation/skpd").status_code == 404


def test_signing_in_leads_the_desk_to_its_page_and_from_there_to_the_paper(app: Flask, cast: Cast) -> None:
    desk = app.test_client()
    first = sign_in(desk, "petugas").headers["Location"]
    assert first == "/organizer/pameran/desk"
    assert f'href="{HOME}"' in desk.get(first).text


def test_jurors_and_strangers_do_not_find_the_back_office(app: Flask, cast: Cast, path: str) -> None:
    juror, nobody = app.test_client(), app.test_client()
    sign_in(juror, "juri1")
    base = "/organizer/pameran"
    reads = ["/judging", "/judging/board", "/panels", "/panels/skpd", "/jurors/juri1", "/paper", "/paper.pdf"]
    writes = ["/judging", "/judging/message", "/panels/skpd", "/panels/skpd/panel", "/panels/skpd/everybody"]
    writes += ["/jurors/cards", "/jurors/juri1/card", "/jurors/juri1/reopen"]
    for room in reads:
        assert juror.get(base + room).status_code == 404
        assert nobody.get(base + room).headers["Location"] == "/login"
    for room in [base + room for room in writes] + [path]:
        assert post(juror, room, GOOD, form="/jury").status_code == 404
        assert post(nobody, room, GOOD, form="/login").status_code == 401
