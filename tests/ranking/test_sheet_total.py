"""A sheet's total: one formula for the sheet, the lock, the jury room and the ranking."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from showcase.ranking.combine import total_of
from showcase.ranking.jury import sheet_total
from showcase.ranking.model import Criterion, Sheet


@given(st.lists(st.tuples(st.integers(1, 10_000), st.integers(0, 100), st.integers(1, 100)), max_size=6))
def test_hundredths_and_points_give_the_same(rows: list[tuple[int, int, int]]) -> None:
    scored = [(Fraction(weight, 10_000), min(score, most), most) for weight, score, most in rows]
    expected = sum((100 * weight * Fraction(score, most) for weight, score, most in scored), Fraction(0))
    assert sheet_total(scored) == expected
    assert sheet_total((weight, score * 100, most * 100) for weight, score, most in scored) == expected
    criteria = [Criterion(str(k), weight, Fraction(most)) for k, (weight, _, most) in enumerate(scored)]
    sheet = Sheet("J1", "skpd-1", {str(k): Fraction(score) for k, (_, score, _) in enumerate(scored)})
    assert total_of(criteria, sheet) == expected


def test_nothing_scored_is_nothing() -> None:
    assert sheet_total(()) == 0
