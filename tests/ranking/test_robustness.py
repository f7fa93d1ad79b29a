"""How firm a result is: every figure against trying it all out."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from showcase.ranking import robustness
from showcase.ranking.combine import rank_category
from showcase.ranking.model import Category, CategoryRanking, Criterion, JuryMethod, PublicMethod, Rules, Sheet

TRIED = 60


def contest(jury: list[int], votes: list[int]) -> Category:
    """One juror, one criterion."""
    entries = tuple("abcdef"[: len(jury)])
    sheets = tuple(Sheet("J", e, {"k": Fraction(x)}) for e, x in zip(entries, jury, strict=True))
    criteria = (Criterion("k", Fraction(1), Fraction(100)),)
    return Category("c", entries, frozenset(), criteria, dict(zip(entries, votes, strict=True)), sheets, frozenset())


def rules(public: PublicMethod, min_votes: int = 0) -> Rules:
    weights = Fraction(7, 10), Fraction(3, 10)
    return Rules(JuryMethod.PLAIN, public, *weights, Fraction(0), min_votes=min_votes, public_reference=12)


def changes(category: Category, winner: str) -> Iterator[tuple[tuple[str, str | None], int, Mapping[str, int]]]:
    """Every change that could fell the winner, small ones first."""
    votes = category.votes
    rivals = [entry for entry in category.entries if entry != winner]
    for number in range(1, TRIED):
        for rival in rivals:
            yield ("add", rival), number, {**votes, rival: votes[rival] + number}
        if number > votes[winner]:
            continue
        for rival in rivals:
            yield ("move", rival), number, {**votes, rival: votes[rival] + number, winner: votes[winner] - number}
        yield ("remove", None), number, {**votes, winner: votes[winner] - number}


def tried(declared: Rules, category: Category, ranking: CategoryRanking) -> dict[tuple[str, str | None], int]:
    found: dict[tuple[str, str | None], int] = {}
    assert ranking.winner
    for key, number, votes in changes(category, ranking.winner):
        if key not in found and rank_category(declared, replace(category, votes=votes)).winner != ranking.winner:
            found[key] = number
    return found


@pytest.mark.slow
@pytest.mark.parametrize("public", list(PublicMethod))
@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    rows=st.lists(st.tuples(st.integers(10, 20), st.integers(0, 12)), min_size=2, max_size=4),
    min_votes=st.sampled_from([0, 0, 5, 20]),
)
@example(rows=[(16, 0), (14, 0), (12, 3)], min_votes=5)
@example(rows=[(20, 2), (19, 5), (10, 0)], min_votes=0)
@example(rows=[(20, 9), (20, 0)], min_votes=0)
def test_the_votes_that_change_the_winner_are_the_fewest(
    public: PublicMethod, rows: list[tuple[int, int]], min_votes: int
) -> None:
    category = contest([jury * 5 for jury, _ in rows], [votes for _, votes in rows])
    declared = rules(public, min_votes)
    ranking = rank_category(declared, category)
    assume(ranking.winner)
    changed = robustness(declared, category, ranking).votes_to_change
    told = {(change.kind, change.entry): change.votes for change in changed}
    assert {key: votes for key, votes in told.items() if votes < TRIED} == tried(declared, category, ranking)


def test_a_change_that_takes_very_many_votes_is_told_too() -> None:
    category = contest([90, 53], [10**6, 0])
    declared = replace(rules(PublicMethod.LEADER), jury_weight=Fraction(73, 100), public_weight=Fraction(27, 100))
    changed = robustness(declared, category, rank_category(declared, category)).votes_to_change
    # 0.73 * 37 = 27.01: more than the public's 27 can ever outweigh.
    assert {change.kind for change in changed} == set()
    nearly = replace(category, sheets=(category.sheets[0], Sheet("J", "b", {"k": Fraction("53.02")})))
    changed = robustness(declared, nearly, rank_category(declared, nearly)).votes_to_change
    assert [change.kind for change in changed] == ["add", "move"]
    assert changed[0].votes > 10**9


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 50)), min_size=2, max_size=5), parts=st.data())
def test_the_winner_wins_inside_its_weight_interval_and_not_outside(
    rows: list[tuple[int, int]], parts: st.DataObject
) -> None:
    category = contest([jury for jury, _ in rows], [votes for _, votes in rows])
    declared = rules(PublicMethod.LEADER)
    ranking = rank_category(declared, category)
    assume(ranking.winner)
    interval = robustness(declared, category, ranking).public_weight_interval
    assert interval is not None
    low, high = interval
    for weight in (low, high, Fraction(parts.draw(st.integers(0, 1000)), 1000)):
        other = rank_category(replace(declared, jury_weight=1 - weight, public_weight=weight), category)
        best = max(row.final for row in other.standings)
        assert (other.of(ranking.winner or "").final == best) == (low <= weight <= high)
