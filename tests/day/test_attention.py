"""What the dashboard says needs attention: the entries that nobody judges, and the screens that went away."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from showcase.board.actions import screens
from showcase.database import transaction
from showcase.exhibitions.tables import Category
from tests.factories import Cast, entry, hall
from tests.signing_in import sign_in

BASE = "/organizer/pameran"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


@pytest.fixture
def desk(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def test_the_dashboard_tells_of_entries_that_nobody_judges(app: Flask, desk: FlaskClient) -> None:
    """They came after the jurors were assigned: without a word there would be no ranking in the end."""
    assert "belum punya juri" not in desk.get(BASE).text
    with app.app_context(), transaction() as session:
        entry(session, session.scalars(select(Category)).all()[0], "baru", "Z-01")
    html = desk.get(BASE).text
    assert "1 inovasi belum punya juri." in html
    assert f'href="{BASE}/panels"' in html


def test_many_lost_screens_are_one_line(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        for number in range(5):
            screens.note(session, cast.exhibition.id, f"{number}" * 32, now=datetime.now(UTC) - timedelta(minutes=3))
    html = desk.get(BASE).text
    assert "5 layar hilang." in html
    assert "Layar 1 hilang 3 menit." not in html
