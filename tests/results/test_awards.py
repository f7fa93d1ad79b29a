"""Who gets a prize: a tie across the last awarded place, and the jury's decision on it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from showcase.ranking.model import CategoryRanking, Standing
from showcase.results.rules import (
    BoundaryTie,
    Decision,
    Prize,
    TieOrderError,
    boundary_tie,
    check_order,
    prizes,
    state_of,
)
from tests.factories import NOW

WINNERS = 5


def ranking(*places: int) -> CategoryRanking:
    """Entries a, b, c, ... in these places."""
    rows = tuple(
        Standing(
            name, place, places.count(place) > 1, Fraction(100 - place), Fraction(50), Fraction(0), 0, Fraction(50)
        )
        for name, place in zip("abcdefgh", places, strict=False)
    )
    return CategoryRanking("skpd", rows, (), {}, {})


def decided(found: CategoryRanking, order: str, *, shared: bool = False) -> Decision:
    tie = boundary_tie(found, WINNERS)
    assert tie is not None
    return Decision(tie.place, tuple(order), shared, state_of(found, WINNERS), "sidang", "panitia", NOW)


@pytest.mark.parametrize(
    ("places", "tie"),
    [
        ((1, 2, 3, 4, 5, 6), None),
        ((1, 2, 3, 4, 4, 6), None),
        ((1, 2, 3, 4, 5, 5), BoundaryTie(5, ("e", "f"))),
        ((1, 2, 3, 4, 4, 4, 7), BoundaryTie(4, ("d", "e", "f"))),
        ((1, 1, 1, 1, 1, 1, 7), BoundaryTie(1, tuple("abcdef"))),
        ((1, 1, 1, 1, 1, 6, 6), None),
        ((1, 1, 3), None),
        ((1, 2, 3, 4, 5), None),
    ],
)
def test_only_a_tie_across_the_last_awarded_place_waits(places: tuple[int, ...], tie: BoundaryTie | None) -> None:
    assert boundary_tie(ranking(*places), WINNERS) == tie


def test_undecided_or_shared_all_of_the_tie_get_its_place() -> None:
    found = ranking(1, 2, 3, 4, 5, 5, 7)
    shared = [Prize("e", 5, shared=True), Prize("f", 5, shared=True)]
    for decision in (None, decided(found, "ef", shared=True)):
        given = prizes(found, WINNERS, decision)
        assert [prize.entry for prize in given] == list("abcdef")
        assert list(given[4:]) == shared


def test_a_decided_order_gives_the_places_that_are_left() -> None:
    found = ranking(1, 2, 3, 4, 4, 4, 7)
    given = prizes(found, WINNERS, decided(found, "fde"))
    assert given[3:] == (Prize("f", 4, shared=False), Prize("d", 5, shared=False))
    assert [row.place for row in found.standings[3:6]] == [4, 4, 4]


def test_a_decision_for_another_ranking_changes_nothing() -> None:
    found = ranking(1, 2, 3, 4, 5, 5)
    decision = decided(found, "fe")
    first, *others = found.standings
    moved = replace(found, standings=(replace(first, votes=1), *others))
    assert [prize.entry for prize in prizes(found, WINNERS, decision)] == list("abcdf")
    assert [prize.entry for prize in prizes(moved, WINNERS, decision)] == list("abcdef")
    assert [prize.entry for prize in prizes(found, WINNERS + 1, decision)] == list("abcdef")


@pytest.mark.parametrize("order", ["", "e", "ee", "eg", "efa", "eef"])
def test_an_order_names_each_tied_entry_once(order: str) -> None:
    with pytest.raises(TieOrderError, match="e,f"):
        check_order(BoundaryTie(5, ("e", "f")), list(order))
