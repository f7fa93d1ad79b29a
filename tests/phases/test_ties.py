"""The phase page before the result is fixed: what is missing, accepting it, and the jury's decision on a tie."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.database import transaction
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Category, Exhibition
from showcase.results.tables import TieDecision
from tests.factories import Cast, lock_all
from tests.results.judging import judged
from tests.signing_in import post, sign_in

PAGE = "/organizer/pameran/phase"
TIES = "/organizer/pameran/ties"


@pytest.fixture
def organizer(app: Flask, client: FlaskClient) -> FlaskClient:
    """In deliberation: skpd-2 and skpd-3 share place 2, the last awarded one; everything is locked."""
    with app.app_context():
        cast: Cast = judged(Phase.DELIBERATION)
        with transaction() as session:
            lock_all(session, cast)
            session.execute(update(Category).values(winners=2))
    sign_in(client, "panitia")
    return client


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found.group(1)


def decide(organizer: FlaskClient, **data: str) -> tuple[int, str]:
    state = hidden(organizer.get(PAGE).text, "state")
    places = {key.replace("_", "-"): value for key, value in data.items() if key.startswith("skpd")}
    others = {key: value for key, value in data.items() if not key.startswith("skpd")}
    typed = {"category": "skpd", "state": state, "reason": "lebih matang", **others}
    answer = post(organizer, TIES, {**typed, **{f"place.{slug}": text for slug, text in places.items()}}, PAGE)
    return answer.status_code, answer.text


def phase(session: Session) -> Phase:
    session.rollback()
    return session.scalars(select(Exhibition)).one().phase


def test_a_gap_is_listed_and_accepted_only_as_it_was_seen(organizer: FlaskClient, session: Session) -> None:
    page = organizer.get(PAGE).text
    assert "Skpd: Skpd 2 dan Skpd 3 sama persis pada tempat juara terakhir" in page
    assert page.index("sama persis pada tempat juara terakhir") < page.index('name="phase" value="final"')
    fixed = {"phase": "final", "reason": "sidang selesai"}
    for more in ({}, {"accept_gaps": "yes", "gaps_seen": "0" * 64}):
        refused = post(organizer, PAGE, {**fixed, **more}, PAGE)
        assert (refused.status_code, 'data-error="phase-not-ready"' in refused.text) == (409, True)
        assert "sidang selesai" in refused.text
    accepted = {**fixed, "accept_gaps": "yes", "gaps_seen": hidden(page, "gaps_seen")}
    assert post(organizer, PAGE, {**accepted, "reason": " "}, PAGE).status_code == 422
    assert phase(session) is Phase.DELIBERATION
    assert post(organizer, PAGE, accepted, PAGE).status_code == 302
    assert "1 hal belum lengkap, diterima dengan alasan ini" in organizer.get(PAGE).text
    assert phase(session) is Phase.FINAL


@pytest.mark.parametrize(
    ("typed", "code", "status"),
    [
        ({"choice": "order", "skpd_2": "1", "skpd_3": "1"}, "tie-order", 422),
        ({"choice": "order", "skpd_2": "1", "skpd_3": ""}, "tie-order", 422),
        ({"choice": "order", "skpd_2": "1"}, "tie-order", 422),
        ({"choice": "order"}, "tie-order", 422),
        ({}, "tie-order", 422),
        ({"choice": "shared", "reason": " "}, "reason-needed", 422),
        ({"choice": "shared", "state": "0" * 64}, "tie-moved", 409),
        ({"choice": "shared", "category": "kecamatan"}, "no-tie", 409),
    ],
)
def test_a_decision_that_is_none_is_refused(
    organizer: FlaskClient, session: Session, typed: dict[str, str], code: str, status: int
) -> None:
    answered, page = decide(organizer, **typed)
    assert (answered, f'data-error="{code}"' in page) == (status, True)
    assert session.scalars(select(TieDecision)).first() is None


def test_a_decided_order_is_published_with_its_reason_and_places_stay(organizer: FlaskClient) -> None:
    assert decide(organizer, choice="order", skpd_2="2", skpd_3="1")[0] == 302
    page = organizer.get(PAGE).text
    assert "Keputusan juri, berurutan: 1. Skpd 3, 2. Skpd 2. Alasan: lebih matang" in page
    assert "Semua sudah lengkap." in page
    for wanted in ("final", "published"):
        assert post(organizer, PAGE, {"phase": wanted, "reason": "sah"}, PAGE).status_code == 302
    result = organizer.get("/results/pameran").text
    assert "Menurut keputusan juri: Skpd 3 juara 2." in result
    assert 'data-place="2" data-entry="skpd-2"' in result
    podium = re.findall(r'class="step step-(\d).*?<h3>(.*?)</h3>', result, re.DOTALL)
    assert podium[:2] == [("1", "&lt;b&gt;Simandor&lt;/b&gt;"), ("2", "Skpd 3")]
    english = organizer.get("/results/pameran?lang=en").text
    assert "decision: Skpd 3 is awarded place 2. Scores and places are unchanged." in english
