"""The trail's rule and the text that a phone's cookie keeps of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showcase.exhibitions.rules import SPAN, packed, unpacked, visits_left


@pytest.mark.parametrize(
    ("minimum", "visited", "booths", "left"),
    [(0, 0, 20, 0), (3, 0, 20, 3), (3, 2, 20, 1), (3, 3, 20, 0), (3, 9, 20, 0), (30, 18, 20, 2), (5, 0, 0, 0)],
)
def test_how_many_are_left(minimum: int, visited: int, booths: int, left: int) -> None:
    assert visits_left(minimum, visited, booths) == left


@given(st.sets(st.integers(1, SPAN), max_size=400))
def test_what_is_packed_comes_out_again(numbers: set[int]) -> None:
    assert unpacked(packed(numbers)) == numbers


def test_a_whole_hall_is_small() -> None:
    assert len(packed(range(4_001, 4_301))) < 60
    assert len(packed({1, SPAN})) < 2_800


def test_what_is_long_past_goes_first() -> None:
    assert unpacked(packed({1, 2, 40_000, 40_003})) == {40_000, 40_003}


@pytest.mark.parametrize("text", ["", "/", "1", "1/", "x/AQ", "-1/AQ", "1/A", "1/ä", "²/AQ", "1-2-3"])
def test_any_other_text_is_an_empty_trail(text: str) -> None:
    assert unpacked(text) == frozenset()
