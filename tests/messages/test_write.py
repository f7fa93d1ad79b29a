"""A visitor writes to an innovator, and an organizer decides; both as their browsers do it."""

import re
from html import escape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from showcase.database import NotSavedError, db, transaction
from showcase.exhibitions.rules import Phase
from showcase.kernel import content
from showcase.messages import actions as messages
from showcase.messages.tables import Message
from tests.factories import Cast, hall
from tests.signing_in import post, sign_in
from tests.voting.test_vote import change, page, token

PATH = "/e/pameran/skpd-1/message"
DESK = "/organizer/pameran/messages"
SENTINEL = "<script>alert('x')</script> https://jahat.example \"'&"
pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        content.touch(session)
        return made


@pytest.fixture
def organizer(app: Flask, cast: Cast) -> FlaskClient:
    made = app.test_client()
    sign_in(made, "panitia")
    return made


def send(client: FlaskClient, text: str, kind: str = "support", **changed: str) -> TestResponse:
    data = {"token": token(client.get(PATH).text), "kind": kind, "text": text, **changed}
    return client.post(PATH, data=data)


def numbers(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session().scalars(select(Message.id).order_by(Message.id)))


def test_sent_read_and_shown(app: Flask, client: FlaskClient, organizer: FlaskClient, cast: Cast) -> None:
    answer = send(client, SENTINEL)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PATH}?sent=1")
    assert "Pesan Anda terkirim." in client.get(f"{PATH}?sent=1").text
    assert "jahat" not in client.get(PATH).text
    html = organizer.get(DESK).text
    assert escape(SENTINEL, quote=True).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in html
    assert "<script>alert" not in html
    assert 'href="https://jahat' not in html
    assert "Ada tautan" in html
    post(organizer, DESK, {"decision": f"approve:{numbers(app)[0]}"})
    assert "jahat" not in client.get(PATH).text
    assert post(organizer, f"{DESK}/show", {"shown": "1"}, form=DESK).status_code == 303
    shown = client.get(PATH)
    assert "jahat" in shown.text
    assert "<script>alert" not in shown.text
    assert 'href="https://jahat' not in shown.text
    assert "jahat" not in client.get("/e/pameran/skpd-2/message").text
    for address in ("/e/pameran/skpd-1", f"/b/{cast.codes['skpd-1']}", "/", "/screen/pameran/standings.json"):
        assert "jahat" not in client.get(address).text


def test_the_page_is_personal_and_the_booth_page_holds_no_token_of_it(client: FlaskClient, cast: Cast) -> None:
    answer = client.get(PATH)
    assert answer.headers["Cache-Control"] == "no-store"
    booth = page(client, cast)
    assert f'href="{PATH}"' in booth
    assert booth.count('name="token"') == 1


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("", "support", "message-blank"),
        (" \r\n ", "support", "message-blank"),
        ("x" * 281, "support", "message-long"),
        ("a\x00b", "question", "message-characters"),
        ("a\u202eb", "question", "message-characters"),
        ("Hebat", "insult", "message-kind"),
    ],
)
def test_bad_input_is_told_and_kept(client: FlaskClient, cast: Cast, text: str, kind: str, code: str) -> None:
    answer = send(client, text, kind)
    assert answer.status_code == 422
    assert f'data-error="{code}"' in answer.text
    if len(text) > 100:
        assert text in answer.text
    again = client.post(PATH, data={"token": token(answer.text), "kind": "support", "text": "Hebat"})
    assert again.status_code == 303


def test_the_fourth_in_ten_minutes(app: Flask, client: FlaskClient, cast: Cast) -> None:
    for number in range(3):
        assert send(client, f"Pesan {number}").status_code == 303
    answer = send(client, "Pesan keempat")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert 'data-error="too-many"' in answer.text
    assert "Pesan keempat</textarea>" in answer.text
    assert len(numbers(app)) == 3


