"""Numbers as people read them: rounding, and neighbours that are told apart."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from showcase.ranking.numbers import MAX_PLACES, rounded, told_apart

close_values = st.lists(
    st.integers(12_340_000, 12_360_000).map(lambda n: Fraction(n, 10**8))
    | st.fractions(Fraction(0), Fraction(1), max_denominator=10**7)
    | st.integers(-300, 300).map(lambda n: Fraction(1, 8) + Fraction(n, 10**7)),
    max_size=8,
).map(lambda values: sorted(values, reverse=True))


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


@given(st.integers(-(10**12), 10**12), st.integers(0, 9), st.integers(0, 6))
def test_rounding_is_the_decimal_librarys_half_up(digits: int, point: int, places: int) -> None:
    with localcontext() as context:
        context.prec = 60
        expected = Decimal(digits).scaleb(-point).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = rounded(Fraction(digits, 10**point), places)
    assert Fraction(text) == Fraction(expected)
    assert text.lstrip("-0.") or not text.startswith("-")
    assert len(text.partition(".")[2]) == places


def test_neighbours_that_look_equal_are_shown_with_more_digits() -> None:
    close = [Fraction("60.12345"), Fraction("60.1234"), Fraction("50"), Fraction("50")]
    assert told_apart(close) == ["60.1235", "60.1234", "50.00", "50.00"]


@pytest.mark.slow
@settings(max_examples=500)
@given(close_values)
@example([Fraction(text) for text in ("0.1251", "0.1251", "0.125")])
@example([Fraction(text) for text in ("0.1251", "0.125004", "0.124996", "0.1249")])
def test_neighbours_that_differ_within_six_digits_look_different_and_in_order(values: list[Fraction]) -> None:
    shown = told_apart(values)
    for text in shown:
        assert 2 <= len(text.partition(".")[2]) <= MAX_PLACES
    for (left, right), (first, second) in zip(pairwise(values), pairwise(shown), strict=True):
        if rounded(left, MAX_PLACES) != rounded(right, MAX_PLACES):
            assert Fraction(first) > Fraction(second)
        elif left != right:
            assert Fraction(first) >= Fraction(second)
        else:
            assert first == second


@given(close_values)
def test_no_more_digits_than_are_needed(values: list[Fraction]) -> None:
    far = [10 * place - value for place, value in enumerate(values)]
    assert told_apart(far) == [rounded(value, 2) for value in far]
