"""Comparing two states of an entry, field by field, and telling what changed since somebody looked."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from showcase.entries.rules.fields import NAMES

# In the order of the form.
FIELDS = (*NAMES, "status")
DIGITS = 8


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with what it held before and holds now, both as text; empty for nothing."""

    field: str
    before: str
    after: str


def as_text(value: Any) -> str:
    """How a value is compared and told: trimmed, with one kind of line end; dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    text = value.value if isinstance(value, StrEnum) else str(value)
    return text.replace("\r\n", "\n").strip()


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """What differs between two states, in the order of the form, then other fields by name.

    A field that one of them lacks counts as empty there, so that states with the changed fields only can be compared.
    """
    names = {*before, *after}
    ordered = [name for name in FIELDS if name in names] + sorted(names - set(FIELDS))
    found = (FieldChange(name, as_text(before.get(name)), as_text(after.get(name))) for name in ordered)
    return tuple(change for change in found if change.before != change.after)


def stamp(values: Mapping[str, Any], fields: Iterable[str]) -> str:
    """A mark of each field's value, for a form to bring back: `moved` tells from it what changed since.

    One mark a field, so that two people who change different fields of one entry do not stand in each other's way.
    """
    return ".".join(_mark(values.get(name)) for name in fields)


def moved(seen: str, values: Mapping[str, Any], fields: Iterable[str]) -> frozenset[str]:
    """The fields whose value is not the stamped one. A stamp that is not ours says nothing: then none has moved."""
    names, marks = tuple(fields), seen.split(".")
    if len(marks) != len(names):
        return frozenset()
    return frozenset(name for name, mark in zip(names, marks, strict=True) if _mark(values.get(name)) != mark)


def _mark(value: Any) -> str:
    return hashlib.sha256(as_text(value).encode()).hexdigest()[:DIGITS]


@dataclass(frozen=True, slots=True)
class Merged:
    """What two people's changes come to. `clashes`: field -> what the other one stored, where both changed it."""

    values: dict[str, Any]
    clashes: dict[str, str]


def merge(seen: str, stored: Mapping[str, Any], typed: Mapping[str, Any], fields: Iterable[str]) -> Merged:
    """What was typed on a page stamped `seen`, over what is stored by now; a clash keeps what was typed.

    Fields that were left as the page showed them take what is stored. Without a stamp all that was typed counts.
    """
    names = tuple(fields)
    theirs, mine = moved(seen, stored, names), moved(seen, typed, names)
    values = {name: stored[name] if name in theirs - mine else typed[name] for name in names}
    clashes = {
        name: as_text(stored[name]) for name in sorted(theirs & mine) if as_text(stored[name]) != as_text(typed[name])
    }
    return Merged(values, clashes)