def test_forms_are_bound_to_phone_entry_and_purpose(app: Flask, client: FlaskClient, cast: Cast) -> None:
    own, voting = token(client.get(PATH).text), token(page(client, cast))
    stranger = app.test_client()
    stranger.get("/")
    for who, given in ((stranger, own), (client, voting), (client, ""), (client, own + "x")):
        answer = who.post(PATH, data={"token": given, "kind": "support", "text": "Hebat"})
        assert (answer.status_code, 'data-error="stale-form"' in answer.text) == (409, True)
        assert "Hebat</textarea>" in answer.text
    crossed = client.post("/e/pameran/skpd-2/message", data={"token": own, "kind": "support", "text": "Hebat"})
    assert crossed.status_code == 409
    vote = client.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": own}, headers={"HX-Request": "true"})
    assert 'data-error="stale-form"' in vote.text
    none = app.test_client().post(PATH, data={"token": own, "kind": "support", "text": "Hebat"})
    assert (none.status_code, 'data-error="cookies-needed"' in none.text) == (403, True)
    assert numbers(app) == []


def test_sending_twice_is_once(app: Flask, client: FlaskClient, cast: Cast) -> None:
    data = {"token": token(client.get(PATH).text), "kind": "question", "text": "Kapan mulai?"}
    assert [client.post(PATH, data=data).status_code for _ in range(3)] == [303, 303, 303]
    assert len(numbers(app)) == 1


def test_storage_trouble_keeps_the_text(client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **options: object) -> None:
        raise NotSavedError

    monkeypatch.setattr(messages, "send", broken)
    answer = send(client, "Hebat")
    assert (answer.status_code, "Hebat</textarea>" in answer.text) == (503, True)


def test_closed_and_unknown(app: Flask, client: FlaskClient, cast: Cast) -> None:
    kept = token(client.get(PATH).text)
    change(app, cast, phase=Phase.PUBLISHED)
    assert "<form" not in client.get(PATH).text.split("<main")[1].split("</main")[0]
    refused = client.post(PATH, data={"token": kept, "kind": "support", "text": "Hebat"})
    assert (refused.status_code, 'data-error="messages-closed"' in refused.text) == (409, True)
    assert client.get("/e/pameran/none/message").status_code == 404
    assert client.get("/e/none/skpd-1/message").status_code == 404


def test_many_at_once(app: Flask, client: FlaskClient, organizer: FlaskClient, cast: Cast) -> None:
    for text in ("Bagus", "Hubungi 0812 3456 7890", "Mantap"):
        send(client, text)
    first, flagged, last = numbers(app)
    listed = re.findall(r'name="listed" value="(\d+)"', organizer.get(DESK).text)
    assert {int(number) for number in listed} == {first, last}
    post(organizer, DESK, {"decision": "approve-plain", "listed": listed})  # type: ignore[dict-item]
    assert f'data-message="{flagged}"' in organizer.get(DESK).text
    assert f'data-message="{first}"' not in organizer.get(DESK).text
    post(organizer, DESK, {"decision": "reject", "marked": [str(flagged)]})  # type: ignore[dict-item]
    assert f'data-message="{flagged}"' in organizer.get(f"{DESK}?state=rejected").text
    assert "Tidak ada pesan yang menunggu." in organizer.get(DESK).text
    for nonsense in ("", "approve:x", "approve:", "melt:1", "reject:99999999999999999999"):
        assert post(organizer, DESK, {"decision": nonsense}).status_code == 303
    assert organizer.get(f"{DESK}?state=none&page=x").status_code == 200


def test_only_organizers_read_them(app: Flask, client: FlaskClient, cast: Cast) -> None:
    send(client, "Hebat")
    assert client.get(DESK).status_code == 302
    juror = app.test_client()
    sign_in(juror, "juri1")
    assert juror.get(DESK).status_code == 404
    assert juror.post(DESK, data={"decision": "approve:1"}).status_code in {400, 404}
