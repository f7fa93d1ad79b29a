"""Is my vote in the count? And which votes are this phone's?"""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import transaction
from showcase.entries.rules.states import Status
from showcase.kernel import content
from tests.factories import Cast, hall


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        content.touch(session)
        return made


def act(client: FlaskClient, cast: Cast, slug: str, what: str) -> str:
    """Vote, or take it back; the receipt that the page then shows, if any."""
    path = f"/b/{cast.codes[slug]}"
    form = re.search(r'name="token" value="([^"]+)"', client.get(path).text)
    assert form
    client.post(f"{path}/{what}", data={"token": form[1]})
    found = re.search(r'data-receipt="(\w{10})"', client.get(path).text)
    return found[1] if found else ""


def told(client: FlaskClient, path: str) -> str:
    html = client.get(path).text
    found = re.search(r'data-receipt-state="([\w-]+)"', html)
    assert "Skpd" not in html, "a receipt never tells the choice"
    return found[1] if found else ""


def test_what_becomes_of_a_vote(client: FlaskClient, cast: Cast) -> None:
    first = act(client, cast, "skpd-1", "vote")
    assert told(client, f"/check/{first}") == "counted"
    assert told(client, f"/check?receipt={first[:5].lower()}-{first[5:]}") == "counted"
    second = act(client, cast, "skpd-2", "vote")
    assert (told(client, f"/check/{first}"), told(client, f"/check/{second}")) == ("moved", "counted")
    act(client, cast, "skpd-2", "unvote")
    assert told(client, f"/check/{second}") == "withdrawn"


def test_an_unknown_receipt_keeps_what_was_typed(client: FlaskClient, cast: Cast) -> None:
    answer = client.get("/check?receipt=%22salah")
    assert answer.status_code == 404
    assert 'value="&#34;salah"' in answer.text
    assert told(client, "/check?receipt=%22salah") == "unknown"
    assert told(client, "/check") == ""


def test_mine_lists_the_votes_and_the_missing_categories(app: Flask, client: FlaskClient, cast: Cast) -> None:
    receipt = act(client, cast, "skpd-1", "vote")
    html = client.get("/mine").text
    assert re.findall(r'data-entry="([\w-]+)"', html) == ["skpd-1"]
    assert f"{receipt[:5]}-{receipt[5:]}" in html
    assert re.findall(r"\?category=(\w+)", html) == ["kecamatan"]
    assert "data-entry" not in app.test_client().get("/mine").text


def put(app: Flask, cast: Cast, slug: str, status: Status) -> None:
    with app.app_context(), transaction() as session:
        row = session.merge(cast.entry(slug))
        row.status, row.withdrawn_reason = status, "mundur" if status is Status.WITHDRAWN else ""
        content.touch(session)


def test_a_withdrawn_entrys_vote_is_not_counted_and_leaves_its_category_open(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    receipt = act(client, cast, "skpd-1", "vote")
    put(app, cast, "skpd-1", Status.WITHDRAWN)
    assert told(client, f"/check/{receipt}") == "entry-withdrawn"
    mine = client.get("/mine").text
    assert re.findall(r"\?category=(\w+)", mine) == ["skpd", "kecamatan"]
    assert "tidak dihitung" in mine
    assert "0 dari 2 kategori" in mine
    rival = client.get(f"/b/{cast.codes['skpd-2']}").text
    assert 'data-vote-state="open"' in rival
    assert "Suara Anda untuk Skpd 1 tidak dihitung" in rival
    own = client.get(f"/b/{cast.codes['skpd-1']}").text
    assert f'data-receipt="{receipt}"' in own
    assert "Suara Anda tercatat" not in own
    put(app, cast, "skpd-1", Status.PUBLISHED)
    assert told(client, f"/check/{receipt}") == "counted"
    assert re.findall(r"\?category=(\w+)", client.get("/mine").text) == ["kecamatan"]


def test_a_vote_that_counts_is_told_in_a_sentence_of_its_own(client: FlaskClient, cast: Cast) -> None:
    receipt = act(client, cast, "skpd-1", "vote")
    for language, counted, refused in (("id", "dihitung", "belum|tidak"), ("en", "counted", r"\bnot\b")):
        html = client.get(f"/check/{receipt}?lang={language}").text
        said = re.search(r'data-receipt-state="counted">.*?<span>(.*?)</span>', html, re.S)
        assert said
        sentences = [one for one in said[1].split(".") if counted in one]
        assert sentences
        assert not re.search(refused, sentences[0])
