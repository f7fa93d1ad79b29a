"""The style sheet of an organizer's own colour and logo."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import transaction
from showcase.printing.contrast import DARK_GROUNDS, LEAST, LIGHT_GROUNDS, WHITE, ratio
from tests.factories import hall

SHEET = re.compile(r'rel="stylesheet" href="(/e/pameran/brand\.css\?v=\w+)"')


@pytest.fixture
def branded(app: Flask, client: FlaskClient) -> FlaskClient:
    with app.app_context(), transaction() as session:
        hall(session, accent="#ffc02e")
    return client


def test_its_colours_can_be_read(branded: FlaskClient) -> None:
    found = SHEET.search(branded.get("/e/pameran").text)
    assert found
    answer = branded.get(found[1])
    assert (answer.mimetype, "immutable" in answer.headers["Cache-Control"]) == ("text/css", True)
    assert "Set-Cookie" not in answer.headers
    light, dark = re.findall(r"--link: (#[0-9a-f]{6})", answer.text)
    assert all(ratio(light, ground) >= LEAST for ground in (*LIGHT_GROUNDS, WHITE))
    assert all(ratio(dark, ground) >= LEAST for ground in DARK_GROUNDS)
    on_dark = re.findall(r"--on-accent: (#[0-9a-f]{6})", answer.text)[-1]
    assert ratio(dark, on_dark) >= LEAST


def test_without_a_version_it_is_not_kept_for_ever(branded: FlaskClient) -> None:
    answer = branded.get("/e/pameran/brand.css?v=lama")
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_the_booth_page_has_it_too(branded: FlaskClient) -> None:
    assert SHEET.search(branded.get("/e/pameran/skpd-1").text)


def test_there_is_none_without_a_colour(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        hall(session)
    assert not SHEET.search(client.get("/e/pameran").text)
    assert client.get("/e/pameran/brand.css").status_code == 404
    assert client.get("/e/nihil/brand.css").status_code == 404


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    css = (Path(__file__).parents[2] / "static" / "css" / "showcase.css").read_text()
    papers = re.findall(r"--paper: (#[0-9a-f]+);", css)
    assert papers == [LIGHT_GROUNDS[0], DARK_GROUNDS[0]]
    assert re.findall(r"--card: (#[0-9a-f]+);", css) == ["#fff", DARK_GROUNDS[1]]
