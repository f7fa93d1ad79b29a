"""The workbook of a result: a spreadsheet engine that is not ours computes every formula, without the stored values.

Every formula cell must come out as the exact number that the library has there; places must be equal.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from showcase.ranking.bundle import read_bundle
from showcase.ranking.model import Category, JuryMethod, PublicMethod, RankingRefused, Rules, Sheet, Ties
from tests.results.recounting import INCOMPLETE, RULES, checked, criteria, example, one, panel, under, values_of

pytestmark = pytest.mark.slow

CASES = json.loads((Path(__file__).parents[1] / "ranking" / "cases.json").read_text())["cases"]
METHODS = list(product(JuryMethod, PublicMethod))


def test_the_example_of_the_contract() -> None:
    opened = checked(values_of(example(), {"simandor-bmd": "Simandor BMD"}))
    rows = opened.table("SKPD - Standings")
    assert [row["entry"] for row in rows] == ["Simandor BMD", "pepes-papari"]
    assert [(row["place"], row["final"], row["jury"], row["public"]) for row in rows] == [
        (1, 66, 70, 50),
        (2, 44, 30, 100),
    ]
    assert [row["raw_jury"] for row in rows] == [85, 65]
    assert [(row["votes"], row["quarantined"]) for row in rows] == [(100, 3), (400, 0)]
    jurors = opened.table("SKPD - Jurors")
    assert [(row["juror"], row["sheets"], row["mean"], row["correction"]) for row in jurors] == [
        ("Juror 1", 2, 75, 0),
        ("J2", 2, 75, 0),
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_reference_case(case: Mapping[str, Any]) -> None:
    try:
        bundle = read_bundle(case["bundle"])
    except RankingRefused:
        return
    checked(values_of(bundle))


@pytest.mark.parametrize(("jury", "public"), METHODS)
def test_every_method_on_an_incomplete_panel(jury: JuryMethod, public: PublicMethod) -> None:
    values = values_of(one(under(jury, public), INCOMPLETE))
    assert values.categories[0].ranking, values.categories[0].refused
    opened = checked(values)
    sheets = opened.table("SKPD - Sheets", head=5)
    assert len(sheets) == len(INCOMPLETE.counted_sheets)
    # An entry's sheets stand together; jurors in the order of their numbers.
    order = [row["entry"] for row in opened.table("SKPD - Standings")]
    assert [row["entry"] for row in sheets] == sorted((row["entry"] for row in sheets), key=order.index)
    assert [row["juror"] for row in sheets if row["entry"] == "satu"] == ["Juror 1", "J2", "J3", "J4", "J10"]
    assert {"withdrawn", "mundur"} <= set(opened.texts("SKPD - Standings"))
    assert {"withdrawn", "mundur", "recusals"} <= set(opened.texts("SKPD - Sheets"))


@pytest.mark.parametrize("jury", [JuryMethod.ADDITIVE, JuryMethod.RIDGE])
def test_the_sums_that_prove_the_corrections_are_live(jury: JuryMethod) -> None:
    values = values_of(one(under(jury, PublicMethod.SQRT), INCOMPLETE))
    opened = checked(values)
    residuals = "residual_sum_ridge" if jury is JuryMethod.RIDGE else "residual_sum"
    assert [row[residuals] for row in opened.table("SKPD - Jurors")] == [0] * 5
    # Another correction, and the sums tell.
    opened.engine.set_value("SKPD - Jurors", 4, 4, 5)
    opened.engine.evaluate_all()
    assert all(row[residuals] != 0 for row in opened.table("SKPD - Jurors"))


def test_changed_data_are_counted_anew() -> None:
    opened = checked(values_of(example()))
    for row in (6, 7):
        for column in (3, 4):
            opened.engine.set_value("SKPD - Sheets", row, column, 50)
    opened.engine.evaluate_all()
    assert [row["place"] for row in opened.table("SKPD - Standings")] == [2, 1]
    opened.engine.set_value("Rules", 4, 2, 0)
    opened.engine.set_value("Rules", 5, 2, 1)
    opened.engine.evaluate_all()
    assert [row["final"] for row in opened.table("SKPD - Standings")] == [50, 100]


@pytest.mark.parametrize("jury", JuryMethod)
def test_ties_go_down_the_chain_to_shared_places(jury: JuryMethod) -> None:
    """dua and tiga are equal in all; satu equals them in F and A but not in the first criterion; thirds throughout."""
    equal = {f"J{n}": {"a": Fraction(50), "b": Fraction(35)} for n in range(1, 5)}
    first = {f"J{n}": {"a": Fraction(80), "b": Fraction(20)} for n in range(1, 5)}
    rows = {
        "dua": equal,
        "satu": first,
        "tiga": equal,
        "empat": {j: {"a": Fraction(0), "b": Fraction(0)} for j in equal},
    }
    category = Category(
        "skpd",
        tuple(rows),
        frozenset(),
        criteria(Fraction(1, 2), Fraction(1, 2)),
        {"satu": 7, "dua": 7, "tiga": 7},
        tuple(Sheet(juror, entry, scores) for entry, sheets in rows.items() for juror, scores in sheets.items()),
        frozenset(),
    )
    rules = under(jury, PublicMethod.SQRT, floor=Fraction(1, 3))
    values = values_of(one(replace(rules, jury_weight=Fraction(1, 3), public_weight=Fraction(2, 3)), category))
    opened = checked(values)
    found = [(row["place"], row["entry"]) for row in opened.table("SKPD - Standings")]
    assert found == [(1, "satu"), (2, "dua"), (2, "tiga"), (4, "empat")]


@pytest.mark.parametrize("ties", Ties)
def test_the_places_follow_the_declared_order_of_ties(ties: Ties) -> None:
    data = json.loads((Path(__file__).parents[1] / "ranking/junior-eurovision-2021.json").read_text())
    rows = checked(values_of(read_bundle({**data, "rules": {**data["rules"], "ties": ties.value}}))).table(
        "JESC - Standings"
    )
    found = {row["entry"]: row["place"] for row in rows}
    assert found["es"] - found["bg"] == (1 if ties is Ties.JURY else -1)


def test_votes_decide_where_they_are_not_in_the_score() -> None:
    same = {"J1": 80, "J2": 70}
    category = panel({"e1": same, "e2": same}, {"e1": 3, "e2": 4})
    rules = replace(RULES, jury_weight=Fraction(1), public_weight=Fraction(0))
    rows = checked(values_of(one(rules, category))).table("SKPD - Standings")
    assert [(row["place"], row["entry"]) for row in rows] == [(1, "e2"), (2, "e1")]


@pytest.mark.parametrize("public", PublicMethod)
@pytest.mark.parametrize(("votes", "least"), [({}, 0), ({"e1": 3}, 4)])
def test_no_votes_or_too_few_give_nothing(public: PublicMethod, votes: dict[str, int], least: int) -> None:
    category = panel({"e1": {"J1": 60}, "e2": {"J1": 80}}, votes)
    rules = replace(under(JuryMethod.PLAIN, public), min_votes=least)
    opened = checked(values_of(one(rules, category)))
    assert [row["public"] for row in opened.table("SKPD - Standings")] == [0, 0]
    assert {"NO_VOTES", "LOW_TURNOUT"} & set(opened.texts("SKPD - Standings"))


@pytest.mark.parametrize("public", PublicMethod)
def test_a_single_entry(public: PublicMethod) -> None:
    checked(values_of(one(under(JuryMethod.ADDITIVE, public), panel({"e1": {"J1": 60, "J2": 70}}, {"e1": 5}))))


@pytest.mark.parametrize("most", [3, 7, 49, 144, 1000, 4099])
def test_the_square_root_is_cut_exactly_where_the_library_cuts(most: int) -> None:
    counts = sorted({0, 1, most, *(most * k * k // 2500 for k in range(51))})
    scores = {f"e{n}": {"J1": 50} for n in range(len(counts))}
    checked(values_of(one(RULES, panel(scores, {f"e{n}": count for n, count in enumerate(counts)}))))


THIRDS = (Fraction(1, 3),) * 3
scores = st.integers(0, 2000).map(lambda centi: Fraction(centi, 100))


@st.composite
def contests(draw: st.DrawFn) -> Category:
    """Up to five entries and five jurors; few different scores and votes, so that ties are common."""
    entries = tuple(f"e{n}" for n in range(draw(st.integers(1, 5))))
    pairs = [(f"J{n}", entry) for n in range(1, draw(st.integers(1, 5)) + 1) for entry in entries]
    if draw(st.booleans()):
        pairs = draw(st.lists(st.sampled_from(pairs), min_size=1, unique=True))
    few = draw(st.lists(scores, min_size=1, max_size=3))
    score = st.sampled_from(few) if draw(st.booleans()) else scores
    return Category(
        slug="skpd",
        entries=entries,
        withdrawn=frozenset(draw(st.sets(st.sampled_from(entries), max_size=1))),
        criteria=draw(
            st.sampled_from(
                [criteria(Fraction(1)), criteria(*[Fraction(1, 3)] * 3), criteria(Fraction(1, 4), Fraction(3, 4))]
            )
        ),
        votes={entry: draw(st.integers(0, 3) | st.integers(0, 10**6)) for entry in entries},
        sheets=tuple(Sheet(j, e, {name: draw(score) for name in "abc"}) for j, e in pairs),
        recusals=frozenset(),
    )


@st.composite
def declarations(draw: st.DrawFn) -> Rules:
    """Any methods with any weights."""
    weight = draw(st.fractions(0, 1, max_denominator=20))
    rules = under(draw(st.sampled_from(JuryMethod)), draw(st.sampled_from(PublicMethod)))
    floor = draw(st.fractions(0, 99, max_denominator=7))
    return replace(rules, jury_weight=1 - weight, public_weight=weight, floor=floor, min_votes=draw(st.integers(0, 4)))


@settings(max_examples=40, deadline=None)
@given(contests(), declarations())
def test_any_contest_comes_out_as_the_library_has_it(category: Category, rules: Rules) -> None:
    names = {criterion.id for criterion in category.criteria}
    sheets = tuple(
        replace(sheet, scores={name: score for name, score in sheet.scores.items() if name in names})
        for sheet in category.sheets
    )
    values = values_of(one(rules, replace(category, sheets=sheets)))
    assume(values.categories[0].ranking)
    checked(values)
