"""An organizer's own colour, and the shades of it that can be read: WCAG 2's contrast, computed, never guessed.

No colour is readable as text on white and on near-black alike, so each scheme gets its own shade: the chosen colour
where it passes, else the nearest darker or lighter one.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from showcase.kernel.errors import REFUSED, DomainError

LEAST = 4.5  # WCAG 2.2, 1.4.3 (AA), text of any size
WHITE = "#ffffff"
# The grounds of static/css/showcase.css on which text stands, `--paper` and `--card`, in both schemes.
LIGHT_GROUNDS = ("#fbf7f0", "#ffffff")
DARK_GROUNDS = ("#15120e", "#211c16")
_HEX = re.compile(r"#[0-9a-f]{6}")
_STEPS = 255


class ColourInvalidError(DomainError):
    """Not a colour as `#rrggbb`."""

    code = "colour-invalid"
    status = 422
    sentence = REFUSED


@dataclass(frozen=True, slots=True)
class Shades:
    """What pages use of a chosen colour: `light` as text and as a ground for white text in the light scheme; `dark` as
    text, and as a ground for near-black text, in the dark one."""

    chosen: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Check:
    """The chosen colour's contrast with one ground, and the `shade` that pages use there."""

    ground: str
    ratio: float
    shade: str

    @property
    def passes(self) -> bool:
        """Whether text in this colour (or white text on it) can be read by everybody."""
        return self.ratio >= LEAST

    @property
    def told(self) -> str:
        """The ratio with two decimals, cut and not rounded, so that 4.499 is never told as 4.50."""
        return f"{int(Fraction(self.ratio) * 100) / 100:.2f}"


def parsed(text: str) -> str:
    """The colour in lower-case hex, `#rrggbb`. Raises ColourInvalidError."""
    colour = text.strip().lower()
    if not _HEX.fullmatch(colour):
        raise ColourInvalidError(f"Not a colour as #rrggbb: {text[:40]!r}")
    return colour


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2: 0 for black, 1 for white."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """The contrast ratio of two colours: 1 (none) to 21 (black on white), in either order."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def darker(colour: str, grounds: tuple[str, ...] = LIGHT_GROUNDS, least: float = LEAST) -> str:
    """The colour, or the least darkened shade of it, that has the ratio with every one of these light grounds."""
    return _nearest(colour, "#000000", grounds, least)


def lighter(colour: str, grounds: tuple[str, ...] = DARK_GROUNDS, least: float = LEAST) -> str:
    """The colour, or the least lightened shade of it, that has the ratio with every one of these dark grounds."""
    return _nearest(colour, WHITE, grounds, least)


def shades(colour: str) -> Shades:
    """What pages use of this colour."""
    return Shades(colour, darker(colour), lighter(colour))


def checks(colour: str) -> tuple[Check, Check, Check]:
    """The colour under white text, as text on the light paper, and as text on the dark paper (the worse of page and
    card)."""
    on_light = min(LIGHT_GROUNDS, key=lambda ground: ratio(colour, ground))
    on_dark = min(DARK_GROUNDS, key=lambda ground: ratio(colour, ground))
    return (
        Check(WHITE, ratio(colour, WHITE), darker(colour)),
        Check(on_light, ratio(colour, on_light), darker(colour)),
        Check(on_dark, ratio(colour, on_dark), lighter(colour)),
    )


def _nearest(colour: str, towards: str, grounds: tuple[str, ...], least: float) -> str:
    """Mixed with black or white in equal steps, so that the hue stays the organizers' own."""
    start, end = _channels(colour), _channels(towards)
    for step in range(_STEPS + 1):
        mixed = [round(a + (b - a) * step / _STEPS) for a, b in zip(start, end, strict=True)]
        shade = "#" + "".join(f"{channel:02x}" for channel in mixed)
        if all(ratio(shade, ground) >= least for ground in grounds):
            return shade
    return towards


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
