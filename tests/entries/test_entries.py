"""The back office's entries: what is stored, withdrawn, restored and refused."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import event, select

from showcase.database import db, transaction
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry, Photo
from showcase.exhibitions.rules import Phase
from showcase.kernel.tables import AuditEvent, BallotRecord
from showcase.results.queries import bundles
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from tests.factories import NOW, Cast, hall
from tests.signing_in import csrf, post, sign_in

ENTRIES = "/organizer/pameran/entries"
SENTINEL = "<script>alert('x')</script>\"'&"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        ballots.cast(session, Act(made.exhibition.id, made.entry("skpd-1").id, "a" * 32, "k1", "0" * 32), now=NOW)
        return made


@pytest.fixture
def organizer(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def fields(cast: Cast, **values: str) -> dict[str, str]:
    return {"booth": "C-09", "name": "Inovasi Baru", "category_id": str(cast.categories[0].id), **values}


def row(app: Flask, slug: str) -> Entry:
    with app.app_context():
        return db.session().scalars(select(Entry).where(Entry.slug == slug)).one()


def test_a_new_entry_has_a_page_and_a_code(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    answer = post(organizer, f"{ENTRIES}/new", fields(cast, short_name="Baru", status="published"))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{ENTRIES}/baru?saved=1")
    assert organizer.get("/e/pameran/baru").status_code == 200
    assert "C-09" in organizer.get(ENTRIES).text


def test_a_draft_is_seen_by_nobody_else(organizer: FlaskClient, cast: Cast) -> None:
    post(organizer, f"{ENTRIES}/new", fields(cast, status="draft"))
    assert organizer.get("/e/pameran/inovasi-baru").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Wajib diisi."),
        ({"booth": "A-01"}, "sudah dipakai"),
        ({"category_id": "999"}, "Pilih salah satu."),
        ({"video": "javascript:alert(1)"}, "https://"),
        ({"video": "https://youtu.be@evil.example/x"}, "nama situsnya"),
        ({"started": "kemarin"}, "Tanggal tidak terbaca."),
        ({"stage": "lain"}, "Pilih salah satu."),
        ({"summary": "x" * 601}, "Terlalu panjang."),
        ({"name": "a\x07b"}, "Ada huruf yang tidak bisa disimpan."),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_nothing_is_lost(
    organizer: FlaskClient, cast: Cast, wrong: dict[str, str], words: str
) -> None:
    answer = post(organizer, f"{ENTRIES}/new", fields(cast, organisation="Dinas Tetap Ada", **wrong))
    assert answer.status_code == 422
    assert words in answer.text
    assert "Dinas Tetap Ada" in answer.text


def test_a_voted_entry_keeps_its_category_and_its_code(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    other = str(cast.categories[1].id)
    path = f"{ENTRIES}/skpd-1"
    assert post(organizer, path, fields(cast, category_id=other)).status_code == 422
    assert post(organizer, path, fields(cast, booth="Z-01")).status_code == 303
    assert organizer.get(f"/b/{cast.codes['skpd-1']}").text.count("Z-01") >= 1
    assert row(app, "skpd-1").category_id == cast.categories[0].id


def test_withdraw_and_restore(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    path = f"{ENTRIES}/skpd-1"
    refused = post(organizer, f"{path}/withdraw", {"reason": "  "}, form=path)
    assert refused.status_code == 422
    assert 'role="alert">Tuliskan alasan' in refused.text
    assert 'name="summary"' in refused.text
    assert row(app, "skpd-1").status is Status.PUBLISHED
    assert post(organizer, f"{path}/withdraw", {"reason": "mundur"}, form=path).status_code == 303
    assert organizer.get("/e/pameran/skpd-1").status_code == 200
    with app.app_context():
        found = bundles.bundle(db.session(), cast.exhibition)["categories"][0]
        assert (found["withdrawn"], found["votes"]["skpd-1"]) == (["skpd-1"], 1)
    assert post(organizer, f"{path}/restore", {}, form=path).status_code == 303
    assert row(app, "skpd-1").status is Status.PUBLISHED
    with app.app_context():
        lines = [line.type for line in db.session().scalars(select(BallotRecord).order_by(BallotRecord.seq))]
        actions = [line.action for line in db.session().scalars(select(AuditEvent).order_by(AuditEvent.id))]
    assert lines == ["VOTE", "ENTRY_WITHDRAWN", "ENTRY_RESTORED"]
    assert actions == ["entry.withdraw", "entry.restore"]


@pytest.mark.parametrize("phase", [Phase.FINAL, Phase.PUBLISHED])
def test_after_the_decision_nothing_changes(app: Flask, organizer: FlaskClient, cast: Cast, phase: Phase) -> None:
    with app.app_context(), transaction() as session:
        session.merge(cast.exhibition).phase = phase
    path = f"{ENTRIES}/skpd-1"
    assert post(organizer, path, fields(cast)).status_code == 409
    assert post(organizer, f"{path}/withdraw", {"reason": "mundur"}, form=path).status_code == 409
    assert post(organizer, f"{ENTRIES}/new", fields(cast)).status_code == 409
    assert row(app, "skpd-1").name == "Skpd 1"


def test_what_people_type_is_never_markup(organizer: FlaskClient, cast: Cast) -> None:
    typed = dict.fromkeys(("name", "organisation", "innovators", "summary", "awards", "needs", "design"), SENTINEL)
    post(organizer, f"{ENTRIES}/skpd-2", fields(cast, **typed))
    pages = (ENTRIES, f"{ENTRIES}/skpd-2", "/", "/e/pameran/skpd-2", f"/b/{cast.codes['skpd-2']}", "/screen/pameran")
    for path in pages:
        text = organizer.get(path).text
        assert "<script>alert" not in text
        assert "alert(" in text


def test_a_photo_is_made_anew_without_its_place(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "RAHASIA-LOKASI"
    Image.new("RGB", (900, 600), "teal").save(picture, "JPEG", exif=exif)
    picture.seek(0)
    path = f"{ENTRIES}/skpd-1"
    data = {
        **fields(cast, booth="A-01"),
        "photo": (picture, "foto.jpg"),
        "photo_alt": "Tim",
        "csrf_token": csrf(organizer, path),
    }
    assert organizer.post(path, data=data, content_type="multipart/form-data").status_code == 303
    with app.app_context():
        photo = db.session().scalars(select(Photo)).one()
    answer = organizer.get(f"/media/{photo.digest}-640.webp")
    assert answer.status_code == 200
    assert b"RAHASIA-LOKASI" not in answer.data
    answer.close()


def test_what_is_no_picture_is_refused(organizer: FlaskClient, cast: Cast) -> None:
    path = f"{ENTRIES}/skpd-1"
    svg = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    data = {**fields(cast), "photo": (svg, "foto.png"), "csrf_token": csrf(organizer, path)}
    assert organizer.post(path, data=data, content_type="multipart/form-data").status_code == 422


@pytest.mark.parametrize(
    "path", ["", "/entries", "/jurors", "/posters", "/screen", "/rules", "/phase", "/results", "/settings"]
)
def test_every_page_of_the_desk_opens_in_both_languages(organizer: FlaskClient, cast: Cast, path: str) -> None:
    for language in ("id", "en"):
        answer = organizer.get(f"/organizer/pameran{path}?lang={language}")
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text


def test_the_dashboard_takes_at_most_fifteen_queries(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    organizer.get("/organizer/pameran")
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert organizer.get("/organizer/pameran").status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(seen) <= 15, seen


def test_posters_are_a_pdf(organizer: FlaskClient, cast: Cast) -> None:
    for size in ("a4", "a5", "a6"):
        answer = organizer.get(f"/organizer/pameran/posters.pdf?size={size}")
        assert answer.data.startswith(b"%PDF")
    assert organizer.get("/organizer/pameran/posters.pdf?size=a0").status_code == 404


def test_a_juror_is_made_with_every_entry(organizer: FlaskClient, cast: Cast) -> None:
    path = "/organizer/pameran/jurors"
    answer = post(organizer, path, {"name": "Ibu Juri", "username": "ibu.juri", "organisation": "Kampus"})
    assert "Kata sandi sekali pakai untuk ibu.juri" in answer.text
    assert "0/6" in answer.text
    assert post(organizer, path, {"name": "Lain", "username": "ibu.juri"}).status_code == 409
    assert post(organizer, path, {"name": "Lain", "username": "Ibu Juri!"}).status_code == 422


def test_the_screen_is_frozen_with_a_reason_only(organizer: FlaskClient, cast: Cast) -> None:
    path = "/organizer/pameran/screen"
    assert post(organizer, path, {"action": "freeze", "reason": ""}).status_code == 422
    refused = post(organizer, path, {"action": "order", "reason": " "}).text
    assert 'value="order" checked' in refused
    assert re.search(r'id="show-reason"[^>]*aria-invalid', refused)
    assert not re.search(r'id="freeze-reason"[^>]*aria-invalid', refused)
    assert post(organizer, path, {"action": "freeze", "reason": "menjelang akhir"}).status_code == 303
    assert "Cairkan" in organizer.get(path).text
    assert post(organizer, path, {"action": "melt", "reason": "x"}).status_code == 404
