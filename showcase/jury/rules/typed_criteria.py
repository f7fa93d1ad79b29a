"""Criteria as people type them, in a form or a table: text into rows, with every fault told at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from showcase.jury.rules.criteria import CriteriaInvalidError, CriterionRow, Fault, faults_of, in_order
from showcase.jury.rules.scoring import Scale, centi_text

# Digits with at most two decimals, ASCII only; a comma is the Indonesian decimal mark.
NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,2})?")
# Stands where a number could not be read; the fault is told of the text, not of this.
_UNREAD_WEIGHT, _UNREAD_SCALE = 1, Scale(0, 10000, 1)


@dataclass(frozen=True, slots=True)
class TypedCriterion:
    """One row of text: weight in percent, scale in points. Levels are pairs; one with both texts blank is no level."""

    name: str
    weight: str
    least: str = "0"
    most: str = "100"
    step: str = "0.01"
    description: str = ""
    levels: tuple[tuple[str, str], ...] = ()
    slug: str = ""


def read(typed: Sequence[TypedCriterion]) -> list[CriterionRow]:
    """The rows that were typed. Raises CriteriaInvalidError with the faults of every row."""
    unread: list[Fault] = []
    rows = []
    for number, one in enumerate(typed):
        row, wrong = _row(one)
        rows.append(row)
        unread += [Fault(number, field, "number-invalid") for field in wrong]
    # What could not be read is not judged as well.
    told = {(fault.row, fault.field) for fault in unread}
    faults = unread + [fault for fault in faults_of(rows) if (fault.row, fault.field) not in told]
    if faults:
        raise CriteriaInvalidError(sorted(faults, key=lambda fault: -1 if fault.row is None else fault.row))
    return rows


def percent_of(weights: Sequence[str]) -> int:
    """The sum of typed weights in basis points; what can't be read counts as nothing."""
    return sum(hundredths(text) or 0 for text in weights)


def hundredths(text: str) -> int | None:
    """A typed number in hundredths, None if it is none: "12,5" is 1250."""
    text = text.strip()
    if not NUMBER.fullmatch(text):
        return None
    whole, _, decimals = text.replace(",", ".").partition(".")
    return int(whole) * 100 + int(decimals.ljust(2, "0") or "0")


def _row(one: TypedCriterion) -> tuple[CriterionRow, set[str]]:
    wrong = set()
    weight = hundredths(one.weight)
    if weight is None:
        wrong.add("weight")
    ends = [hundredths(text) for text in (one.least, one.most, one.step)]
    scale = Scale(*(number for number in ends if number is not None)) if None not in ends else None
    if scale is None:
        wrong.add("scale")
    levels = []
    for score, meaning in one.levels:
        if not score.strip() and not meaning.strip():
            continue
        number = hundredths(score)
        if number is None:
            wrong.add("levels")
            continue
        levels.append((centi_text(number), " ".join(meaning.split())))
    row = CriterionRow(
        slug=one.slug.strip(),
        name=" ".join(one.name.split()),
        description=one.description.strip().replace("\r\n", "\n"),
        weight_bp=_UNREAD_WEIGHT if weight is None else weight,
        levels=in_order(levels),
        scale=scale or _UNREAD_SCALE,
    )
    return row, wrong
