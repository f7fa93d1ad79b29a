"""The organizer's form for the visits that a vote needs."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import transaction
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content
from tests.factories import Cast, hall
from tests.signing_in import post, sign_in

SETTINGS = "/organizer/pameran/settings"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session, phase=Phase.SETUP)


@pytest.fixture
def organizer(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def require(client: FlaskClient, number: str, reason: str = "") -> tuple[int, str]:
    answer = post(client, f"{SETTINGS}/visits", {"min_visits": number, "reason": reason}, form=SETTINGS)
    return answer.status_code, answer.text


def test_it_is_stored_and_shown(organizer: FlaskClient) -> None:
    assert require(organizer, "3")[0] == 303
    assert 'name="min_visits" type="number" value="3"' in organizer.get(SETTINGS).text


@pytest.mark.parametrize("number", ["", "-1", "201", "1e2", "٣", "3.5", "99999"])
def test_what_is_no_number_is_told(organizer: FlaskClient, number: str) -> None:
    status, html = require(organizer, number)
    assert status == 422
    assert "Tulis bilangan dari 0 sampai 200." in html
    assert 'value="Pameran Uji"' in html


def test_after_the_opening_a_reason_is_asked_for(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        session.get_one(Exhibition, cast.exhibition.id).phase = Phase.VOTING
        content.touch(session)
    status, html = require(organizer, "2")
    assert (status, "Tuliskan alasannya." in html) == (422, True)
    assert 'name="min_visits" type="number" value="2"' in html
    assert require(organizer, "2", "keputusan panitia")[0] == 303
