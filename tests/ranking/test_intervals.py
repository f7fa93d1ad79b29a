"""Rank intervals: repeatable by anyone, honest where there is nothing to resample, and wider where jurors disagree."""

import hashlib
from dataclasses import replace
from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showcase.ranking.combine import rank_category
from showcase.ranking.intervals import positions, rank_intervals, refit
from showcase.ranking.jury import groups, jury_scores
from showcase.ranking.model import JuryMethod
from tests.ranking.designs import BALANCED, UNEVEN, panel

# Merits far apart, or close together, with the same disagreement around them.
FAR = panel({f"J{j}": [50 + 10 * n + row[n] for n in range(4)] for j, row in enumerate(UNEVEN)})
CLOSE = panel({f"J{j}": [70 + n % 2 + row[n] for n in range(4)] for j, row in enumerate(UNEVEN)})


def test_the_draws_follow_the_published_recipe() -> None:
    words = []
    for block in range(3):
        digest = hashlib.sha256(f"benih:uji:{block}".encode()).digest()
        words += [int.from_bytes(digest[start : start + 4], "big") for start in range(0, 32, 4)]
    fair = 2**32 // 7 * 7
    expected = [word % 7 for word in words if word < fair]
    assert list(islice(positions("benih:uji", 7), len(expected))) == expected


def test_clear_merits_have_one_place_and_close_ones_several() -> None:
    assert rank_intervals(BALANCED, FAR, "benih").places == {"a": (4, 4), "b": (3, 3), "c": (2, 2), "d": (1, 1)}
    close = rank_intervals(BALANCED, CLOSE, "benih")
    assert close.free == 12 - 4 - 3 + 1
    assert all(worst > best for best, worst in close.places.values())


def test_the_seed_decides_and_nothing_else() -> None:
    assert rank_intervals(BALANCED, CLOSE, "benih") == rank_intervals(BALANCED, CLOSE, "benih")
    turned = replace(CLOSE, votes={"a": 0})
    assert rank_intervals(BALANCED, turned, "benih") == rank_intervals(BALANCED, CLOSE, "benih")


def test_votes_are_a_census_and_move_the_intervals_as_they_are() -> None:
    voted = replace(CLOSE, votes={"a": 400, "b": 1, "c": 1, "d": 1})
    assert rank_intervals(BALANCED, voted, "benih").places["a"][0] == 1
    assert rank_intervals(BALANCED, replace(CLOSE, votes={"b": 10**6}), "benih").places["b"] == (1, 1)


def test_too_few_degrees_of_freedom_are_refused() -> None:
    small = panel({"J1": [80, 70, 60], "J2": [82, 69, 61], "J3": [78, 72, 60]})
    assert rank_intervals(BALANCED, small, "benih").places == {}
    assert rank_intervals(BALANCED, small, "benih").free == 4
    parted = panel({"J1": [80, 70, None, None], "J2": [None, None, 60, 50]})
    plain = replace(BALANCED, jury=JuryMethod.PLAIN)
    assert rank_intervals(plain, parted, "benih").places == {}


@pytest.mark.parametrize("method", [JuryMethod.PLAIN, JuryMethod.MEDIAN, JuryMethod.RIDGE])
def test_other_methods_are_drawn_under_themselves(method: JuryMethod) -> None:
    rules = replace(BALANCED, jury=method, ridge_lambda=Fraction(2))
    found = rank_intervals(rules, FAR, "benih").places
    assert found == {row.entry: (row.place, row.place) for row in rank_category(rules, FAR).standings}


@settings(max_examples=60, deadline=None)
@given(data=st.data(), ridge=st.booleans())
def test_the_one_matrix_gives_what_the_solver_gives(data: st.DataObject, ridge: bool) -> None:
    jurors, entries = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 5))
    score = st.integers(0, 100)
    rows = {f"J{j}": [data.draw(score if j == 0 else st.none() | score) for _ in range(entries)] for j in range(jurors)}
    made = panel(rows)
    rules = replace(BALANCED, jury=JuryMethod.RIDGE if ridge else JuryMethod.ADDITIVE, ridge_lambda=Fraction(3, 2))
    totals = {(sheet.juror, sheet.entry): sheet.scores["total"] for sheet in made.sheets}
    assert len(groups(made.entries, totals)) == 1
    exact = jury_scores(rules, made.entries, totals).scores
    fast = refit(rules, made.entries, list(totals))(list(totals.values()))
    first = made.entries[0]
    assert {e: exact[e] - exact[first] for e in exact} == {e: fast[e] - fast[first] for e in fast}
