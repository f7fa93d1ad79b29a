"""The vote as a browser makes it: forms, cookies, refusals, levels."""

import gzip
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from showcase.database import NotSavedError, db, transaction
from showcase.entries.rules.states import Status
from showcase.exhibitions.rules import Level, Phase
from showcase.kernel import content
from showcase.voting import actions as ballots
from tests.factories import Cast, hall

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        content.touch(session)
        return made


def change(app: Flask, cast: Cast, **values: object) -> None:
    with app.app_context(), transaction() as session:
        row = session.merge(cast.exhibition)
        for name, value in values.items():
            setattr(row, name, value)
        content.touch(session)


def state(html: str) -> str:
    found = re.search(r'data-vote-state="(\w+)"', html)
    assert found, html[-2000:]
    return found[1]


def token(html: str) -> str:
    found = re.search(r'name="token"[^>]*value="([^"]+)"', html)
    assert found, html[-2000:]
    return found[1]


def receipt(html: str) -> str:
    found = re.search(r'data-receipt="(\w{10})"', html)
    assert found, html[-2000:]
    return found[1]


def page(client: FlaskClient, cast: Cast, entry: str = "skpd-1") -> str:
    return client.get(f"/b/{cast.codes[entry]}").text


def test_one_tap(client: FlaskClient, cast: Cast) -> None:
    html = page(client, cast)
    assert state(html) == "open"
    answer = client.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": token(html)}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.count('id="vote"') == 1
    assert state(answer.text) == "yours"
    assert receipt(answer.text) == receipt(page(client, cast))


def test_without_script_the_answer_is_a_redirect_to_the_page(client: FlaskClient, cast: Cast) -> None:
    path = f"/b/{cast.codes['skpd-1']}"
    answer = client.post(f"{path}/vote", data={"token": token(page(client, cast))})
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert state(client.get(path).text) == "yours"


def test_move_and_withdraw(client: FlaskClient, cast: Cast) -> None:
    client.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": token(page(client, cast))})
    other = page(client, cast, "skpd-2")
    assert state(other) == "other"
    assert "Skpd 1" in other
    moved = client.post(f"/b/{cast.codes['skpd-2']}/vote", data={"token": token(other)}, headers=HTMX)
    assert state(moved.text) == "yours"
    assert state(page(client, cast)) == "other"
    gone = client.post(f"/b/{cast.codes['skpd-2']}/unvote", data={"token": token(moved.text)}, headers=HTMX)
    assert (gone.status_code, state(gone.text)) == (200, "open")


def test_the_upper_case_path_is_the_same_page(client: FlaskClient, cast: Cast) -> None:
    code = cast.codes["skpd-1"]
    lower, upper = client.get(f"/b/{code.lower()}"), client.get(f"/B/{code}")
    assert (lower.status_code, upper.status_code) == (200, 200)
    assert re.sub(r'value="[^"]+"', "", lower.text) == re.sub(r'value="[^"]+"', "", upper.text)


@pytest.mark.parametrize(
    ("phase", "error"),
    [(Phase.SETUP, "not-open-yet"), (Phase.PAUSED, "voting-paused"), (Phase.DELIBERATION, "voting-closed")],
)
def test_closed_states_have_no_form_and_refuse_a_kept_one(
    app: Flask, client: FlaskClient, cast: Cast, phase: Phase, error: str
) -> None:
    kept = token(page(client, cast))
    change(app, cast, phase=phase)
    html = page(client, cast)
    assert state(html) == "closed"
    assert "/vote" not in html
    answer = client.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": kept}, headers=HTMX)
    assert answer.status_code == 409
    assert f'data-error="{error}"' in answer.text


def test_after_closing_an_own_receipt_is_still_shown(app: Flask, client: FlaskClient, cast: Cast) -> None:
    client.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": token(page(client, cast))})
    given = receipt(page(client, cast))
    change(app, cast, phase=Phase.DELIBERATION)
    html = page(client, cast)
    assert (state(html), receipt(html)) == ("closed", given)


def test_a_withdrawn_entry_stays_readable(app: Flask, client: FlaskClient, cast: Cast) -> None:
    kept = token(page(client, cast))
    with app.app_context(), transaction() as session:
        row = session.merge(cast.entry("skpd-1"))
        row.status, row.withdrawn_reason = Status.WITHDRAWN, "mundur"
        content.touch(session)
    answer = client.get(f"/b/{cast.codes['skpd-1']}")
    assert (answer.status_code, state(answer.text)) == (200, "closed")
    refused = client.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": kept}, headers=HTMX)
    assert refused.status_code == 409
    assert 'data-error="entry-withdrawn"' in refused.text


def test_no_cookie_at_all(app: Flask, client: FlaskClient, cast: Cast) -> None:
    kept = token(page(client, cast))
    answer = app.test_client().post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": kept}, headers=HTMX)
    assert answer.status_code == 403
    assert 'data-error="cookies-needed"' in answer.text


@pytest.mark.parametrize("alter", [lambda t: "", lambda t: t[:-2], lambda t: "x" + t, lambda t: t.swapcase()])
def test_an_altered_form_is_stale(client: FlaskClient, cast: Cast, alter: object) -> None:
    kept = token(page(client, cast))
    answer = client.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": alter(kept)}, headers=HTMX)  # type: ignore[operator]
    assert answer.status_code == 409
    assert 'data-error="stale-form"' in answer.text
    assert state(answer.text) == "open"


