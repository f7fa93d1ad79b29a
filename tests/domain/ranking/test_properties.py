"""What must hold for every contest, over random designs; and the additive fit against numpy's least squares."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from showcase.domain.ranking import (
    Category,
    CategoryRanking,
    Criterion,
    JuryMethod,
    PublicMethod,
    RankingRefused,
    Rules,
    Sheet,
    explain_entry,
    proof,
    public_scores,
    rank_category,
)
from showcase.domain.ranking.numbers import rounded, told_apart

RULES = Rules(JuryMethod.ADDITIVE, PublicMethod.SQRT, Fraction(4, 5), Fraction(1, 5), Fraction(50))
scores = st.integers(0, 10_000).map(lambda centi: Fraction(centi, 100))


@st.composite
def contests(draw: st.DrawFn, *, complete: bool = False) -> Category:
    """A category with up to five entries, four jurors and two criteria."""
    entries = tuple(f"e{n}" for n in range(draw(st.integers(2, 5))))
    jurors = [f"J{n}" for n in range(1, draw(st.integers(2, 4)) + 1)]
    pairs = [(juror, entry) for juror in jurors for entry in entries]
    if not complete:
        pairs = draw(st.lists(st.sampled_from(pairs), min_size=1, unique=True))
    sheets = tuple(Sheet(j, e, {"a": draw(scores), "b": draw(scores)}) for j, e in pairs)
    withdrawn = frozenset() if complete else frozenset(draw(st.sets(st.sampled_from(entries), max_size=1)))
    return Category(
        slug="c",
        entries=entries,
        withdrawn=withdrawn,
        criteria=(
            Criterion("a", Fraction(3, 10), Fraction(100)),
            Criterion("b", Fraction(7, 10), Fraction(100)),
        ),
        votes={entry: draw(st.integers(0, 500)) for entry in entries},
        sheets=sheets,
        recusals=frozenset(),
    )


def ranked(category: Category, rules: Rules = RULES) -> CategoryRanking:
    """The ranking, for contests that have one."""
    try:
        return rank_category(rules, category)
    except RankingRefused:
        assume(False)
        raise


def places(ranking: CategoryRanking) -> dict[str, int]:
    return {row.entry: row.place for row in ranking.standings}


@settings(max_examples=60, deadline=None)
@given(contests(), st.randoms())
def test_the_order_of_entries_and_sheets_changes_nothing(category: Category, chance: object) -> None:
    entries, sheets = list(category.entries), list(category.sheets)
    chance.shuffle(entries)  # type: ignore[attr-defined]
    chance.shuffle(sheets)  # type: ignore[attr-defined]
    other = replace(category, entries=tuple(entries), sheets=tuple(sheets))
    assert places(ranked(category)) == places(ranked(other))


@settings(max_examples=60, deadline=None)
@given(contests(), st.integers(2, 9))
def test_a_criterion_may_be_scaled_with_its_maximum(category: Category, scale: int) -> None:
    first = category.criteria[0]
    sheets = tuple(replace(s, scores={**s.scores, "a": s.scores["a"] * scale}) for s in category.sheets)
    other = replace(category, criteria=(replace(first, max=first.max * scale), category.criteria[1]), sheets=sheets)
    assert ranked(category).standings == ranked(other).standings


@settings(max_examples=60, deadline=None)
@given(contests(complete=True), st.integers(1, 5))
def test_a_generous_juror_keeps_the_order(category: Category, points: int) -> None:
    low = [replace(s, scores={k: x / 2 for k, x in s.scores.items()}) for s in category.sheets]
    more = [replace(s, scores={k: x + points for k, x in s.scores.items()}) if s.juror == "J1" else s for s in low]
    assert places(ranked(replace(category, sheets=tuple(low)))) == places(ranked(replace(category, sheets=tuple(more))))


@pytest.mark.parametrize("method", list(PublicMethod))
@settings(max_examples=40, deadline=None)
@given(votes=st.dictionaries(st.sampled_from("abcde"), st.integers(0, 300), min_size=2), more=st.integers(1, 400))
def test_more_votes_never_lower_an_entry(method: PublicMethod, votes: dict[str, int], more: int) -> None:
    entry = sorted(votes)[0]
    after = {**votes, entry: votes[entry] + more}
    first, second = public_scores(method, votes, reference=100), public_scores(method, after, reference=100)
    assert second[entry] >= first[entry]
    for other in votes:
        if first[entry] >= first[other]:
            assert second[entry] >= second[other]


@pytest.mark.parametrize("method", [m for m in JuryMethod if m is not JuryMethod.TRIMMED])
@settings(max_examples=40, deadline=None)
@given(category=contests())
def test_a_higher_score_never_lowers_an_entry(method: JuryMethod, category: Category) -> None:
    rules = replace(RULES, jury=method, ridge_lambda=Fraction(1))
    assume(category.counted_sheets)
    raised = category.counted_sheets[0]
    higher = replace(raised, scores={k: (x + 100) / 2 for k, x in raised.scores.items()})
    other = replace(category, sheets=tuple(higher if s == raised else s for s in category.sheets))
    before, after = places(ranked(category, rules)), places(ranked(other, rules))
    assert after[raised.entry] <= before[raised.entry]


@settings(max_examples=40, deadline=None)
@given(contests(complete=True))
def test_removing_one_who_does_not_lead_the_vote_keeps_the_rest(category: Category) -> None:
    before = ranked(category)
    most = max(category.votes.values())
    others = [entry for entry in category.entries if category.votes[entry] < most]
    assume(others and len(category.entries) > 2)
    after = ranked(replace(category, withdrawn=frozenset({others[0]})))
    kept = [row.entry for row in before.standings if row.entry != others[0]]
    assert [row.entry for row in after.standings] == kept


@settings(max_examples=60, deadline=None)
@given(contests())
def test_the_additive_fit_is_the_least_squares_one_and_proves_itself(category: Category) -> None:
    ranking = ranked(category)
    entries = list(category.standing)
    jurors = list(ranking.corrections)
    rows, right = [], []
    for (juror, entry), total in ranking.totals.items():
        row = [0.0] * (len(entries) + len(jurors))
        row[entries.index(entry)] = row[len(entries) + jurors.index(juror)] = 1.0
        rows.append(row)
        right.append(float(total))
    fitted = np.array(rows) @ np.linalg.lstsq(np.array(rows), np.array(right), rcond=None)[0]
    ours = [float(ranking.of(e).raw_jury + ranking.corrections[j]) for j, e in ranking.totals]
    assert np.allclose(fitted, ours, atol=1e-6)
    sums = proof(ranking)
    assert sums.corrections == 0
    assert set(sums.by_juror.values()) <= {Fraction(0)}
    assert all(explain_entry(ranking, entry).residual == 0 for entry in entries)


def test_the_trimmed_mean_gives_the_published_scores_of_a_figure_skating_panel() -> None:
    protocol = json.loads(Path(__file__).with_name("isu-gpf2017-men-free.json").read_text())
    rules = replace(
        RULES, jury=JuryMethod.TRIMMED, jury_weight=Fraction(1), public_weight=Fraction(0), floor=Fraction(0)
    )
    checked = 0
    for skater in protocol["entries"]:
        for component in skater["components"]:
            sheets = tuple(Sheet(f"J{n}", "s", {"k": Fraction(mark)}) for n, mark in enumerate(component["judges"]))
            category = Category(
                "c", ("s",), frozenset(), (Criterion("k", Fraction(1), Fraction(10)),), {}, sheets, frozenset()
            )
            mean = rank_category(rules, category).standings[0].raw_jury / 10
            assert Fraction(rounded(mean, 2)) == Fraction(component["panel"])
            checked += 1
    assert checked > 20


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("1/8", 2, "0.13"),
        ("-1/8", 2, "-0.13"),
        ("5/2", 0, "3"),
        ("-1/1000", 2, "0.00"),
        ("200/3", 4, "66.6667"),
        ("100", 2, "100.00"),
    ],
)
def test_rounding_is_half_away_from_zero(value: str, places: int, text: str) -> None:
    assert rounded(Fraction(value), places) == text


def test_neighbours_that_look_equal_are_shown_with_more_digits() -> None:
    close = [Fraction("60.12345"), Fraction("60.1234"), Fraction("50"), Fraction("50")]
    assert told_apart(close) == ["60.1235", "60.1234", "50.00", "50.00"]
