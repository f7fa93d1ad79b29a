"""When a queue for costly work is full, that is said at once, nothing is changed, and votes go on."""

import io
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from showcase.accounts.actions import accounts, cards
from showcase.accounts.tables import LoginAttempt
from showcase.database import db, transaction
from showcase.kernel import content, work_queues
from showcase.kernel.work_queues import PAPERS, PICTURES, STAFF, STRANGERS, TABLES, TICKETS, WorkQueue
from showcase.tickets.tables import SecretTry
from tests.factories import PASSWORD, Cast, by, hall
from tests.full_queues import full
from tests.printing.test_pictures import encoded
from tests.signing_in import csrf, post, sign_in

WORKBOOK = b"booth,name\nA-01,Satu\n"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        content.touch(session)
        return made


def check_busy(answer: TestResponse) -> None:
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "Server sedang mengerjakan permintaan berat lainnya" in answer.text


def test_a_sign_in_that_finds_no_place_is_no_try(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with full(STRANGERS):
        answer = sign_in(client, "juri1")
        check_busy(answer)
        assert 'value="juri1"' in answer.text
    with app.app_context():
        assert db.session().scalar(select(func.count(LoginAttempt.id))) == 0
    assert sign_in(client, "juri1").status_code == 303


def test_a_card_that_finds_no_place_loses_no_try(app: Flask, client: FlaskClient, cast: Cast) -> None:
    made = cards.blank()
    with app.app_context(), transaction() as session:
        juror = accounts.by_role(session, accounts.Role.JUROR)[0].id
        cards.issue(session, by("t", datetime.now(UTC)), juror, made)
    path = f"/jury/enter/{made.secret}"
    with full(STAFF):
        check_busy(post(client, path, {"pin": made.pin}))
        # Who holds no card learns nothing of the queue.
        assert client.post("/jury/enter/xyz", data={"csrf_token": csrf(client, path), "pin": "1"}).status_code != 503
    with app.app_context():
        found = cards.card_of(db.session(), juror)
    assert found is not None
    assert found.left == 5
    assert post(client, path, {"pin": made.pin}).status_code == 303


def test_a_typed_ticket_that_finds_no_place_is_no_try(app: Flask, client: FlaskClient, cast: Cast) -> None:
    token = client.get("/t").text.partition('name="token" value="')[2].partition('"')[0]
    with full(TICKETS):
        check_busy(client.post("/t", data={"token": token, "code": "ABCDE-FGHJKMNP"}))
    with app.app_context():
        assert db.session().scalar(select(func.count()).select_from(SecretTry)) == 0


@pytest.mark.parametrize(
    ("queue", "path", "data", "form"),
    [
        (STAFF, "/account/password", {"current": PASSWORD, "new": "lebih-panjang-lagi"}, ""),
        (STAFF, "/organizer/pameran/jurors", {"username": "baru", "name": "Baru"}, ""),
        (STAFF, "/organizer/pameran/jurors/juri1/password", {}, "/organizer/pameran/jurors"),
        (STAFF, "/organizer/pameran/desk", {"name": "Meja 1", "pin": "482915"}, ""),
        (PAPERS, "/organizer/pameran/jurors/cards", {}, "/organizer/pameran/jurors"),
        (TABLES, "/organizer/pameran/import", {"what": "entries", "text": WORKBOOK.decode()}, ""),
    ],
)
def test_a_staff_form_that_finds_no_place_changes_nothing(
    client: FlaskClient, cast: Cast, queue: WorkQueue, path: str, data: dict[str, str], form: str
) -> None:
    sign_in(client, "panitia")
    with full(queue):
        check_busy(post(client, path, data, form or None))
        # It was looked for before the lock that votes wait for.
        assert client.get("/healthz").status_code == 200
    assert post(client, path, data, form or None).status_code in {200, 303}


@pytest.mark.parametrize("path", ["posters.pdf", "paper.pdf", "judging/minutes.pdf"])
def test_papers_wait_for_one_another(client: FlaskClient, cast: Cast, path: str) -> None:
    sign_in(client, "panitia")
    with full(PAPERS):
        check_busy(client.get(f"/organizer/pameran/{path}"))
    assert client.get(f"/organizer/pameran/{path}").data.startswith(b"%PDF")


def test_pictures_wait_for_one_another_and_what_was_typed_stays(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "panitia")
    page = "/organizer/pameran/entries/new"
    typed: dict[str, Any] = {"csrf_token": csrf(client, page), "name": "Nama yang diketik", "organisation": "Dinas A"}
    typed |= {"booth": "C-09", "category_id": str(cast.categories[0].id)}
    with full(PICTURES):
        answer = client.post(page, data={**typed, "photo": (io.BytesIO(encoded(Image.new("RGB", (8, 8)))), "a.jpg")})
        check_busy(answer)
        assert "Nama yang diketik" in answer.text
        logo = {"csrf_token": typed["csrf_token"], "logo": (io.BytesIO(encoded(Image.new("RGB", (8, 8)))), "a.jpg")}
        check_busy(client.post("/organizer/pameran/look/logo", data=logo))


def test_set_up_and_invitations_wait_with_strangers(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        token = accounts.make_setup_link(session, now=datetime.now(UTC))
    data = {"name": "Ibu Ketua", "username": "ketua", "password": "rahasia-ketua"}
    with full(STRANGERS):
        check_busy(post(client, f"/setup/{token}", data))
    assert post(client, f"/setup/{token}", data).status_code == 303


def test_no_vote_takes_a_place(client: FlaskClient, cast: Cast) -> None:
    path = f"/b/{cast.codes['skpd-1']}"
    with ExitStack() as others:
        for queue in (found for found in vars(work_queues).values() if isinstance(found, WorkQueue)):
            others.enter_context(full(queue))
        page = client.get(path).text
        token = page.partition('name="token" value="')[2].partition('"')[0]
        voted = client.post(f"{path}/vote", data={"token": token}, headers={"HX-Request": "true"})
    assert (voted.status_code, "data-receipt" in voted.text) == (200, True)
