"""Numbers as a spreadsheet's cell format shows them, where that makes a difference to an office: A-05, 007, 12-05."""

import re
from collections.abc import Iterator
from decimal import Decimal

# The parts of a format: quoted text, an escaped character, space for a character, fill, colour or currency, digits.
_PARTS = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|([0#?])|(.)', re.DOTALL)
# Characters that Excel shows as they are without quotes.
_LITERALS = frozenset("$-+/():!^&'~{}<>= ")
_DIGIT = "digit"


def shown(value: int | float, shape: str) -> str | None:
    """A number as its format shows it; None where the format is not one that this function knows.

    Known are whole numbers with text, leading zeros and separators between their digits, and fixed decimals. Nothing is
    rounded: a number with more decimals than its format has is not known.
    """
    section = _section(value, shape)
    if section is None or section.lower() in {"general", "@"} or "%" in section:
        return None
    tokens = list(_tokens(section))
    if any(kind == "?" for kind, _ in tokens):
        return None
    if not any(kind == _DIGIT for kind, _ in tokens):
        return "".join(text for _, text in tokens) or None
    point = next((place for place, (kind, _) in enumerate(tokens) if kind == "."), len(tokens))
    before, after = tokens[:point], tokens[point + 1 :]
    number = abs(Decimal(repr(value)))
    decimals = _decimals(number, after)
    if decimals is None:
        return None
    sign = "-" if value < 0 and ";" not in shape else ""
    return sign + _whole(int(number), before) + decimals


def _section(value: int | float, shape: str) -> str | None:
    """The part of a format that is for numbers of this sign; None for conditions."""
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', shape)
    if re.search(r"\[[<>=]", shape):
        return None
    place = 1 if value < 0 else 2 if value == 0 else 0
    return sections[place] if place < len(sections) else sections[0]


def _tokens(section: str) -> Iterator[tuple[str, str]]:
    """(kind, text): a digit's place, `.`, text `t`, or `?` for what this module does not know."""
    for match in _PARTS.finditer(section):
        quoted, escaped, digit, other = match.groups()
        if quoted is not None or escaped is not None:
            yield "t", quoted if quoted is not None else escaped
        elif digit:
            yield _DIGIT, digit
        elif other == ".":
            yield ".", "."
        elif other in _LITERALS:
            yield "t", other
        elif other is not None:
            yield "?", other


def _whole(number: int, tokens: list[tuple[str, str]]) -> str:
    """The digits in their places from the right, with the text between them."""
    digits = str(number) if number else ""
    places = sum(kind == _DIGIT for kind, _ in tokens)
    found: list[str] = []
    for kind, text in reversed(tokens):
        if kind == "t":
            found.append(text)
            continue
        places -= 1
        # The first place takes all digits that are left.
        taken = digits if places == 0 else digits[-1:]
        digits = digits[: len(digits) - len(taken)]
        found.append(taken or ("0" if text == "0" else ""))
    return "".join(reversed(found))


def _decimals(number: Decimal, tokens: list[tuple[str, str]]) -> str | None:
    """The decimals and the text behind them; None where they do not fit."""
    places = [text for kind, text in tokens if kind == _DIGIT]
    fraction = f"{number % 1:f}".partition(".")[2].rstrip("0")
    if len(fraction) > len(places):
        return None
    width = max(len(fraction), sum(text == "0" for text in places))
    after = "".join(text for kind, text in tokens if kind == "t")
    return (f".{fraction.ljust(width, '0')}" if width else "") + after
