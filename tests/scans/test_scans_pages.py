"""The walk through the hall: typed codes, the phone's own trail, wrong and old posters, and who may do it."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from showcase.database import db, transaction
from showcase.entries.actions import booth_codes
from showcase.entries.rules.states import Status
from showcase.kernel import content
from showcase.kernel.roles import Role
from showcase.scans.rules import Verdict
from showcase.scans.tables import PosterScan
from tests.factories import NOW, Cast, account, by, hall
from tests.signing_in import csrf, post, sign_in

pytestmark = pytest.mark.both_engines
SCANS = "/organizer/pameran/scans"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        account(session, "petugas", Role.DESK)
        content.touch(session)
        return made


@pytest.fixture
def desk(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "petugas")
    return client


def counts(client: FlaskClient) -> tuple[int, int]:
    found = re.search(r'data-done="(\d+)" data-total="(\d+)"', client.get(SCANS).text)
    assert found
    return int(found[1]), int(found[2])


def typed(client: FlaskClient, code: str, stand: str = "") -> str:
    """What the page says a typed code is."""
    answer = post(client, SCANS, {"code": code, "stand": stand})
    assert answer.status_code == 303
    found = re.search(r'data-verdict="(\w+)"', client.get(answer.headers["Location"]).text)
    assert found
    return found[1]


def troubles(client: FlaskClient) -> list[str]:
    return re.findall(r'data-trouble="(\w+)"', client.get(SCANS).text)


def replace(app: Flask, cast: Cast, slug: str) -> str:
    """Give an entry a new code; answers it."""
    with app.app_context(), transaction() as session:
        seen = booth_codes.state(booth_codes.active(session, cast.exhibition.id, slug))
        booth_codes.reissue(session, by("panitia", NOW, "hilang"), cast.exhibition.id, slug, seen=seen)
        return booth_codes.active(session, cast.exhibition.id, slug)[slug]


def test_every_poster_once_and_the_hall_is_ready(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    assert counts(desk) == (0, 6)
    for number, (slug, code) in enumerate(sorted(cast.codes.items()), 1):
        assert typed(desk, f"http://localhost/b/{code.lower()}", slug) == "right"
        assert counts(desk) == (number, 6)
    assert "Aula siap dibuka" in desk.get(SCANS).text
    assert "data-missing" not in desk.get(SCANS).text
    assert typed(desk, cast.codes["skpd-1"], "skpd-1") == "right"
    assert counts(desk) == (6, 6)
    with app.app_context():
        kept = db.session().scalars(select(PosterScan)).all()
    assert len(kept) == 7
    assert {(row.by, row.verdict, row.stand_id == row.entry_id) for row in kept} == {("petugas", Verdict.RIGHT, True)}


def test_the_next_stand_in_order_is_proposed(cast: Cast, desk: FlaskClient) -> None:
    typed(desk, cast.codes["skpd-1"], "skpd-1")
    assert '<option value="skpd-2" selected>' in desk.get(SCANS).text


def test_a_poster_at_another_stand_is_flagged_until_the_right_one_hangs_there(cast: Cast, desk: FlaskClient) -> None:
    typed(desk, cast.codes["skpd-2"], "skpd-2")
    assert typed(desk, cast.codes["skpd-2"], "skpd-1") == "elsewhere"
    assert counts(desk) == (0, 6)
    assert troubles(desk) == ["elsewhere"]
    assert typed(desk, cast.codes["skpd-1"], "skpd-1") == "right"
    assert typed(desk, cast.codes["skpd-2"], "skpd-2") == "right"
    assert troubles(desk) == []
    assert counts(desk) == (2, 6)


def test_an_old_poster_is_found_and_a_right_one_becomes_old(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    old = cast.codes["skpd-1"]
    assert typed(desk, old, "skpd-1") == "right"
    new = replace(app, cast, "skpd-1")
    assert counts(desk) == (0, 6)
    assert typed(desk, old, "skpd-1") == "replaced"
    assert troubles(desk) == ["replaced"]
    assert typed(desk, new, "skpd-1") == "right"
    assert troubles(desk) == []


def test_unknown_and_withdrawn_posters(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    assert typed(desk, "ZZZZZ", "skpd-1") == "unknown"
    assert typed(desk, "<b>x</b>") == "unknown"
    assert "&lt;B&gt;X" in desk.get(f"{SCANS}?last=2").text
    assert troubles(desk) == ["unknown"]
    with app.app_context(), transaction() as session:
        other = hall(session, "lain", prefix="lain-")
        row = session.merge(cast.entry("skpd-3"))
        row.status, row.withdrawn_reason = Status.WITHDRAWN, "mundur"
        content.touch(session)
    assert typed(desk, other.codes["skpd-1"]) == "unknown"
    assert typed(desk, cast.codes["skpd-3"]) == "withdrawn"
    assert counts(desk) == (0, 5)


@pytest.mark.parametrize(("code", "stand", "status"), [("  ", "", 422), ("ABCDE", "tidak-ada", 404)])
def test_what_can_not_be_kept_is_told(cast: Cast, desk: FlaskClient, code: str, stand: str, status: int) -> None:
    answer = post(desk, SCANS, {"code": code, "stand": stand})
    assert answer.status_code == status
    if status == 422:
        assert "Ketik kode di poster" in answer.text
    assert counts(desk) == (0, 6)


def test_a_phone_that_scans_like_a_visitor_brings_its_booths_back(cast: Cast, desk: FlaskClient) -> None:
    desk.get(f"/b/{cast.codes['kecamatan-1']}")
    post(desk, f"{SCANS}/walk", {}, form=SCANS)
    assert 'name="listed"' not in desk.get(SCANS).text
    for slug in ("skpd-1", "skpd-2", "kecamatan-3"):
        assert desk.get(f"/B/{cast.codes[slug]}").status_code == 200
    html = desk.get(SCANS).text
    assert re.findall(r'name="listed" value="([\w-]+)"', html) == ["skpd-1", "skpd-2", "kecamatan-3"]
    # Opened after the page was drawn: it stays on the phone.
    desk.get(f"/b/{cast.codes['kecamatan-2']}")
    data = {"listed": ["skpd-1", "skpd-2", "kecamatan-3"], "hanging": ["skpd-1", "kecamatan-3", "kecamatan-2"]}
    answer = desk.post(f"{SCANS}/opened", data={"csrf_token": csrf(desk, SCANS), **data})
    assert answer.status_code == 303
    assert counts(desk) == (2, 6)
    assert troubles(desk) == ["elsewhere"]
    assert re.findall(r'name="listed" value="([\w-]+)"', desk.get(SCANS).text) == ["kecamatan-2"]


def test_booths_count_only_during_a_walk_of_the_same_person(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    desk.get(f"/b/{cast.codes['skpd-1']}")
    data = {"csrf_token": csrf(desk, SCANS), "listed": "skpd-1", "hanging": "skpd-1"}
    assert desk.post(f"{SCANS}/opened", data=data).status_code == 409
    with desk.session_transaction(SCANS) as kept:
        kept["walk"] = ["pameran", "petugas", "2025-12-15T02:42:00+00:00"]
    assert desk.post(f"{SCANS}/opened", data=data).status_code == 409
    assert counts(desk) == (0, 6)


def test_an_old_poster_brings_no_booth(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    post(desk, f"{SCANS}/walk", {}, form=SCANS)
    replace(app, cast, "skpd-1")
    assert desk.get(f"/b/{cast.codes['skpd-1']}").status_code == 410
    assert 'name="listed"' not in desk.get(SCANS).text


def test_who_may_scan(app: Flask, cast: Cast) -> None:
    for username, status in (("panitia", 200), ("petugas", 200), ("juri1", 404)):
        client = app.test_client()
        sign_in(client, username)
        assert client.get(SCANS).status_code == status
    stranger = app.test_client()
    assert stranger.get(SCANS).status_code == 302
    assert stranger.post(SCANS, data={"code": "ABCDE"}).status_code in {400, 401}
    refused = client.post(SCANS, data={"csrf_token": csrf(client, "/account/password"), "code": "ABCDE"})
    assert refused.status_code == 404


def test_what_was_scanned_stays(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    typed(desk, cast.codes["skpd-1"])
    for act in ("UPDATE poster_scan SET by = 'x'", "DELETE FROM poster_scan"):
        with app.app_context(), pytest.raises(DatabaseError), transaction() as session:
            session.execute(text(act.replace("by =", '"by" =')))
