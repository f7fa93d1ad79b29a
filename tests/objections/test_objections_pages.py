"""The objections' pages: who may what, refusals beside their fields, and what the public reads."""

import csv
import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from showcase.database import db, transaction
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content
from showcase.kernel.roles import Role
from showcase.kernel.tables import BallotRecord
from showcase.objections.tables import Objection, ObjectionAnswer, ResultCorrection
from tests.factories import Cast, account
from tests.results.judging import judged, move
from tests.signing_in import csrf, post, sign_in

PAGE, PUBLIC = "/organizer/pameran/objections", "/results/pameran"
ZONE = ZoneInfo("Asia/Makassar")
NAME, REACH, WORDS = "Siti Aminah <b>", "0812-7777-001", "Nilai kami kurang & <i>salah</i>."
CAME = {"name": NAME, "reach": REACH, "about": "entry:skpd-2", "words": WORDS}


def field(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%Y-%m-%dT%H:%M}"


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(days=3)


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        cast = judged(Phase.DELIBERATION)
        move(cast, Phase.FINAL, Phase.PUBLISHED)
        with transaction() as session:
            for role in (Role.VIEWER, Role.MC, Role.DESK):
                account(session, role.value, role)
    return cast


@pytest.fixture
def desk(cast: Cast, client: FlaskClient) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def state(client: FlaskClient, until: datetime | None = None, how: str = "Ruang 2, telepon 202800") -> None:
    data = {"until": field(until or soon()), "how": how}
    assert post(client, f"{PAGE}/window", data, PAGE).status_code == 303


def record(client: FlaskClient, **values: str) -> str:
    """Answers the address of what was recorded."""
    form = client.get(f"{PAGE}/new").text
    key = form.split('name="form_key" value="')[1][:32]
    answer = post(client, f"{PAGE}/new", {**CAME, "form_key": key, **values})
    assert answer.status_code == 303, answer.text
    return answer.location.split("?")[0]


def answer(client: FlaskClient, where: str, outcome: str, reason: str = "Sudah diperiksa.", seen: str = "0") -> int:
    data = {"outcome": outcome, "reason": reason, "seen": seen}
    return post(client, f"{where}/answer", data, where).status_code


def test_from_the_window_to_the_correction(desk: FlaskClient, app: Flask) -> None:
    state(desk)
    where = record(desk)
    page = desk.get(where).text
    for told in ("Siti Aminah &lt;b&gt;", REACH, "Nilai kami kurang &amp; &lt;i&gt;salah&lt;/i&gt;.", "Skpd 2"):
        assert told in page
    assert answer(desk, where, "refused") == 303
    assert answer(desk, where, "accepted", "Ternyata benar.", "1") == 303
    page = desk.get(where).text
    assert page.index("Ternyata benar.") < page.index("Sudah diperiksa.")
    form = desk.get(f"{PAGE}/correction?objection=1").text
    assert '<option value="1" selected>' in form
    key = form.split('name="form_key" value="')[1][:32]
    data = {"words": "Juara 2 adalah Awayan.", "reason": "Salah ketik.", "objection": "1", "understood": "yes"}
    for _ in range(2):
        assert post(desk, f"{PAGE}/correction", {**data, "form_key": key}).status_code == 303
    with app.app_context():
        session = db.session()
        assert len(session.scalars(select(ResultCorrection)).all()) == 1
        assert session.scalars(select(BallotRecord.type).order_by(BallotRecord.seq.desc())).first() == "CORRECTION"
    assert "Dari sanggahan no. 1" in desk.get(PAGE).text


def test_the_public_reads_numbers_and_corrections_and_no_names(desk: FlaskClient, app: Flask) -> None:
    before = {path: desk.get(path).data for path in (f"{PUBLIC}.json", f"{PUBLIC}/bundle.json")}
    visitor = app.test_client()
    assert "sanggah" not in visitor.get(PUBLIC).text.lower()
    state(desk)
    assert "Belum ada sanggahan yang masuk." in visitor.get(PUBLIC).text
    first, second = record(desk), record(desk, about="")
    record(desk, about="category:skpd")
    answer(desk, first, "accepted", "Alasan rahasia")
    answer(desk, second, "withdrawn", "Alasan rahasia")
    data = {"words": "Juara 2 adalah Awayan.", "reason": "Salah ketik.", "objection": "1", "understood": "yes"}
    assert post(desk, f"{PAGE}/correction", data).status_code == 303
    page = visitor.get(PUBLIC).text
    for told in ("Sanggahan diterima sampai", "WITA", "Ruang 2, telepon 202800", "3 sanggahan masuk"):
        assert told in page
    assert "2 sudah dijawab: 1 diterima, 0 ditolak, 1 dicabut." in page
    assert 'data-received="3" data-answered="2"' in page
    assert "Juara 2 adalah Awayan." in page
    assert "Salah ketik." in page
    public = (PUBLIC, f"{PUBLIC}.json", f"{PUBLIC}/bundle.json", f"{PUBLIC}/categories/skpd", f"{PUBLIC}/skpd-2")
    for path in (*public, "/", "/e/pameran"):
        for secret in ("Siti", REACH, "Nilai kami kurang", "Alasan rahasia", "panitia@"):
            assert secret not in visitor.get(path).text, (path, secret)
    assert "Ada koreksi yang diumumkan" in visitor.get(f"{PUBLIC}/skpd-2").text
    # What outsiders rely on stays to the byte.
    assert {path: desk.get(path).data for path in before} == before


