"""Moments that nobody can mean, typed into fields and addresses: told, and never a failure of ours."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from showcase.anomalies import labels as anomaly_words
from showcase.anomalies.actions.flags import Flag
from showcase.anomalies.rules import FlagState, Proposal, Rule
from showcase.database import transaction
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content
from tests.factories import NOW, hall
from tests.signing_in import post, sign_in

BASE = "/organizer/pameran"
STRANGE = ["0001-01-01T00:00", "9999-12-31T23:59", "kapan"]


@pytest.fixture
def organizer(app: Flask, client: FlaskClient) -> FlaskClient:
    with app.app_context(), transaction() as session:
        hall(session)
        session.scalars(select(Exhibition)).one().phase = Phase.SETUP
        content.touch(session)
    sign_in(client, "panitia")
    return client


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize(
    ("path", "field", "more"),
    [
        ("hours", "opens_at", {}),
        ("phase/schedule", "closes_at", {}),
        ("profiles/deadline", "until", {}),
        ("screen", "freeze_at", {"action": "freeze-later", "reason": "uji"}),
    ],
)
def test_a_strange_moment_is_refused(
    organizer: FlaskClient, text: str, path: str, field: str, more: dict[str, str]
) -> None:
    answer = post(organizer, f"{BASE}/{path}", {field: text, **more}, form=f"{BASE}/jurors")
    assert answer.status_code == 422
    assert f'value="{text}"' in answer.text


@pytest.mark.parametrize("text", STRANGE)
def test_a_strange_day_in_an_address_is_no_failure(organizer: FlaskClient, text: str) -> None:
    assert organizer.get(f"{BASE}/posters?since={text[:10]}").status_code == 422
    assert organizer.get(f"{BASE}/posters.pdf?since={text[:10]}").status_code == 200
    assert organizer.get(f"{BASE}/booths?done={text}%2B09:00").status_code == 200


def test_a_gap_between_votes_has_the_languages_own_mark(app: Flask) -> None:
    flag = Flag(
        id=1,
        rule=Rule.REGULAR,
        entry_id=1,
        since=NOW,
        until=NOW + timedelta(minutes=2),
        numbers={"votes": 21, "gap_ms": 4200},
        minutes=(),
        state=FlagState.OPEN,
        found_at=NOW,
        proposal=Proposal.NONE,
        proposed_by="",
        reason="",
        history=(),
    )
    with app.test_request_context("/"):
        assert "tiap 4,2 detik" in anomaly_words.told(flag, "Skpd 1")
    with app.test_request_context("/?lang=en"):
        assert "every 4.2 seconds" in anomaly_words.told(flag, "Skpd 1")
