"""The organizer's ranking, rules and phase pages: what they show, what they refuse, and who may see them."""

import io
import json
import re
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from showcase.accounts.tables import Account
from showcase.database import transaction
from showcase.declaration.actions import changes
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition, RuleSet
from showcase.kernel.roles import Role
from showcase.phases.actions import phases
from showcase.ranking.bundle import load_bundle
from showcase.ranking.numbers import rounded
from showcase.ranking.result import result_of
from showcase.results.actions import approvals as rule_approvals
from tests.factories import NOW, PASSWORD, Cast, account, by, hall, sheet

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


def test_in_use_rules_change_when_another_organizer_approves_in_a_session_of_their_own(
    app: Flask, organizer: FlaskClient, session: Session, cast: Cast
) -> None:
    compared = post(organizer, "rules", preset="simple", action="compare")
    assert compared.status_code == 200
    assert 'id="compared"' in compared.text
    refused = post(organizer, "rules", preset="simple", action="declare", second="sekretaris")
    assert (refused.status_code, 'data-error="reason-needed"' in refused.text) == (422, True)
    proposed = post(organizer, "rules", preset="simple", action="declare", reason="keliru", second="sekretaris")
    assert proposed.status_code == 302
    assert preset(session, cast) == "balanced"
    own = organizer.get(f"{BASE}/rules").text
    assert "data-rule-proposal" in own
    assert "Dinyatakan sebelum pembukaan" in own
    # Whoever proposed it finds no button to approve it, and an own press does nothing.
    assert (approvals(own), approvals(organizer.get("/organizer").text)) == ([], [])
    act = re.search(r'action="([^"]+/rules/changes/\d+)"', own)
    assert act
    form = {"action": "approve", "csrf_token": token(own)}
    refused = organizer.post(act[1], data=form)
    assert (refused.status_code, 'data-error="own-rule-change"' in refused.text) == (403, True)
    other = signed_in(app.test_client(), "sekretaris")
    for page in ("/organizer", BASE, f"{BASE}/rules"):
        assert approvals(other.get(page).text) == ["Setujui"]
    assert approvals(other.get("/organizer?lang=en").text) == ["Approve"]
    assert other.post(act[1], data={"action": "approve"}).status_code == 400
    assert preset(session, cast) == "balanced"
    approved = other.post(act[1], data={"action": "approve", "csrf_token": token(other.get("/organizer?lang=id").text)})
    assert approved.status_code == 303
    assert preset(session, cast) == "simple"


def approvals(page: str) -> list[str]:
    """The words on the buttons of the forms that approve a change of rules."""
    forms = re.findall(r"<form[^>]*/rules/changes/.*?</form>", page, re.S)
    buttons = [re.findall(r"<button[^>]*>(.*?)</button>", form, re.S) for form in forms if 'value="approve"' in form]
    return [words for found in buttons for words in found]


def test_every_page_and_file_that_states_the_rules_states_their_change(
    app: Flask, organizer: FlaskClient, session: Session, cast: Cast
) -> None:
    for entry in cast.entries[3:]:
        sheet(session, cast.jurors[0], entry, cast.criteria["kecamatan"], 80, 80)
    session.commit()
    post(organizer, "rules", preset="simple", action="declare", reason="Salah <ketik>")
    with app.app_context(), transaction() as opened:
        (waiting,) = changes.waiting(opened)
        rule_approvals.approve(opened, by("sekretaris", NOW), cast.exhibition.id, waiting.id)
    shown = stored(session, cast)
    for phase in (Phase.DELIBERATION, Phase.FINAL, Phase.PUBLISHED):
        phases.move(session, by("panitia", NOW, "x"), shown.id, phase, accept_gaps=True)
    session.commit()
    entry, public = "/results/pameran/skpd-1", ["/rules/pameran", "/results/pameran"]
    pages = [*public, entry, "/results/pameran/categories/skpd", f"{BASE}/rules", f"{BASE}/results"]
    for page in [*pages, f"{BASE}/results/skpd-1", f"{BASE}/results/categories/skpd"]:
        html = organizer.get(page).text
        assert "data-rule-change" in html, page
        assert "15 Desember 2025, 10.42 WITA" in html
        assert "Salah &lt;ketik&gt;" in html
        assert "inyatakan sebelum pembukaan" not in html
    bundle = json.loads(organizer.get("/results/pameran/bundle.json").data)
    (change,) = bundle["rule_changes"]
    assert (change["reason"], change["at"]) == ("Salah <ketik>", "2025-12-15T02:42:00.000000Z")
    assert (change["was"]["jury_weight_bp"], change["became"]["jury_weight_bp"]) == (8000, 7000)
    book = load_workbook(io.BytesIO(organizer.get("/results/pameran/workbook.xlsx").data))
    texts = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell]
    assert [text for text in texts if "Salah <ketik>" in text and "10.42 WITA" in text]
    assert result_of(load_bundle(json.dumps(bundle)))["categories"]


def test_an_only_organizer_is_told_to_invite_a_second(organizer: FlaskClient, session: Session, cast: Cast) -> None:
    other = session.scalars(select(Account).where(Account.username == "sekretaris")).one()
    other.is_active = False
    session.commit()
    assert post(organizer, "rules", preset="simple", action="declare", reason="keliru").status_code == 302
    for page in (f"{BASE}/rules", "/organizer"):
        assert 'href="/organizer/people">Undang panitia kedua' in organizer.get(page).text
    assert preset(session, cast) == "balanced"


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