def test_afterwards_the_window_is_said_to_be_closed(desk: FlaskClient, app: Flask) -> None:
    with app.app_context(), transaction() as session:
        row = session.scalars(select(Exhibition)).one()
        row.objections_until, row.objections_how = datetime.now(UTC) - timedelta(minutes=1), "Ruang 2"
    page = app.test_client().get(PUBLIC).text
    assert "Masa sanggah sudah ditutup pada" in page
    assert "Ruang 2" not in page
    assert "Tidak ada sanggahan yang masuk." in page
    assert "Yang datang sesudahnya tetap bisa dicatat" in desk.get(f"{PAGE}/new").text
    where = record(desk)
    assert "Terlambat" in desk.get(where).text
    assert "Terlambat" in desk.get(PAGE).text
    # Unanswered ones are waiting, whether the window is open or not.
    assert "1 sanggahan belum dijawab." in desk.get("/organizer/pameran").text
    answer(desk, where, "refused")
    assert "belum dijawab." not in desk.get("/organizer/pameran").text


def test_before_publication_a_window_can_be_stated_and_nothing_is_shown(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        cast = judged(Phase.DELIBERATION)
        move(cast, Phase.FINAL)
    sign_in(client, "panitia")
    unknown = client.get("/results/tidak-ada").text
    state(client)
    assert client.get(PUBLIC).status_code == 404
    assert client.get(PUBLIC).text == unknown.replace("tidak-ada", "pameran")
    token = csrf(client, PAGE)
    for path in ("new", "correction"):
        assert client.get(f"{PAGE}/{path}").status_code == 409
        data = {"csrf_token": token, **CAME, "reason": "Ya", "understood": "yes"}
        assert client.post(f"{PAGE}/{path}", data=data).status_code == 409
    assert "Sesudah itu sanggahan bisa dicatat di sini." in client.get(PAGE).text


def test_a_window_that_ends_before_publication_is_told_on_the_dashboard(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        cast = judged(Phase.DELIBERATION)
        move(cast, Phase.FINAL)
        with transaction() as session:
            session.get_one(Exhibition, cast.exhibition.id).objections_until = datetime.now(UTC)
    sign_in(client, "panitia")
    assert "padahal hasilnya belum diumumkan" in client.get("/organizer/pameran").text


def test_the_proposal_is_filled_in_on_request_and_stored_by_hand(desk: FlaskClient, app: Flask) -> None:
    assert 'name="until" type="datetime-local" value=""' in desk.get(PAGE).text
    assert 'T16:00"' in desk.get(f"{PAGE}?suggested=1").text
    with app.app_context():
        assert db.session().scalars(select(Exhibition.objections_until)).one() is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"until": "2020-01-01T10:00", "how": "Ruang Litbang"}, "Waktu ini sudah lewat."),
        ({"until": "9999-12-31T10:00", "how": "Ruang Litbang"}, "Lebih dari setahun lagi."),
        ({"until": "besok", "how": "Ruang Litbang"}, "Tanggal tidak terbaca."),
        ({"until": "", "how": "Ruang Litbang"}, "Wajib diisi."),
    ],
)
def test_a_window_is_refused_in_words_and_kept(desk: FlaskClient, typed: dict[str, str], told: str) -> None:
    refused = post(desk, f"{PAGE}/window", typed, PAGE)
    assert refused.status_code == 422
    assert told in refused.text
    assert 'id="until-error"' in refused.text
    assert "Ruang Litbang</textarea>" in refused.text
    assert f'value="{typed["until"]}"' in refused.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": " "}, "Wajib diisi."),
        ({"words": ""}, "Wajib diisi."),
        ({"about": "entry:tidak-ada"}, "Pilih salah satu."),
        ({"received_at": "kemarin"}, "Tanggal tidak terbaca."),
        ({"received_at": "0001-01-01T00:00"}, "Saat itu hasilnya belum ditetapkan."),
        ({"received_at": "9999-01-01T00:00"}, "Waktu ini belum terjadi."),
        ({"reach": "9" * 201}, "Terlalu panjang."),
        ({"words": "a\x00b"}, "Ada huruf yang tidak bisa disimpan."),
    ],
)
def test_what_came_in_is_refused_beside_its_field(
    desk: FlaskClient, app: Flask, typed: dict[str, str], told: str
) -> None:
    refused = post(desk, f"{PAGE}/new", {**CAME, "form_key": "f" * 32, **typed})
    assert refused.status_code == 422
    (wrong,) = typed
    beside = refused.text.split(f'id="{wrong}-error"')[1][:300]
    assert told in beside
    assert "Nilai kami kurang" in refused.text or "words" in typed
    assert {**CAME, **typed}["reach"] in refused.text
    assert 'value="' + "f" * 32 in refused.text
    with app.app_context():
        assert db.session().scalars(select(Objection.id)).all() == []


