"""Scales: what a score may be, and how a thumb reaches it."""

import pytest

from showcase.jury.rules.scoring import Scale, centi_text

HUNDRED, TEN, FIVE, HALVES = Scale(0, 10000, 1), Scale(100, 1000, 100), Scale(100, 500, 100), Scale(0, 1000, 50)
HOSTILE = [
    "100.01", "101", "-1", "NaN", "1e400", "1_0", "1,234", "８０", "٨٠", "80.555", "0x10", "1/2", "+5", "8 0", "inf",
    ".5", "5.", "1e2", "٥", "5\n", "\t5", "5\u200b", "00000", "--1", "5%", "∞", "½", "5\x00", "'; DROP TABLE score; --",
    "1.234", "1.2,3", "8,", ",5",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("scale", [HUNDRED, TEN, FIVE, HALVES])
def test_what_is_no_score_is_refused(scale: Scale, text: str) -> None:
    with pytest.raises(ValueError, match="score-"):
        scale.parse(text)


@pytest.mark.parametrize(
    ("scale", "text", "value"),
    [
        (HUNDRED, "0", 0),
        (HUNDRED, "100", 10000),
        (HUNDRED, "82.5", 8250),
        (HUNDRED, "82,5", 8250),
        (HUNDRED, "8,50", 850),
        (HUNDRED, "9,5", 950),
        (HUNDRED, " 80 ", 8000),
        (HUNDRED, "080", 8000),
        (TEN, "10", 1000),
        (FIVE, "1.00", 100),
        (HALVES, "7.5", 750),
        (FIVE, "", None),
    ],
)
def test_scores_are_hundredths(scale: Scale, text: str, value: int | None) -> None:
    assert scale.parse(text) == value


@pytest.mark.parametrize(
    ("scale", "text", "code"),
    [
        (FIVE, "0", "score-range"),
        (FIVE, "6", "score-range"),
        (FIVE, "2.5", "score-step"),
        (TEN, "0.99", "score-range"),
        (TEN, "10.01", "score-range"),
        (HALVES, "7.25", "score-step"),
        (HUNDRED, "-1", "score-range"),
        (HUNDRED, "-1,5", "score-range"),
        (HUNDRED, "1,234", "score-invalid"),
    ],
)
def test_a_refusal_says_why(scale: Scale, text: str, code: str) -> None:
    with pytest.raises(ValueError, match=code):
        scale.parse(text)


def test_short_scales_have_a_button_each_and_long_ones_large_steps() -> None:
    assert [centi_text(value) for value in FIVE.choices] == ["1", "2", "3", "4", "5"]
    assert len(TEN.choices) == 10
    assert HUNDRED.choices == HALVES.choices == ()
    assert HUNDRED.strides == (500, 100)
    assert HALVES.strides == (100, 50)
