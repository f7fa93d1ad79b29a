"""What a phone may keep: the same for everybody, without a code, a token, a vote or a cookie."""

import gzip
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import transaction
from showcase.entries.rules.states import Status
from showcase.exhibitions.rules import Level, Phase
from showcase.kernel import content
from tests.factories import Cast, hall

BUNDLE = "/offline/id/pameran.json"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        made.entry("skpd-3").status, made.entry("skpd-3").withdrawn_reason = Status.WITHDRAWN, "mundur"
        content.touch(session)
        return made


def change(app: Flask, cast: Cast, **values: object) -> None:
    with app.app_context(), transaction() as session:
        row = session.merge(cast.exhibition)
        for name, value in values.items():
            setattr(row, name, value)
        content.touch(session)


def bundle(client: FlaskClient, path: str = BUNDLE) -> dict[str, Any]:
    answer = client.get(path)
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.text)
    return found


def vote(client: FlaskClient, code: str) -> str:
    """Vote, and tell the receipt."""
    form = re.search(r'name="token" value="([^"]+)"', client.get(f"/b/{code}").text)
    assert form
    answer = client.post(f"/b/{code}/vote", data={"token": form[1]}, headers={"HX-Request": "true"})
    found = re.search(r'data-receipt="(\w+)"', answer.text)
    assert found
    return found[1]


def test_the_list_and_every_entry_are_in_it(client: FlaskClient, cast: Cast) -> None:
    kept = bundle(client)
    assert kept["home"] == "/e/pameran"
    assert set(kept["pages"]) == {"/e/pameran", *(f"/e/pameran/{entry.slug}" for entry in cast.entries)}
    assert kept["pages"]["/e/pameran"][0].count("data-entry=") == 6
    assert kept["pages"]["/e/pameran/skpd-1"][0].count("<!--vote-->") == 1
    assert kept["pages"]["/e/pameran/skpd-1"][1] == ""
    assert kept["pages"]["/e/pameran/skpd-3"][1] == "entry-withdrawn"
    assert set(kept["votes"]) >= {reason for _, reason in kept["pages"].values() if reason is not None}
    assert all(element.count("data-vote-state=") == 1 for element in kept["votes"].values())


@pytest.mark.parametrize("level", list(Level))
def test_it_says_nothing_about_who_asks_and_holds_no_code(
    app: Flask, client: FlaskClient, cast: Cast, level: Level
) -> None:
    receipt = vote(client, cast.codes["skpd-1"])
    client.get("/?lang=en")
    change(app, cast, level=level)
    client.get(f"/b/{cast.codes['skpd-2']}")
    asked, stranger = client.get(BUNDLE), app.test_client().get(BUNDLE)
    assert asked.data == stranger.data
    assert "Set-Cookie" not in asked.headers
    for secret in (receipt, 'name="token"', "data-receipt", *cast.codes.values()):
        assert secret not in asked.text


def test_what_the_level_asks_for_is_said(app: Flask, client: FlaskClient, cast: Cast) -> None:
    change(app, cast, level=Level.BOOTH)
    kept = bundle(client)
    assert kept["pages"]["/e/pameran/skpd-1"][1] == "scan-needed"
    assert 'data-vote-state="elsewhere"' in kept["votes"]["scan-needed"]
    assert "<form" not in kept["votes"]["scan-needed"]
    assert 'data-vote-state="offline"' in kept["votes"][""]


@pytest.mark.parametrize(
    ("phase", "reason"),
    [(Phase.SETUP, ""), (Phase.PAUSED, ""), (Phase.DELIBERATION, "voting-closed"), (Phase.PUBLISHED, "voting-closed")],
)
def test_a_vote_may_wait_through_a_pause_but_not_after_closing(
    app: Flask, client: FlaskClient, cast: Cast, phase: Phase, reason: str
) -> None:
    change(app, cast, phase=phase)
    assert bundle(client)["pages"]["/e/pameran/skpd-1"][1] == reason


def test_the_language_stands_in_the_address(client: FlaskClient, cast: Cast) -> None:
    assert "Pilih inovasi ini" in bundle(client)["votes"][""]
    english = bundle(client, "/offline/en/pameran.json")
    assert "Choose this innovation" in english["votes"][""]
    assert '<html lang="en">' in english["pages"]["/e/pameran"][0]
    assert 'href="?lang=id"' in english["pages"]["/e/pameran/skpd-1"][0]
    assert client.get("/offline/fr/pameran.json").status_code == 404


def test_who_has_it_gets_304_until_it_changes(app: Flask, client: FlaskClient, cast: Cast) -> None:
    first = client.get(BUNDLE, headers={"Accept-Encoding": "gzip"})
    assert json.loads(gzip.decompress(first.data))["home"]
    assert first.headers["Cache-Control"] == "no-cache"
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get(BUNDLE, headers=again).status_code == 304
    change(app, cast, name="Nama baru")
    assert client.get(BUNDLE, headers=again).status_code == 200


def test_an_unknown_exhibition_has_none(client: FlaskClient, cast: Cast) -> None:
    assert client.get("/offline/id/tidak-ada.json").status_code == 404
