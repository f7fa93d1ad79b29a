"""Replacing booth codes from the back office, and what it means to visitors, jurors and the desk."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import db, transaction
from showcase.entries.actions import booth_codes
from showcase.exhibitions.rules import Level
from showcase.kernel import content
from showcase.kernel.roles import Role
from tests.factories import Cast, account, hall
from tests.signing_in import csrf, post, sign_in
from tests.voting.test_vote import HTMX, change, page, state, token

pytestmark = pytest.mark.both_engines
PRINT = "/organizer/pameran/posters"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        account(session, "petugas", Role.DESK)
        content.touch(session)
        return made


@pytest.fixture
def organizer(app: Flask, cast: Cast) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "panitia")
    return client


def hidden(html: str) -> str:
    form = html.split('/codes"', maxsplit=1)[1]
    return form.split('name="seen" value="')[1].split('"', maxsplit=1)[0]


def replace(organizer: FlaskClient, slug: str = "", reason: str = "poster difoto orang") -> int:
    form = f"/organizer/pameran/entries/{slug}" if slug else PRINT
    data = {"entry": slug, "seen": hidden(organizer.get(form).text), "reason": reason}
    return post(organizer, "/organizer/pameran/codes", data, form=form).status_code


def code_of(app: Flask, cast: Cast, slug: str) -> str:
    with app.app_context():
        return booth_codes.active(db.session(), cast.exhibition.id, slug)[slug]


def test_an_old_poster_says_so_at_once_and_the_new_one_opens(
    app: Flask, client: FlaskClient, cast: Cast, organizer: FlaskClient
) -> None:
    old = cast.codes["skpd-1"]
    assert client.get(f"/b/{old}").status_code == 200
    assert replace(organizer, "skpd-1") == 303
    for address in (f"/b/{old}", f"/B/{old}", f"/b/{old.lower()}"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert 'data-error="code-replaced"' in answer.text
        assert 'href="/"' in answer.text
        assert code_of(app, cast, "skpd-1") not in answer.text
    assert client.get(f"/b?code={old}", follow_redirects=True).status_code == 410
    assert "Skpd 1" in client.get(f"/b/{code_of(app, cast, 'skpd-1')}").text
    assert client.get(f"/b/{cast.codes['skpd-2']}").status_code == 200
    assert client.get("/b/ZZZZZ").status_code == 404


def test_an_old_poster_gives_no_pass_but_a_pass_stays(
    app: Flask, client: FlaskClient, cast: Cast, organizer: FlaskClient
) -> None:
    """A page that was open when the code was replaced still votes: its phone had been at the booth."""
    change(app, cast, level=Level.BOOTH)
    html = page(client, cast)
    replace(organizer, "skpd-1")
    answer = client.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": token(html)}, headers=HTMX)
    assert answer.status_code == 200
    assert state(answer.text) == "yours"
    late = app.test_client()
    assert late.get(f"/b/{cast.codes['skpd-1']}").status_code == 410
    assert state(late.get("/e/pameran/skpd-1").text) == "elsewhere"


def test_a_jurors_open_sheet_is_saved_under_its_old_address(
    app: Flask, client: FlaskClient, cast: Cast, organizer: FlaskClient
) -> None:
    sign_in(client, "juri1")
    old = f"/jury/{cast.codes['skpd-1']}"
    form = {"csrf_token": csrf(client, old), "version": "0", "note": "", "action": "submit"}
    replace(organizer)
    assert client.get(old).status_code == 200
    saved = client.post(old, data={**form, "score.kebaruan": "80", "score.kemanfaatan": "70"})
    assert saved.status_code == 303
    assert "Terkirim" in client.get("/jury").text
    assert client.get(f"/jury/{code_of(app, cast, 'skpd-1')}").status_code == 200
    assert client.get("/jury/ZZZZZ").status_code == 404


def test_a_printed_score_sheet_leads_to_its_form(
    app: Flask, client: FlaskClient, cast: Cast, organizer: FlaskClient
) -> None:
    replace(organizer)
    sign_in(client, "petugas")
    answer = client.get(f"/organizer/pameran/paper?code={cast.codes['skpd-1']}-j1")
    assert answer.headers["Location"] == f"/organizer/pameran/paper/{code_of(app, cast, 'skpd-1')}-J1"
    assert client.get(answer.headers["Location"]).status_code == 200


def test_the_page_names_what_will_change_and_then_what_to_print(cast: Cast, organizer: FlaskClient) -> None:
    assert "6 poster harus dicetak ulang" in organizer.get(PRINT).text
    assert "1 poster harus dicetak ulang" in organizer.get("/organizer/pameran/entries/skpd-1").text
    data = {"seen": hidden(organizer.get(PRINT).text), "reason": "semua difoto", "entry": ""}
    answer = post(organizer, "/organizer/pameran/codes", data, form=PRINT)
    assert answer.headers["Location"] == f"{PRINT}?reissued=6"
    assert "6 kode diganti" in organizer.get(answer.headers["Location"]).text


def test_without_a_reason_or_from_an_old_page_nothing_is_replaced(
    app: Flask, cast: Cast, organizer: FlaskClient
) -> None:
    assert replace(organizer, reason="  ") == 422
    data = {"entry": "", "seen": "0" * 16, "reason": "hilang"}
    answer = post(organizer, "/organizer/pameran/codes", data, form=PRINT)
    assert answer.status_code == 409
    assert 'data-error="codes-changed"' in answer.text
    assert code_of(app, cast, "skpd-1") == cast.codes["skpd-1"]


@pytest.mark.parametrize("username", ["petugas", "juri1"])
def test_only_organizers_replace(app: Flask, cast: Cast, username: str) -> None:
    client = app.test_client()
    sign_in(client, username)
    data = {"entry": "", "seen": "x", "reason": "y", "csrf_token": csrf(client, "/account/password")}
    assert client.post("/organizer/pameran/codes", data=data).status_code == 404
