"""Two versions of a text, word by word, to be read side by side."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; `changed` when the other version does not have it there."""

    text: str
    changed: bool


def side_by_side(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces. Joined, the pieces of each are the text itself, to the character."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if b > a:
            left.append(Piece("".join(old[a:b]), kind != "equal"))
        if d > c:
            right.append(Piece("".join(new[c:d]), kind != "equal"))
    return tuple(left), tuple(right)
