"""Typed and pasted text: what of it is kept."""

import unicodedata

# What word processors and web pages leave in texts: spaces that do not break, and characters without any width.
_SPACES = {"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u200b": None, "\u2060": None, "\ufeff": None}
# Marks that turn the direction of what follows: in a name they make it read as another one.
_DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_WITHOUT_DIRECTION = str.maketrans(dict.fromkeys(_DIRECTION))
_TIDY = str.maketrans({**_SPACES, **dict.fromkeys(_DIRECTION)})


def without_direction_marks(text: str) -> str:
    """The text without the characters that only change its direction."""
    return text if text.isascii() else text.translate(_WITHOUT_DIRECTION)


def tidy(text: str) -> str:
    """The text with plain spaces and line breaks, without direction marks, zero-width spaces and outer spaces."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return (plain if plain.isascii() else plain.translate(_TIDY)).strip()


def without_format_characters(text: str) -> str:
    """The text without any character that is not seen, such as a zero-width space or a soft hyphen."""
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


EXCEL_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
