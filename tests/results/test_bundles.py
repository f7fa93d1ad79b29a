"""The bundle has the contract's form to the letter, and recounts to what the services say."""

import json

import pytest
from flask import Flask
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from showcase.entries.rules.states import Status
from showcase.entries.tables import Tally
from showcase.jury.queries import completeness
from showcase.jury.rules.scoring import SheetState
from showcase.jury.tables import Recusal, Score, Sheet
from showcase.ranking.bundle import load_bundle
from showcase.ranking.result import result_of
from showcase.results.queries import bundles, results
from tests.factories import NOW, Cast, entry, hall, sheet

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(app: Flask, session: Session) -> Cast:
    made = hall(session)
    first, second = made.jurors
    criteria = made.criteria["skpd"]
    sheet(session, second, made.entry("skpd-1"), criteria, 90, 90)
    sheet(session, first, made.entry("skpd-1"), criteria, 80, 80)
    half = sheet(session, first, made.entry("skpd-2"), criteria, 70, 70)
    session.execute(update(Score).where(Score.sheet_id == half.id).values(value_centi=7050))
    draft = sheet(session, second, made.entry("skpd-2"), criteria, 60, 60)
    draft.state, draft.submitted_at = SheetState.DRAFT, None
    session.execute(update(Tally).where(Tally.entry_id == made.entry("skpd-2").id).values(votes=400))
    session.add(Recusal(juror_id=second.id, entry_id=made.entry("skpd-3").id, reason="kantor sendiri", at=NOW))
    withdrawn = made.entry("skpd-3")
    withdrawn.status, withdrawn.withdrawn_reason = Status.WITHDRAWN, "mundur"
    entry(session, made.categories[0], "belum-terbit", "A-09", status=Status.DRAFT)
    session.flush()
    return made


def test_the_bundle_has_the_contracts_form(session: Session, cast: Cast) -> None:
    made = bundles.bundle(session, cast.exhibition)
    assert made["format"] == "showcase-bundle/1"
    assert made["exhibition"] == {"slug": "pameran", "name": "Pameran Uji"}
    assert made["rules"] == {
        "jury": "additive",
        "ridge_lambda": None,
        "public": "sqrt",
        "public_reference": None,
        "jury_weight": "0.8",
        "public_weight": "0.2",
        "floor": "50",
        "min_sheets": 1,
        "min_votes": 0,
        "ties": "jury",
    }
    assert [category["slug"] for category in made["categories"]] == ["skpd", "kecamatan"]
    assert made["categories"][0] == {
        "slug": "skpd",
        "entries": ["skpd-1", "skpd-2", "skpd-3"],
        "withdrawn": ["skpd-3"],
        "criteria": [
            {"id": "kebaruan", "weight": "0.3", "max": "100"},
            {"id": "kemanfaatan", "weight": "0.7", "max": "100"},
        ],
        "votes": {"skpd-1": 0, "skpd-2": 400, "skpd-3": 0},
        "sheets": [
            {"juror": "J1", "entry": "skpd-1", "scores": {"kebaruan": "80", "kemanfaatan": "80"}},
            {"juror": "J1", "entry": "skpd-2", "scores": {"kebaruan": "70.5", "kemanfaatan": "70.5"}},
            {"juror": "J2", "entry": "skpd-1", "scores": {"kebaruan": "90", "kemanfaatan": "90"}},
        ],
        "recusals": [{"juror": "J2", "entry": "skpd-3"}],
    }


def test_the_ranking_as_it_stands_is_what_a_recount_gives(session: Session, cast: Cast) -> None:
    for juror, values in zip(cast.jurors, ((80, 70, 60), (90, 60, 75)), strict=True):
        for number, value in enumerate(values, start=1):
            sheet(session, juror, cast.entry(f"kecamatan-{number}"), cast.criteria["kecamatan"], value, value)
    standing = results.standing(session, cast.exhibition)
    recounted = result_of(load_bundle(standing.bundle_text))
    for found, expected in zip(standing.categories, recounted["categories"], strict=True):
        assert found.ranking is not None
        shown = [(row.entry, row.place, str(row.final)) for row in found.ranking.standings]
        assert shown == [(row["entry"], row["place"], row["final"]) for row in expected["standings"]]


def test_one_refused_category_leaves_the_others_their_ranking(session: Session, cast: Cast) -> None:
    skpd, kecamatan = results.standing(session, cast.exhibition).categories
    assert skpd.ranking is not None
    assert kecamatan.ranking is None
    assert kecamatan.refused is not None
    assert kecamatan.refused.code == "ENTRY_WITHOUT_SCORES"
    assert kecamatan.sheets == {"kecamatan-1": 0, "kecamatan-2": 0, "kecamatan-3": 0}


def test_drafts_are_told_but_not_counted(session: Session, cast: Cast) -> None:
    counts = completeness.completeness(session, cast.exhibition.id)
    # Two jurors on two entries; the withdrawn one is not due.
    assert (counts["skpd"].due, counts["skpd"].submitted, counts["skpd"].drafts) == (4, 3, 1)


def test_the_bundle_costs_the_same_queries_for_any_number_of_sheets(session: Session, cast: Cast, app: Flask) -> None:
    session.commit()
    before = queries(session, cast)
    for number in (1, 2, 3):
        sheet(session, cast.jurors[0], cast.entry(f"kecamatan-{number}"), cast.criteria["kecamatan"], 80, 80)
    session.commit()
    assert queries(session, cast) == before <= 8
    assert session.query(Sheet).count() > 3
    assert json.loads(results.standing(session, cast.exhibition).bundle_text)["categories"][1]["sheets"]


def queries(session: Session, cast: Cast) -> int:
    seen: list[str] = []
    bind = session.get_bind()
    event.listen(bind, "before_cursor_execute", lambda *given: seen.append(given[2]))
    bundles.bundle(session, cast.exhibition)
    return len(seen)
