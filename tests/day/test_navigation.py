"""The back office's menu shows each role what it may open, and nothing else."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from showcase.accounts.actions import accounts, memberships
from showcase.day.menu import MENU
from showcase.exhibitions.actions.exhibitions import named
from showcase.kernel.access import declared
from showcase.kernel.roles import Role
from tests.factories import PASSWORD, by
from tests.pages import ARCHIVE, DESK
from tests.signing_in import sign_in


def test_every_page_of_the_menu_exists(app: Flask) -> None:
    assert not [item for _, items in MENU for item in items if declared(app, item.endpoint) is None]


@pytest.mark.parametrize(
    ("role", "first", "absent"),
    [(Role.MC, f"{DESK}/screen", "/rules"), (Role.VIEWER, DESK, "/screen"), (Role.DESK, f"{DESK}/desk", "/entries")],
)
def test_a_role_begins_at_its_own_page_and_is_shown_no_other(
    demo_client: FlaskClient, demo_session: Session, role: Role, first: str, absent: str
) -> None:
    now = datetime.now(UTC)
    made, _ = accounts.create(
        demo_session, by("system", now), username="baru", name="Baru", role=role, password=PASSWORD
    )
    memberships.join(demo_session, by("panitia", now), made, named(demo_session, None).id)
    demo_session.commit()
    entered = sign_in(demo_client, "baru")
    assert entered.headers["Location"] == first
    page = demo_client.get(first)
    assert page.status_code == 200
    assert f'href="{DESK}{absent}"' not in page.text
    assert demo_client.get(f"{DESK}{absent}").status_code == 404


def test_another_year_is_a_link_away(demo_client: FlaskClient) -> None:
    sign_in(demo_client, "panitia")
    assert f'<a href="/organizer/{ARCHIVE}" lang="id">' in demo_client.get(DESK).text
    assert f'<a href="{DESK}" lang="id">' in demo_client.get(f"/organizer/{ARCHIVE}").text
