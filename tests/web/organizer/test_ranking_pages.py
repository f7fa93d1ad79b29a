"""The organizer's ranking, rules and phase pages: what they show, what they refuse, and who may see them."""

import re
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from showcase.domain.accounts import Role
from showcase.domain.phases import Phase
from showcase.domain.ranking import load_bundle, result_of
from showcase.domain.ranking.numbers import rounded
from showcase.models import Exhibition, RuleSet
from tests.factories import PASSWORD, Cast, account, hall, sheet

PAGES = ("results", "results/bundle.json", "rules", "phase")
BASE = "/organizer/pameran"


@pytest.fixture
def cast(app: Flask, session: Session) -> Cast:
    made = hall(session)
    for juror, values in zip(made.jurors, ((80, 70, 60), (90, 55, 65)), strict=True):
        for number, value in enumerate(values, start=1):
            sheet(session, juror, made.entry(f"skpd-{number}"), made.criteria["skpd"], value, value)
    account(session, "sekretaris", Role.ORGANIZER)
    session.commit()
    return made


@pytest.fixture
def organizer(client: FlaskClient, cast: Cast) -> FlaskClient:
    return signed_in(client, "panitia")


def signed_in(client: FlaskClient, username: str) -> FlaskClient:
    form = {"username": username, "password": PASSWORD, "csrf_token": token(client.get("/login").text)}
    assert client.post("/login", data=form).status_code in {302, 303}
    return client


def token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def post(client: FlaskClient, page: str, **form: str) -> TestResponse:
    form["csrf_token"] = token(client.get(f"{BASE}/{page}").text)
    return client.post(f"{BASE}/{page}", data=form)


def stored(session: Session, cast: Cast) -> Exhibition:
    session.rollback()
    return session.get_one(Exhibition, cast.exhibition.id, populate_existing=True)


def preset(session: Session, cast: Cast) -> str:
    session.rollback()
    return session.get_one(RuleSet, cast.exhibition.id, populate_existing=True).preset


def test_jurors_and_strangers_see_none_of_it(app: Flask, client: FlaskClient, cast: Cast) -> None:
    juror = signed_in(app.test_client(), "juri1")
    for page in PAGES:
        assert client.get(f"{BASE}/{page}").status_code == 302
        assert juror.get(f"{BASE}/{page}").status_code == 404
    assert organizer_of(app).get("/organizer/tidak-ada/results").status_code == 404


def organizer_of(app: Flask) -> FlaskClient:
    return signed_in(app.test_client(), "panitia")


def test_the_ranking_equals_a_recount_and_refusals_say_what_to_do(organizer: FlaskClient) -> None:
    page = organizer.get(f"{BASE}/results").text
    bundle = load_bundle(organizer.get(f"{BASE}/results/bundle.json").data)
    skpd = result_of(type(bundle)(bundle.slug, bundle.name, bundle.rules, bundle.categories[:1]))["categories"][0]
    rows = re.findall(r'data-place="(\d*)" data-entry="([\w-]+)"', page)
    assert rows[:3] == [(str(row["place"]), row["entry"]) for row in skpd["standings"]]
    assert rows[3:] == [("", f"kecamatan-{number}") for number in (1, 2, 3)]
    for row in skpd["standings"]:
        assert rounded(Fraction(row["final"]), 2).replace(".", ",") in page
    assert 'data-refused="ENTRY_WITHOUT_SCORES"' in page
    assert "Belum ada lembar nilai untuk Kecamatan 1, Kecamatan 2, Kecamatan 3." in page
    assert "6 dari 6 lembar nilai terkirim" in page


def test_a_move_needs_a_reason_and_says_what_is_missing(organizer: FlaskClient, session: Session, cast: Cast) -> None:
    refused = post(organizer, "phase", phase="paused", reason=" ", message="Sebentar ya")
    assert refused.status_code == 422
    assert 'data-error="reason-needed"' in refused.text
    assert "Sebentar ya" in refused.text
    moved = post(organizer, "phase", phase="deliberation", reason="Waktu habis")
    assert moved.status_code == 302
    assert "Waktu habis" in organizer.get(f"{BASE}/phase").text
    refused = post(organizer, "phase", phase="final", reason="Sidang selesai")
    assert refused.status_code == 409
    assert 'data-error="phase-not-ready"' in refused.text
    assert "Sidang selesai" in refused.text
    assert "Kecamatan: Belum ada lembar nilai" in refused.text
    refused = post(organizer, "phase", phase="voting", reason="kembali")
    assert (refused.status_code, 'data-error="phase-refused"' in refused.text) == (409, True)
    assert post(organizer, "phase", phase="mars", reason="x").status_code == 404
    assert stored(session, cast).phase is Phase.DELIBERATION


def test_without_its_token_nothing_moves(organizer: FlaskClient, session: Session, cast: Cast) -> None:
    assert organizer.post(f"{BASE}/phase", data={"phase": "paused", "reason": "x"}).status_code == 400
    assert organizer.post(f"{BASE}/rules", data={"preset": "simple"}).status_code == 400
    assert stored(session, cast).phase is Phase.VOTING


def test_in_use_rules_change_with_comparison_reason_and_second_organizer(
    organizer: FlaskClient, session: Session, cast: Cast
) -> None:
    compared = post(organizer, "rules", preset="simple", action="compare")
    assert compared.status_code == 200
    assert 'id="compared"' in compared.text
    refused = post(organizer, "rules", preset="simple", action="declare", reason="keliru", second="panitia")
    assert refused.status_code == 422
    assert 'data-error="second-organizer-needed"' in refused.text
    assert 'value="keliru"' in refused.text
    assert preset(session, cast) == "balanced"
    changed = post(organizer, "rules", preset="simple", action="declare", reason="keliru", second="sekretaris")
    assert changed.status_code == 302
    assert preset(session, cast) == "simple"


def test_a_wrong_number_is_told_at_its_field_and_kept(organizer: FlaskClient) -> None:
    own = {"preset": "own", "jury_method": "plain", "public_method": "sqrt", "jury_weight": "120", "floor": "abc"}
    refused = post(organizer, "rules", action="declare", **own)
    assert refused.status_code == 422
    assert refused.text.count('class="field-error"') == 2
    assert 'value="120"' in refused.text
    assert 'value="abc"' in refused.text


def test_after_final_the_rules_are_read_only(organizer: FlaskClient, session: Session, cast: Cast) -> None:
    stored(session, cast).phase = Phase.FINAL
    session.commit()
    assert 'name="preset"' not in organizer.get(f"{BASE}/rules").text
    form = {"preset": "simple", "csrf_token": token(organizer.get(f"{BASE}/phase").text)}
    refused = organizer.post(f"{BASE}/rules", data={**form, "action": "declare"})
    assert refused.status_code == 409
    assert preset(session, cast) == "balanced"
