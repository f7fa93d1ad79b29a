"""What no database could hold: in an address it names nothing, in a form it is refused in words; never an error."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.kernel.addresses import MOST
from tests.factories import PASSWORD
from tests.pages import LIVE

PARTS = {"<exhibition_slug>": LIVE, "<entry_slug>": "simandor-bmd"}


def test_a_number_that_no_database_holds_is_not_found(demo_app: Flask, demo_client: FlaskClient) -> None:
    demo_app.config["WTF_CSRF_ENABLED"] = False
    demo_client.post("/login", data={"username": "panitia", "password": PASSWORD})
    answers = {}
    for rule in demo_app.url_map.iter_rules():
        if "<int:" not in rule.rule:
            continue
        path = re.sub("<[a-z_]+>", lambda part: PARTS.get(part[0], "x"), rule.rule)
        for number in (MOST + 1, 10**24):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                address = re.sub("<int:[a-z_]+>", str(number), path)
                answers[method, address] = demo_client.open(address, method=method).status_code
    assert len(answers) > 20
    assert {found: status for found, status in answers.items() if status not in (404, 405)} == {}


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "path", ["/e/{}/a%00b", "/results/{}/a%00b", "/b/%00", "/check/%00", "/t/%00", "/innovator/%00"]
)
def test_a_nul_in_an_address_is_not_found(demo_client: FlaskClient, path: str) -> None:
    assert demo_client.get(path.format(LIVE)).status_code == 404


@pytest.mark.postgres
def test_text_that_postgresql_holds_nowhere_is_refused_in_words(demo_app: Flask, demo_client: FlaskClient) -> None:
    demo_app.config["WTF_CSRF_ENABLED"] = False
    demo_client.post("/login", data={"username": "panitia", "password": PASSWORD})
    sent = {"name": "Bailang\0 2025", "timezone": "Asia/Makassar"}
    answer = demo_client.post(f"/organizer/{LIVE}/settings", data=sent)
    assert answer.status_code == 422
    assert "Ada huruf yang tidak bisa disimpan." in answer.text
    assert "Bailang\0" not in demo_client.get("/").text
