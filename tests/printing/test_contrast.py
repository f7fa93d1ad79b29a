"""Contrast against published values, and shades that always pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showcase.printing import contrast
from showcase.printing.contrast import DARK_GROUNDS, LEAST, LIGHT_GROUNDS, WHITE, ColourInvalidError

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        # The two greys on either side of 4.5, as WebAIM and the W3C's own techniques tell them.
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.00),
        ("#0000ff", "#ffffff", 8.59),
        ("#00ff00", "#ffffff", 1.37),
        ("#ffff00", "#000000", 19.56),
    ],
)
def test_known_ratios(one: str, other: str, known: float) -> None:
    assert contrast.ratio(one, other) == pytest.approx(known, abs=0.005)
    assert contrast.ratio(one, other) == contrast.ratio(other, one)


@given(COLOURS)
def test_whatever_is_chosen_can_be_read(colour: str) -> None:
    made = contrast.shades(colour)
    assert all(contrast.ratio(made.light, ground) >= LEAST for ground in (*LIGHT_GROUNDS, WHITE))
    assert all(contrast.ratio(made.dark, ground) >= LEAST for ground in DARK_GROUNDS)


def test_a_colour_that_passes_is_not_changed() -> None:
    assert contrast.shades("#0b6b46").light == "#0b6b46"
    assert contrast.shades("#ffc02e").dark == "#ffc02e"


def test_the_nearest_shade_is_the_first_that_passes() -> None:
    shade = contrast.darker("#777777", (WHITE,))
    assert shade == "#767676"


def test_what_is_told_never_flatters() -> None:
    white, light, dark = contrast.checks("#777777")
    assert (white.told, white.passes) == ("4.47", False)
    assert light.shade == white.shade == contrast.shades("#777777").light
    assert dark.shade == contrast.shades("#777777").dark


@pytest.mark.parametrize(
    "text", ["", "red", "#fff", "#12345", "#1234567", "#12345g", "0b6b46", "#0b6b46;}", "＃0b6b46"]
)
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ColourInvalidError):
        contrast.parsed(text)


def test_letter_case_does_not_matter() -> None:
    assert contrast.parsed(" #0B6B46 ") == "#0b6b46"
