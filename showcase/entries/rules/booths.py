"""Numbering booths anew: what moves, and what can't be stored."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from showcase.entries.rules.fields import LIMITS
from showcase.kernel.errors import REFUSED, DomainError


class BoothsRefusedError(DomainError):
    """Some numbers can't be stored, so none was. `fields` maps each entry's slug to a code."""

    code = "booths-refused"
    status = 422
    sentence = REFUSED

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("These booths can't be stored: " + ", ".join(f"{k} {v}" for k, v in fields.items()))
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Move:
    """An entry (slug) that goes from one booth number to another."""

    entry: str
    before: str
    after: str


def booth_key(booth: str) -> str:
    """A booth number without what people do not tell apart: letter case, spaces and hyphens."""
    return "".join(character for character in booth.casefold() if character.isalnum())


def walk_order(booth: str) -> list[tuple[int, int, str]]:
    """Sorts booth numbers as people walk past them: numbers in it count as numbers, A-2 comes before A-10."""
    parts = re.findall(r"\d+|\D+", booth.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def moves(current: Mapping[str, str], wanted: Mapping[str, str], seen: Mapping[str, str]) -> tuple[Move, ...]:
    """What must change, in the order of `current`; all of them by slug. `seen` is what the page showed.

    A number that was left as it was shown stays whatever it is now. Raises BoothsRefusedError: `text-needed`,
    `text-long`, `text-invalid`, `booth-taken` (at every entry that would share a number), `booth-moved` (somebody gave
    the entry another number meanwhile).
    """
    wrong: dict[str, str] = {}
    result = dict(current)
    for slug, now in current.items():
        asked = wanted.get(slug, now).strip()
        shown = seen.get(slug, now)
        if asked in {shown, now}:
            continue
        fault = _fault(asked) or ("booth-moved" if shown != now else "")
        if fault:
            wrong[slug] = fault
        result[slug] = asked
    found = tuple(Move(slug, before, result[slug]) for slug, before in current.items() if result[slug] != before)
    wrong |= {slug: "booth-taken" for slug in _shared(result, {move.entry for move in found}) if slug not in wrong}
    if wrong:
        raise BoothsRefusedError(wrong)
    return found


def _fault(booth: str) -> str:
    if not booth:
        return "text-needed"
    if len(booth) > LIMITS["booth"]:
        return "text-long"
    if not booth_key(booth) or any(ord(character) < 32 for character in booth):
        return "text-invalid"
    return ""


def _shared(booths: Mapping[str, str], moved: set[str]) -> set[str]:
    """The entries that share a number with another one, where one of them moves."""
    groups: dict[str, list[str]] = defaultdict(list)
    for slug, booth in booths.items():
        if booth:
            groups[booth_key(booth)].append(slug)
    return {slug for group in groups.values() if len(group) > 1 and moved & set(group) for slug in group}
