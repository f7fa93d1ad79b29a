"""Numbers in and out: a strict reader, exact writing, and rounding as people round.

Float parsing would take `1_0`, `1e400` and digits of other scripts, and Python's `round` rounds half to even; neither
belongs into a ranking.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

# digits[.digits][/positive integer], ASCII. The length is bounded so that hostile input can't burn time.
NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?(?:/[0-9]{1,20})?")
SCORE_DECIMALS = re.compile(r"-?[0-9]+(?:\.[0-9]{1,2})?(?:/[0-9]+)?")
MAX_PLACES = 6


def parse_number(text: object) -> Fraction:
    """The exact value of a number's text. Raises ValueError for anything else, floats and booleans included."""
    if not isinstance(text, str) or not NUMBER.fullmatch(text):
        raise ValueError(f"{text!r} is not a number in exact form, such as 80, 8.25 or 1/3")
    above, _, below = text.partition("/")
    if below and int(below) == 0:
        raise ValueError(f"{text!r} divides by zero")
    return Fraction(above) / (int(below) if below else 1)


def parse_score(text: object) -> Fraction:
    """A score: at most two decimals. Raises ValueError."""
    value = parse_number(text)
    if not SCORE_DECIMALS.fullmatch(str(text)) or (value * 100).denominator != 1:
        raise ValueError(f"{text!r} has more than two decimals")
    return value


def exact(value: Fraction) -> str:
    """An integer or a reduced fraction, as text."""
    return str(value)


def decimal_or_fraction(value: Fraction) -> str:
    """As a decimal if it is a finite one of at most six places ("0.8"), else as a reduced fraction ("1/3")."""
    scaled = value * 10**MAX_PLACES
    if scaled.denominator != 1:
        return str(value)
    text = rounded(value, MAX_PLACES)
    return text.rstrip("0").rstrip(".")


def rounded(value: Fraction, places: int) -> str:
    """Rounded half away from zero, with a point and exactly `places` decimals: 0.125 is "0.13", -0.125 is "-0.13"."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = "-" if value < 0 and whole else ""
    digits = str(whole).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def told_apart(values: Sequence[Fraction], places: int = 2) -> list[str]:
    """Rounded texts of values in ranked order; where neighbours differ but would look equal, with more digits.

    At most six decimals: what is still equal then is told by naming the tie-break. Equal values get equal texts.
    """
    shown = [places] * len(values)
    settled = False
    # More digits for one pair may bring the pair beside it together again (0.125004 and 0.124996), so until all hold.
    while not settled:
        settled = True
        for left, right in pairwise(range(len(values))):
            digits = _telling(values[left], values[right], max(shown[left], shown[right]))
            if values[left] == values[right] or _misleads(values, shown, left, right):
                settled = settled and shown[left] == shown[right] == digits
                shown[left] = shown[right] = digits
    return [rounded(value, digits) for value, digits in zip(values, shown, strict=True)]


def _telling(left: Fraction, right: Fraction, least: int) -> int:
    """The digits from `least` on at which two values look different; the most if there are none."""
    if left == right:
        return least
    more = range(least, MAX_PLACES)
    return next((digits for digits in more if rounded(left, digits) != rounded(right, digits)), MAX_PLACES)


def _misleads(values: Sequence[Fraction], shown: Sequence[int], left: int, right: int) -> bool:
    """Whether the texts look equal or the other way round: 0.123401 as "0.123" beside 0.1234 as "0.123400"."""
    first, second = (Fraction(rounded(values[place], shown[place])) for place in (left, right))
    return first == second or (first > second) != (values[left] > values[right])