def test_a_foreign_form_is_stale(app: Flask, client: FlaskClient, cast: Cast) -> None:
    stranger = app.test_client()
    kept = token(page(stranger, cast))
    page(client, cast)
    for data in ({"token": kept}, {"token": token(page(client, cast, "skpd-2"))}, {}):
        answer = client.post(f"/b/{cast.codes['skpd-1']}/vote", data=data, headers=HTMX)
        assert (answer.status_code, 'data-error="stale-form"' in answer.text) == (409, True)


def test_a_forged_device_cookie_is_a_stranger(app: Flask, client: FlaskClient, cast: Cast) -> None:
    kept = token(page(client, cast))
    stranger = app.test_client()
    stranger.set_cookie("device", "abcdefghijklmnopqrstuv.forged")
    answer = stranger.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": kept}, headers=HTMX)
    assert 'data-error="stale-form"' in answer.text


def test_too_many(client: FlaskClient, cast: Cast) -> None:
    for number in range(11):
        entry = f"skpd-{1 + number % 2}"
        data = {"token": token(page(client, cast, entry))}
        answer = client.post(f"/b/{cast.codes[entry]}/vote", data=data, headers=HTMX)
    assert answer.status_code == 429
    assert 'data-error="too-many"' in answer.text
    wait = int(answer.headers["Retry-After"])
    assert 1 <= wait <= 60
    assert f"coba lagi dalam {wait} detik" in answer.text


def test_storage_trouble_is_told_and_a_retry_works(
    client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = page(client, cast)
    path, data = f"/b/{cast.codes['skpd-1']}/vote", {"token": token(html)}

    def broken(*args: object, **options: object) -> None:
        raise NotSavedError

    monkeypatch.setattr(ballots, "cast", broken)
    answer = client.post(path, data=data, headers=HTMX)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert 'data-error="not-saved"' in answer.text
    monkeypatch.undo()
    assert client.post(path, data=data, headers=HTMX).status_code == 200


def test_at_level_booth_a_shared_page_sends_to_the_booth(app: Flask, client: FlaskClient, cast: Cast) -> None:
    change(app, cast, level=Level.BOOTH)
    code = cast.codes["skpd-1"]
    html = client.get("/e/pameran/skpd-1").text
    assert state(html) == "elsewhere"
    assert code not in html
    visitor = app.test_client()
    scanned = token(page(visitor, cast))
    refused = client.post(f"/b/{code}/vote", data={"token": scanned}, headers=HTMX)
    assert refused.status_code in {403, 409}
    assert visitor.post(f"/b/{code}/vote", data={"token": scanned}, headers=HTMX).status_code == 200
    assert state(visitor.get("/e/pameran/skpd-1").text) == "yours"
    assert state(visitor.get("/e/pameran/skpd-2").text) == "elsewhere"


def test_at_level_booth_the_pass_counts_and_not_the_code(app: Flask, client: FlaskClient, cast: Cast) -> None:
    kept = token(page(client, cast))
    change(app, cast, level=Level.BOOTH)
    client.delete_cookie("pass")
    answer = client.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": kept}, headers=HTMX)
    assert answer.status_code == 403
    assert 'data-error="scan-needed"' in answer.text


def test_the_shared_page_holds_no_code_whoever_opened_it_first(app: Flask, client: FlaskClient, cast: Cast) -> None:
    change(app, cast, level=Level.BOOTH)
    page(client, cast)
    assert cast.codes["skpd-1"] not in app.test_client().get("/e/pameran/skpd-1").text


def test_a_post_from_another_site_is_refused(client: FlaskClient, cast: Cast) -> None:
    kept = token(page(client, cast))
    headers = {**HTMX, "Sec-Fetch-Site": "cross-site"}
    assert client.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": kept}, headers=headers).status_code == 403


def test_looking_never_votes_and_costs_one_query(app: Flask, client: FlaskClient, cast: Cast) -> None:
    page(client, cast)
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        page(client, cast)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(seen) == 1
    assert seen[0].startswith("SELECT")


def test_a_personal_page_is_in_no_cache_and_its_cookies_are_closed(client: FlaskClient, cast: Cast) -> None:
    answer = client.get(f"/b/{cast.codes['skpd-1']}")
    assert answer.headers["Cache-Control"] == "no-store"
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_compressed_and_plain_are_the_same_page(client: FlaskClient, cast: Cast) -> None:
    plain = page(client, cast)
    zipped = client.get(f"/b/{cast.codes['skpd-1']}", headers={"Accept-Encoding": "gzip, br"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    text = gzip.decompress(zipped.data).decode()
    assert re.sub(r'value="[^"]+"', "", text) == re.sub(r'value="[^"]+"', "", plain)


def test_english_when_asked_and_remembered(client: FlaskClient, cast: Cast) -> None:
    path = f"/b/{cast.codes['skpd-1']}"
    assert '<html lang="id"' in client.get(path, headers={"Accept-Language": "en"}).text
    english = client.get(f"{path}?lang=en").text
    assert '<html lang="en"' in english
    assert "Langsung ke isi" not in english
    assert '<html lang="en"' in client.get(path).text
    assert '<html lang="id"' in client.get(f"{path}?lang=id").text


@pytest.mark.parametrize("path", ["/b/ZZZZZ", "/b/x", "/e/pameran/none", "/e/none", "/e/none/skpd-1"])
def test_unknown_addresses(client: FlaskClient, cast: Cast, path: str) -> None:
    assert client.get(path).status_code == 404
