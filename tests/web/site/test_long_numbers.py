"""A number in an address that no database could hold names nothing: not found, never an error."""

import re

from flask import Flask
from flask.testing import FlaskClient

from showcase.web.numbers import MOST
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
