"""What jurors report, as the organizer sees and settles it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from showcase.database import transaction
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition
from showcase.jury.actions import obstacles, recusals
from showcase.kernel import content
from tests.factories import NOW, Cast, by, hall
from tests.signing_in import csrf, post, sign_in

pytestmark = pytest.mark.both_engines
PAGE = "/organizer/pameran/reports"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        cast = hall(session)
        juror, code = cast.jurors[0].id, cast.codes["skpd-1"]
        obstacles.report(session, juror, code, cause="other", words="<i>ramai</i>", now=NOW)
        code = cast.codes["skpd-2"]
        recusals.recuse(session, by("juri1", NOW, "<b>adik</b>"), juror, code, confirmed=False)
        return cast


@pytest.fixture
def organizer(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def test_an_open_obstacle_is_on_the_dashboard_at_once_and_can_be_resolved(organizer: FlaskClient) -> None:
    assert "Juri melaporkan 1 kendala" in organizer.get("/organizer/pameran/summary").text
    html = organizer.get("/organizer/pameran/obstacles").text
    assert "&lt;i&gt;ramai&lt;/i&gt;" in html
    assert 'data-obstacle="open"' in html
    token = csrf(organizer, PAGE)
    answer = organizer.post("/organizer/pameran/obstacles/1/resolve", data={"csrf_token": token})
    assert answer.status_code == 303
    assert 'data-obstacle="resolved"' in organizer.get(PAGE).text
    assert "kendala di stan" not in organizer.get("/organizer/pameran/summary").text
    assert organizer.post("/organizer/pameran/obstacles/99/resolve", data={"csrf_token": token}).status_code == 404


def test_the_obstacles_renew_themselves_until_the_decision(app: Flask, organizer: FlaskClient) -> None:
    html = organizer.get(PAGE).text
    # Morphed, so that a button keeps the focus; by the script that asks seldom while nobody looks.
    assert 'id="obstacles" class="stack" data-live="5"' in html
    assert 'hx-swap="outerMorph"' in html
    assert "js/live.js" in html
    with app.app_context(), transaction() as session:
        session.scalars(select(Exhibition)).one().phase = Phase.FINAL
        content.touch(session)
    assert "data-live" not in organizer.get("/organizer/pameran/obstacles").text


def test_a_recusal_is_undone_with_a_reason_only(organizer: FlaskClient) -> None:
    html = organizer.get(PAGE).text
    assert "&lt;b&gt;adik&lt;/b&gt;" in html
    path = "/organizer/pameran/recusals/juri1/skpd-2/undo"
    refused = post(organizer, path, {"reason": " "}, form=PAGE)
    assert refused.status_code == 422
    assert 'data-error="reason-needed"' in refused.text
    assert post(organizer, path, {"reason": "salah pilih"}, form=PAGE).status_code == 303
    assert "data-recusal" not in organizer.get(PAGE).text
    assert post(organizer, path, {"reason": "salah pilih"}, form=PAGE).status_code == 404


def test_jurors_see_none_of_it(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "juri2")
    token = csrf(client, "/jury")
    for path in (PAGE, "/organizer/pameran/obstacles"):
        assert client.get(path).status_code == 404
    for path in ("/organizer/pameran/obstacles/1/resolve", "/organizer/pameran/recusals/juri1/skpd-2/undo"):
        assert client.post(path, data={"csrf_token": token, "reason": "x"}).status_code == 404
