"""The public result: nothing before publication; afterwards every number equals a recount of the bundle."""

import hashlib
import io
import json
import re
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from showcase.anomalies.rules import FlagState, Proposal
from showcase.anomalies.tables import AnomalyFlag
from showcase.database import db, transaction
from showcase.entries.tables import Award
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content
from showcase.phases.actions import phases
from showcase.ranking.bundle import load_bundle
from showcase.ranking.numbers import rounded
from showcase.ranking.result import result_of
from showcase.results.tables import Snapshot
from tests.factories import BROUGHT_IN, NOW, Cast, by, hall, sheet
from tests.results.judging import judged, move
from tests.stuffing import LATER, STUFFED, stuffed


def test_before_publication_it_is_as_unknown_as_a_name_that_is_none(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        cast = judged(Phase.DELIBERATION)
    unknown = client.get("/results/tidak-ada")
    for step in (None, Phase.FINAL):
        if step:
            with app.app_context():
                move(cast, step)
        for address in ("/results/pameran", "/results/pameran.json", "/results/pameran/bundle.json"):
            answer = client.get(address)
            assert answer.status_code == 404
            if not address.endswith("json"):
                assert answer.text == unknown.text.replace("tidak-ada", "pameran")
            assert "66" not in re.sub(r"v=\w+", "", answer.text)


def test_json_is_the_recount_of_the_bundle(published: Cast, client: FlaskClient) -> None:
    bundle = client.get("/results/pameran/bundle.json")
    shown = client.get("/results/pameran.json")
    expected = result_of(load_bundle(bundle.data))
    for group in expected["categories"]:
        group["quarantine_changes_awards"] = False
        for row in group["standings"]:
            row["quarantined"] = 0
    assert shown.get_json() == {**expected, "bundle_sha256": hashlib.sha256(bundle.data).hexdigest()}
    first = shown.get_json()["categories"][0]["standings"]
    assert (first[0]["entry"], first[0]["final"], first[0]["jury"], first[0]["public"]) == ("skpd-1", "66", "70", "50")
    assert [row["place"] for row in first] == [1, 2, 2]
    assert client.get("/results/pameran.json", headers={"If-None-Match": shown.headers["ETag"]}).status_code == 304
    assert "Set-Cookie" not in shown.headers


def test_the_page_shows_every_number_and_the_arithmetic(published: Cast, client: FlaskClient) -> None:
    page = client.get("/results/pameran").text
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for line in (
        "a = (80,00 + 90,00) / 2 = 85,00",
        "A = 100 × (85 − 50) / (100 − 50) = 70,00",
        "Suara 100, terbanyak 400",
        "V = 100 × √(100 / 400) = 50,0000",
        "F = 0,8 × 70 + 0,2 × 50 = 66,00",
        "Peringkat 1 dari 3 (berikutnya 40,00)",
        "peringkat 2 dipakai bersama",
        "sama persis dengan yang disimpan",
    ):
        assert line in text
    result = result_of(load_bundle(client.get("/results/pameran/bundle.json").data))
    rows = re.findall(r'data-place="(\d+)" data-entry="([\w-]+)"', page)
    expected = [(str(row["place"]), row["entry"]) for group in result["categories"] for row in group["standings"]]
    assert rows == expected
    for group in result["categories"]:
        for row in group["standings"]:
            for name in ("final", "jury"):
                assert rounded(Fraction(row[name]), 2).replace(".", ",").replace("-", "−") in text
    assert "&lt;b&gt;Simandor" in page
    assert "<b>Simandor" not in page
    assert "A = 100 × (85 − 50) / (100 − 50) = 70.00" in client.get("/results/pameran?lang=en").text


@pytest.mark.parametrize(("winners", "scores", "changes"), [(3, (80, 80), True), (1, (90, 60), False)])
def test_suspended_votes_stand_in_every_published_table(
    app: Flask, client: FlaskClient, winners: int, scores: tuple[int, int], changes: bool
) -> None:
    """With them skpd-2 has a twentieth of the leader's votes instead of as many: its place rests on that, or not."""
    with app.app_context(), transaction() as session:
        day = stuffed(session)
        day.cast.categories[0].winners = winners
        day.decide(Proposal.QUARANTINE)
        for flag in session.scalars(select(AnomalyFlag).where(AnomalyFlag.state == FlagState.OPEN)):
            day.decide(Proposal.DISMISS, flag)
        for entry in day.cast.entries:
            value = scores[0] if entry.slug == "skpd-1" else scores[1]
            sheet(session, day.cast.jurors[0], entry, day.cast.criteria[entry.slug.split("-")[0]], value, value)
        for phase in (Phase.DELIBERATION, Phase.FINAL, Phase.PUBLISHED):
            phases.move(session, by("panitia", LATER, "x"), day.id, phase, accept_gaps=True)
    found = client.get("/results/pameran.json").get_json()
    held = {row["entry"]: row["quarantined"] for group in found["categories"] for row in group["standings"]}
    assert held == {entry: STUFFED if entry == "skpd-1" else 0 for entry in held}
    assert [group["quarantine_changes_awards"] for group in found["categories"]] == [changes, False]
    told = f"peringkat 1 sampai {winners} {'akan berubah' if changes else 'tetap sama'}."
    for page in ("/results/pameran", "/results/pameran/categories/skpd"):
        html = client.get(page).text
        assert html.count(f'<td data-quarantined="{STUFFED}">{STUFFED}</td>') == 1
        assert f'data-suspended="{STUFFED}"' in html
        assert told in html
    assert f"{STUFFED} suara untuk inovasi ini ditangguhkan" in client.get("/results/pameran/skpd-1").text
    book = load_workbook(io.BytesIO(client.get("/results/pameran/workbook.xlsx").data))
    rows = list(book["Skpd - Hasil akhir"].iter_rows(values_only=True))
    place = next(row for row in rows if "Suara ditangguhkan" in row).index("Suara ditangguhkan")
    assert {row[1]: row[place] for row in rows[3:6]} == {"Skpd 1": STUFFED, "Skpd 2": 0, "Skpd 3": 0}
    assert told in str(rows)
    # The recount is of the counted votes alone, as before.
    assert found["categories"][0]["standings"][0]["entry"] == "skpd-1"
    bundle = client.get("/results/pameran/bundle.json").data
    assert sum(json.loads(bundle)["categories"][0]["votes"].values()) == 8


def test_a_result_of_made_up_votes_says_so(published: Cast, app: Flask, client: FlaskClient) -> None:
    assert "simulated" not in client.get("/results/pameran.json").get_json()
    with app.app_context():
        kept = db.session().scalars(select(Snapshot)).one()
        data = json.loads(kept.bundle)
        data["exhibition"]["simulated"] = True
        other = hall(db.session(), "peragaan", prefix="peragaan-", phase=Phase.PUBLISHED).exhibition
        db.session().add(
            Snapshot(
                exhibition_id=other.id,
                kind="final",
                bundle=json.dumps(data),
                result=kept.result,
                sha256="0" * 64,
                at=NOW,
            )
        )
        db.session().commit()
    assert client.get("/results/peragaan.json").get_json()["simulated"] is True


def test_a_demonstrations_prizes_are_said_to_be_simulated(published: Cast, app: Flask, client: FlaskClient) -> None:
    """Wherever a prize is told of an innovation that is real: in the catalogue, on its own page, on the stage."""
    winner = next(row["entry"] for row in client.get("/results/pameran.json").get_json()["categories"][0]["standings"])
    pages = ("/e/pameran", f"/e/pameran/{winner}")
    assert not any("SIMULASI" in client.get(page).text for page in (*pages, "/screen/pameran"))
    with app.app_context(), transaction() as session:
        session.get_one(Exhibition, published.exhibition.id).is_demo = True
        content.touch(session)
    for page in pages:
        found = re.findall(r"[^<>]*Juara [0-9]+", client.get(page).text)
        assert found
        assert all(text.strip().startswith("SIMULASI: ") for text in found)
    assert "SIMULASI: hasil akhir" in client.get("/screen/pameran").text


@pytest.mark.parametrize(("language", "right", "wrong"), [("id", "66,00", "66.00"), ("en", "66.00", "66,00")])
def test_numbers_take_the_decimal_mark_of_the_pages_language(
    published: Cast, client: FlaskClient, language: str, right: str, wrong: str
) -> None:
    text = re.sub(r"<[^>]+>", " ", client.get(f"/results/pameran?lang={language}").text)
    assert right in text
    assert wrong not in text


def test_a_year_without_figures_has_nulls(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        cast = hall(session, **BROUGHT_IN)
        first = cast.entry("skpd-2")
        row = Award(exhibition_id=cast.exhibition.id, category_id=first.category_id, entry_id=first.id, kind="place")
        row.place, row.title = 1, "Juara 1"
        session.add(row)
    found = client.get("/results/pameran.json").get_json()
    assert found["bundle_sha256"] is None
    figures = {"final": None, "jury": None, "public": None, "quarantined": None, "votes": None}
    assert found["categories"][0] == {
        "slug": "skpd",
        "flags": [],
        "standings": [
            {"entry": "skpd-2", "place": 1, "shared": False, **figures},
            {"entry": "skpd-1", "place": None, "shared": None, **figures},
            {"entry": "skpd-3", "place": None, "shared": None, **figures},
        ],
        "corrections": {},
        "robustness": None,
        "quarantine_changes_awards": None,
    }
    page = client.get("/results/pameran")
    assert page.status_code == 200
    assert "Juara 1" in page.text
    assert client.get("/results/pameran/bundle.json").status_code == 404
