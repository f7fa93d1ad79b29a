"""The link to the same page in the other language, whatever stands in the page's address."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import transaction
from tests.factories import hall
from tests.signing_in import csrf, post, sign_in

LINK = re.compile(r'<a href="([^"]*)"[^>]*hreflang="en"')


@pytest.fixture
def hall_client(app: Flask, client: FlaskClient) -> FlaskClient:
    with app.app_context(), transaction() as session:
        hall(session)
    return client


@pytest.mark.parametrize("page", ["/", "/e/pameran", "/check", "/login"])
@pytest.mark.parametrize("name", ["endpoint", "_external", "_scheme", "_method", "_anchor", "exhibition_slug", "q"])
def test_a_word_in_the_address_stays_a_word(hall_client: FlaskClient, page: str, name: str) -> None:
    answer = hall_client.get(f"{page}?{name}=https")
    assert answer.status_code == 200
    assert LINK.findall(answer.text) == [f"{page}?{name}=https&amp;lang=en"]


def test_a_letter_of_another_script_stays(hall_client: FlaskClient) -> None:
    assert LINK.findall(hall_client.get("/e/pameran?q=kain+%C3%A9").text) == ["/e/pameran?q=kain+%C3%A9&amp;lang=en"]


def test_a_refused_form_leads_back_to_its_page(hall_client: FlaskClient) -> None:
    sign_in(hall_client, "panitia")
    refused = post(hall_client, "/organizer/pameran/settings", {"name": ""})
    assert refused.status_code == 422
    assert LINK.findall(refused.text) == ["/organizer/pameran/settings?lang=en"]


def test_where_no_page_stands_it_leads_to_the_list(hall_client: FlaskClient) -> None:
    sign_in(hall_client, "panitia")
    token = csrf(hall_client, "/organizer/pameran/settings")
    refused = hall_client.post("/organizer/pameran/codes", data={"csrf_token": token})
    assert refused.status_code == 422
    assert LINK.findall(refused.text) == ["/?lang=en"]
