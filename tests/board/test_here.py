"""A screen says that it is there, and hears what is announced; reading writes nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from showcase.board.actions import announcements
from showcase.board.rules import MOST_SCREENS
from showcase.board.tables import Screen
from showcase.database import db, transaction
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content
from showcase.results.tables import Snapshot
from tests.factories import Cast, by, hall

HERE, BOARD = "/screen/pameran/here", "/screen/pameran"
SENTINEL = "<script>alert('s')</script>&\"'{{7*7}}"
pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


def report(client: FlaskClient, key: str) -> dict[str, object]:
    answer = client.post(HERE, headers={"Screen-Key": key})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "Set-Cookie" not in answer.headers
    found: dict[str, object] = answer.get_json()
    return found


def rows(app: Flask) -> int:
    with app.app_context():
        return db.session().scalar(select(func.count()).select_from(Screen)) or 0


def test_a_screen_is_told_its_number_and_the_hours(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        session.merge(cast.exhibition).closes_at = datetime(2099, 12, 15, 7, 30, tzinfo=UTC)
        content.touch(session)
    before = datetime.now(UTC)
    found = report(client, "a" * 32)
    assert before <= datetime.fromisoformat(str(found.pop("now"))) <= datetime.now(UTC)
    assert found == {"screen": 1, "announcement": None, "opens_at": None, "closes_at": "2099-12-15T07:30:00+00:00"}
    assert report(client, "b" * 32)["screen"] == 2
    assert report(client, "a" * 32)["screen"] == 1
    assert rows(app) == 2


@pytest.mark.parametrize("key", ["", "x", "A" * 32, "a" * 33, "' OR 1=1 --"])
def test_who_has_no_key_of_a_screen_is_told_but_not_counted(
    app: Flask, client: FlaskClient, cast: Cast, key: str
) -> None:
    assert report(client, key)["screen"] is None
    assert rows(app) == 0


def test_nobody_fills_the_table(app: Flask, client: FlaskClient, cast: Cast) -> None:
    numbers = [report(client, f"{number:032x}")["screen"] for number in range(MOST_SCREENS + 5)]
    assert numbers[-6:] == [MOST_SCREENS, None, None, None, None, None]
    assert rows(app) == MOST_SCREENS


def test_what_is_announced_reaches_page_and_script_as_text(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        announcements.say(session, by("mc", datetime.now(UTC)), "pameran", SENTINEL, minutes=5)
    told = report(client, "a" * 32)["announcement"]
    assert isinstance(told, dict)
    assert told["words"] == SENTINEL
    assert 290 <= told["seconds"] <= 300
    html = client.get(BOARD).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(&#39;s&#39;)&lt;/script&gt;" in html
    with app.app_context(), transaction() as session:
        announcements.dismiss(session, by("mc", datetime.now(UTC)), "pameran")
    assert report(client, "a" * 32)["announcement"] is None


def test_the_standings_keep_their_form(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        announcements.say(session, by("mc", datetime.now(UTC)), "pameran", "halo", minutes=0)
    data = client.get(f"{BOARD}/standings.json").get_json()
    assert set(data) == {"exhibition", "phase", "frozen_at", "as_of", "categories"}
    assert rows(app) == 0


def test_a_freeze_by_time_is_stored_by_the_next_screen_and_by_no_reader(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    at = datetime.now(UTC) - timedelta(minutes=5)
    with app.app_context(), transaction() as session:
        session.merge(cast.exhibition).freeze_at = at
        content.touch(session)
    told = client.get(f"{BOARD}/standings.json").get_json()["frozen_at"]
    assert datetime.fromisoformat(told) == at.replace(microsecond=0)
    with app.app_context():
        assert db.session().scalars(select(Snapshot)).first() is None
    report(client, "a" * 32)
    with app.app_context():
        assert db.session().scalars(select(Snapshot)).one().at == at
        assert db.session().scalars(select(Exhibition)).one().frozen_at == at
    assert client.get(f"{BOARD}/standings.json").get_json()["frozen_at"] == told


def test_an_unknown_exhibition(client: FlaskClient, cast: Cast) -> None:
    assert client.post("/screen/none/here").status_code == 404
    assert client.get(HERE).status_code == 405