def test_an_answer_is_refused_in_words_and_never_over_another(desk: FlaskClient, app: Flask) -> None:
    where = record(desk)
    refused = post(desk, f"{where}/answer", {"reason": "", "seen": "0"}, where)
    assert refused.status_code == 422
    assert "Pilih salah satu." in refused.text
    assert "Tuliskan alasannya." in refused.text
    assert answer(desk, where, "refused") == 303
    late = post(desk, f"{where}/answer", {"outcome": "accepted", "reason": "Alasan saya", "seen": "0"}, where)
    assert late.status_code == 409
    assert "panitia lain baru saja menjawab" in late.text
    assert "Alasan saya</textarea>" in late.text
    with app.app_context():
        assert len(db.session().scalars(select(ObjectionAnswer)).all()) == 1


def test_a_correction_is_refused_in_words(desk: FlaskClient) -> None:
    record(desk)
    data = {"words": "Yang benar adalah ini", "reason": "", "objection": "1"}
    refused = post(desk, f"{PAGE}/correction", data)
    assert refused.status_code == 422
    for told in ("Pilih salah satu.", "Wajib diisi.", "Tandai dulu bahwa Anda mengerti.", "Yang benar adalah ini"):
        assert told in refused.text


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MC])
def test_guests_of_the_organizers_read_and_see_no_names(desk: FlaskClient, app: Flask, role: Role) -> None:
    state(desk)
    where = record(desk)
    guest = app.test_client()
    sign_in(guest, role.value)
    for path in (PAGE, f"{PAGE}?state=", where):
        page = guest.get(path)
        assert page.status_code == 200
        assert "Siti" not in page.text
        assert REACH not in page.text
        assert f'action="{PAGE}' not in page.text
        assert "exports/objections" not in page.text
    assert "Nilai kami kurang" in guest.get(where).text
    token = csrf(guest, "/account/password")
    for path in (f"{PAGE}/window", f"{PAGE}/new", f"{PAGE}/correction", f"{where}/answer"):
        assert guest.post(path, data={"csrf_token": token}).status_code == 404
    for path in (f"{PAGE}/new", f"{PAGE}/correction", "/organizer/pameran/exports/objections.csv"):
        assert guest.get(path).status_code == 404


@pytest.mark.parametrize("username", ["juri1", "desk"])
def test_others_find_no_such_page(desk: FlaskClient, app: Flask, username: str) -> None:
    where = record(desk)
    other = app.test_client()
    sign_in(other, username)
    assert [other.get(path).status_code for path in (PAGE, where)] == [404, 404]


def test_the_list_can_be_taken_along_and_holds_no_formula(desk: FlaskClient) -> None:
    record(desk, words="=1+1", about="category:skpd")
    answer(desk, f"{PAGE}/1", "refused")
    text = desk.get("/organizer/pameran/exports/objections.csv").data.decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text), delimiter=";")
    line = dict(zip(header, row, strict=True))
    assert (line["Nomor"], line["Nama"], line["Kontak"], line["Tentang"]) == ("1", NAME, REACH, "Kategori Skpd")
    assert (line["Isi sanggahan"], line["Jawaban"], line["Dijawab oleh"]) == ("'=1+1", "Ditolak", "panitia")
    assert desk.get("/organizer/pameran/exports/objections.xlsx").data.startswith(b"PK")


def test_after_the_retention_the_page_says_so_and_the_button_is_there(desk: FlaskClient, app: Flask) -> None:
    where = record(desk)
    with app.app_context(), transaction() as session:
        row = session.scalars(select(Exhibition)).one()
        row.pepper, row.retention_days = None, 1
        content.touch(session)
    # NOW, the day of publication, is long ago.
    assert "Nama dan kontak penyanggah seharusnya sudah dihapus" in desk.get("/organizer/pameran").text
    notice = "/organizer/pameran/notice"
    assert "nama dan kontak dari 1 sanggahan" in desk.get(notice).text
    assert post(desk, f"{notice}/purge", {"understood": "yes"}, notice).status_code == 303
    page = desk.get(where).text
    assert "Nama dan kontak sudah dihapus" in page
    assert REACH not in page
    assert "seharusnya sudah dihapus" not in desk.get("/organizer/pameran").text
