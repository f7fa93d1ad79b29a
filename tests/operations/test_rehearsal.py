"""A rehearsal happens in a copy: everything can be tried there, and not one real row changes."""

import io
import os
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from showcase.accounts.tables import LoginAttempt, StaffSession
from showcase.database import db
from showcase.entries.actions import booth_codes
from showcase.exhibitions.actions.exhibitions import named
from showcase.kernel.base import Base
from showcase.kernel.tables import AuditEvent
from showcase.operations.actions import rehearsals
from tests import pages
from tests.pages import DESK, LIVE
from tests.printing.test_pictures import encoded
from tests.signing_in import csrf, post, sign_in

pytestmark = pytest.mark.both_engines
MARK = 'class="gladi"'
PAGE = f"{DESK}/rehearsal"
PLAN = {"hours": "1", "visitors": "12", "spare": "1"}
# What the real installation writes while an organizer begins and ends a rehearsal: signing in, and two lines of audit.
EXPECTED = {table.name for table in (m.__table__ for m in (AuditEvent, StaffSession, LoginAttempt))}  # type: ignore[attr-defined]


def rows(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the real database."""
    with app.app_context():
        found = {
            table.name: sorted((tuple(row) for row in db.session().execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name not in EXPECTED
        }
        db.session.remove()
    return found


@pytest.fixture
def organizer(demo_app: Flask) -> FlaskClient:
    client = demo_app.test_client()
    sign_in(client, "panitia")
    return client


def begin(organizer: FlaskClient, **changed: str) -> str:
    """Begin a rehearsal; answers the address that lets others take part."""
    answer = post(organizer, f"{PAGE}/begin", {**PLAN, **changed}, PAGE)
    assert answer.status_code == 303, answer.text
    found = re.search(r'action="(/rehearsal/[\w-]+)"', organizer.get(PAGE).text)
    assert found
    return found[1]


def join(app: Flask, address: str) -> FlaskClient:
    client = app.test_client()
    assert MARK not in client.get(address).text
    assert client.post(address).headers["Location"] == "/"
    return client


def code_of(client: FlaskClient, entry: str = "simandor-bmd") -> str:
    """A booth's code, in the real database; the copy's is the same."""
    with client.application.app_context():
        session = db.session()
        return booth_codes.active(session, named(session, LIVE).id)[entry]


def vote(client: FlaskClient, code: str) -> int:
    page = client.get(f"/b/{code}")
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    return client.post(f"/b/{code}/vote", data=hidden, headers={"HX-Request": "true"}).status_code


def move(staff: FlaskClient, phase: str) -> int:
    data = {"phase": phase, "reason": "coba", "accept_gaps": "yes"}
    return post(staff, f"{DESK}/phase", data, f"{DESK}/phase").status_code


def test_a_whole_day_in_the_copy_changes_no_real_row(demo_app: Flask, organizer: FlaskClient) -> None:
    code = code_of(organizer)
    before = rows(demo_app)
    address = begin(organizer)
    phone = join(demo_app, address)
    assert vote(phone, code) == 200
    staff = join(demo_app, address)
    sign_in(staff, "panitia")
    inside = staff.get(DESK).text
    assert MARK in inside
    assert "Gladi bersih: Lomba Inovasi Balangan 2025" in inside
    assert post(staff, f"{PAGE}/visitors", {"visitors": "20"}, PAGE).status_code == 303
    assert post(staff, f"{DESK}/entries/boengas/withdraw", {"reason": "coba"}, f"{DESK}/phase").status_code == 303
    for phase in ("paused", "voting", "deliberation", "final", "published"):
        assert (
            post(
                staff, f"{DESK}/phase", {"phase": phase, "reason": "coba", "accept_gaps": "yes"}, f"{DESK}/phase"
            ).status_code
            == 302
        )
    assert phone.get(f"/results/{LIVE}").status_code == 200
    assert post(organizer, f"{PAGE}/end", {}, PAGE).status_code == 303
    assert rows(demo_app) == before
    with demo_app.app_context():
        acts = db.session().scalars(select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(2)).all()
    assert acts == ["rehearsal.end", "rehearsal.begin"]


def test_objections_can_be_practised_in_the_copy(demo_app: Flask, organizer: FlaskClient) -> None:
    """The words on how to object come along; the real window does not, nor an objection back."""
    page = f"{DESK}/objections"
    stated = {"until": f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%dT%H:%M}", "how": "Ruang Litbang"}
    assert post(organizer, f"{page}/window", stated, page).status_code == 303
    staff = join(demo_app, begin(organizer, visitors="0"))
    sign_in(staff, "panitia")
    assert "Belum dinyatakan." in staff.get(page).text
    assert "Ruang Litbang" in staff.get(page).text
    for phase in ("deliberation", "final", "published"):
        assert (
            post(
                staff, f"{DESK}/phase", {"phase": phase, "reason": "coba", "accept_gaps": "yes"}, f"{DESK}/phase"
            ).status_code
            == 302
        )
    came = {"name": "Latihan", "words": "Coba saja."}
    assert post(staff, f"{page}/new", came).status_code == 303
    data = {"outcome": "accepted", "reason": "Latihan.", "seen": "0"}
    assert post(staff, f"{page}/1/answer", data, f"{page}/1").status_code == 303
    told = {"words": "Koreksi latihan.", "reason": "Latihan.", "objection": "1", "understood": "yes"}
    assert post(staff, f"{page}/correction", told).status_code == 303
    assert "Koreksi latihan." in staff.get(f"/results/{LIVE}").text
    assert organizer.get(f"{page}/1").status_code == 404


def test_every_page_of_the_copy_is_marked_and_no_real_one_is(demo_app: Flask, organizer: FlaskClient) -> None:
    address = begin(organizer, visitors="0")
    visitor, staff = join(demo_app, address), join(demo_app, address)
    sign_in(staff, "panitia")
    places = {f"{{{slug}}}": code_of(visitor, slug) for slug in ("simandor-bmd", "pepes-papari", "boengas")}
    looked = 0
    for client, real, group in ((visitor, demo_app.test_client(), pages.VISITOR), (staff, organizer, pages.ORGANIZER)):
        for template in (path for paths in group.values() for path in paths if "{receipt}" not in path):
            path = re.sub(r"\{[\w-]+\}", lambda slot: places[slot[0]], template)
            answer = client.get(path)
            if answer.mimetype == "text/html" and answer.status_code < 300:
                assert MARK in answer.text, path
                assert answer.headers["Cache-Control"] == "no-store"
                looked += 1
            assert MARK not in real.get(path).text
    assert looked > 30


def test_a_phone_in_the_copy_keeps_nothing_for_later(demo_app: Flask, organizer: FlaskClient) -> None:
    phone = join(demo_app, begin(organizer, visitors="0"))
    assert "registration.unregister()" in phone.get("/sw.js").text
    assert "unregister()" in phone.get("/offline/id.js").text
    assert "unregister" not in demo_app.test_client().get("/sw.js").text


def test_the_board_of_the_copy_counts_its_own_votes(demo_app: Flask, organizer: FlaskClient) -> None:
    phone = join(demo_app, begin(organizer))
    there = phone.get(f"/screen/{LIVE}/standings.json").json
    real = demo_app.test_client().get(f"/screen/{LIVE}/standings.json").json
    assert there
    assert real
    assert sum(group["votes"] for group in there["categories"]) > 0
    assert sum(group["votes"] for group in real["categories"]) == 0


def test_the_phone_keeps_its_real_identity_and_vote(demo_app: Flask, organizer: FlaskClient) -> None:
    code = code_of(organizer)
    phone = demo_app.test_client()
    assert vote(phone, code) == 200
    mine = phone.get("/mine").text
    address = begin(organizer)
    phone.post(address)
    assert 'data-vote-state="open"' in phone.get(f"/b/{code}").text
    assert vote(phone, code) == 200
    assert phone.post("/rehearsal/leave").status_code == 303
    assert phone.get("/mine").text == mine
    assert 'data-vote-state="yours"' in phone.get(f"/b/{code}").text


def test_it_ends_by_itself_and_a_late_vote_counts_nowhere(demo_app: Flask, organizer: FlaskClient) -> None:
    code = code_of(organizer)
    phone = join(demo_app, begin(organizer))
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', phone.get(f"/b/{code}").text))
    before = rows(demo_app)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=1, seconds=1)):
        late = phone.post(f"/b/{code}/vote", data=hidden, headers={"HX-Request": "true"})
        assert late.status_code in {403, 409}
        page = phone.get("/")
    assert MARK not in page.text
    assert rows(demo_app) == before
    assert not (demo_app.extensions["settings"].data_dir / rehearsals.FOLDER).exists()


def test_no_key_opens_nothing_and_ends_nothing(demo_app: Flask, organizer: FlaskClient) -> None:
    begin(organizer)
    stranger = demo_app.test_client()
    assert stranger.get("/rehearsal/nihil").status_code == 404
    assert stranger.post("/rehearsal/nihil").status_code == 404
    stranger.set_cookie("rehearsal", "nihil")
    answer = stranger.get("/")
    assert MARK not in answer.text
    assert [cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith("rehearsal=;")]
    juror = demo_app.test_client()
    sign_in(juror, "juri1")
    assert juror.get(PAGE).status_code == 404
    token = csrf(juror, "/account/password")
    assert juror.post(f"{PAGE}/end", data={"csrf_token": token}).status_code == 404
    assert "Gladi sedang berjalan" in organizer.get(PAGE).text


def test_one_at_a_time_and_only_what_is_offered(demo_app: Flask, organizer: FlaskClient) -> None:
    for wrong in ({"hours": "3"}, {"hours": "x"}, {"visitors": "501"}, {"visitors": "-1"}):
        refused = post(organizer, f"{PAGE}/begin", {**PLAN, **wrong}, PAGE)
        assert refused.status_code == 422
        assert 'data-error="rehearsal-choice"' in refused.text
    begin(organizer)
    refused = post(organizer, f"{PAGE}/begin", PLAN, PAGE)
    assert refused.status_code == 409
    assert 'data-error="rehearsal-running"' in refused.text
    # Inside, a rehearsal neither begins nor ends one.
    found = re.search(r'action="(/rehearsal/[\w-]+)"', organizer.get(PAGE).text)
    assert found
    staff = join(demo_app, found[1])
    sign_in(staff, "panitia")
    for act in ("begin", "end"):
        assert post(staff, f"{PAGE}/{act}", PLAN, PAGE).status_code == 404


def test_the_same_juror_card_and_password_work_in_the_copy_only_for_the_copy(
    demo_app: Flask, organizer: FlaskClient
) -> None:
    code = code_of(organizer)
    juror = join(demo_app, begin(organizer))
    sign_in(juror, "juri1")
    sheet = juror.get(f"/jury/{code}").text
    assert MARK in sheet
    assert 'data-sheet-state="empty"' in sheet
    real = demo_app.test_client()
    assert real.get("/jury").status_code == 302


def test_pictures_that_wait_stay_behind_and_those_of_the_copy_too(demo_app: Flask, organizer: FlaskClient) -> None:
    def link(client: FlaskClient) -> str:
        given = post(client, f"{DESK}/profiles/links", {"entry": "boengas"}, f"{DESK}/profiles")
        found = re.search(r"/innovator/[\w-]{20,}", given.text)
        assert found
        return found[0]

    def send(client: FlaskClient, page: str, color: str) -> int:
        photo = (io.BytesIO(encoded(Image.new("RGB", (60, 40), color))), "foto.jpg")
        return client.post(page, data={"photo": photo}, content_type="multipart/form-data").status_code

    media = demo_app.extensions["settings"].data_dir / "media"
    real = link(organizer)
    assert send(demo_app.test_client(), real, "teal") == 303
    before, files = rows(demo_app), {path.name: path.read_bytes() for path in media.iterdir()}
    staff = join(demo_app, begin(organizer))
    assert staff.get(real).status_code == 404
    sign_in(staff, "panitia")
    assert send(staff, link(staff), "red") == 303
    compare = f"{DESK}/profiles/boengas"
    assert staff.get(f"{compare}/photos/1").status_code == 200
    assert post(staff, compare, {"action": "approve", "version": "2", "photo": "1"}).status_code == 303
    assert post(organizer, f"{PAGE}/end", {}, PAGE).status_code == 303
    assert rows(demo_app) == before
    assert {path.name: path.read_bytes() for path in media.iterdir()} == files


def test_what_a_killed_server_left_half_made_is_swept_away(demo_app: Flask, organizer: FlaskClient) -> None:
    data_dir = demo_app.extensions["settings"].data_dir
    left, under_way = data_dir / "rehearsal-0123456789abcdef", data_dir / "rehearsal-fedcba9876543210"
    for folder in (left, under_way):
        folder.mkdir()
        (folder / "showcase.sqlite3").touch()
    long_ago = (datetime.now(UTC) - timedelta(hours=2)).timestamp()
    os.utime(left, (long_ago, long_ago))
    begin(organizer)
    assert [folder.exists() for folder in (left, under_way)] == [False, True]
