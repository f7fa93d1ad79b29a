"""Editing many entries in a table: stored all or none, with what is wrong told at the cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.entries.actions import booths, entries
from showcase.entries.actions.edits import held
from showcase.entries.actions.entries import EntryInvalidError
from showcase.entries.rules.booths import BoothsRefusedError, walk_order
from showcase.entries.rules.changes import as_text, merge, stamp
from showcase.entries.rules.entries import CategoryFixedError, EntryJudgedError
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.kernel.act import Act
from showcase.kernel.errors import REFUSED, DomainError, ReasonNeededError

COLUMNS = ("booth", "name", "short_name", "organisation", "category_id", "stage", "form", "kind", "status")
CHANGED = "cell-changed"
# What the whole table is asked for, not a cell.
REASON = ("", "reason")


@dataclass(frozen=True, slots=True)
class TableRow:
    """An entry's cells as text by column, and the mark that the form brings back."""

    slug: str
    cells: Mapping[str, str]
    seen: str


@dataclass(frozen=True, slots=True)
class RowEdit:
    """What was typed into a row's cells by column, over the state marked `seen`."""

    cells: Mapping[str, str]
    seen: str


class CellsRefusedError(DomainError):
    """Nothing was stored. `cells`: (slug, column) -> code; `theirs`: what others stored in the cells that clash.

    `rows`: what was typed, with what others stored in cells that were left alone, over the state that is stored now.
    """

    code = "cells-refused"
    status = 422
    sentence = REFUSED

    def __init__(
        self,
        cells: Mapping[tuple[str, str], str],
        theirs: Mapping[tuple[str, str], str],
        rows: Mapping[str, RowEdit],
    ) -> None:
        super().__init__("These cells can't be stored: " + ", ".join(f"{slug} {name}" for slug, name in cells))
        self.cells, self.theirs, self.rows = cells, theirs, rows


def rows(session: Session, exhibition_id: int) -> list[TableRow]:
    """Every entry in booth order, without the long texts: one query."""
    query = select(Entry.slug, *(getattr(Entry, name) for name in COLUMNS)).where(Entry.exhibition_id == exhibition_id)
    return [
        TableRow(row["slug"], {name: as_text(row[name]) for name in COLUMNS}, stamp({**row}, COLUMNS))
        for row in sorted(
            session.execute(query.order_by(Entry.id)).mappings(), key=lambda row: walk_order(row["booth"])
        )
    ]


def store(session: Session, act: Act, exhibition_id: int, edits: Mapping[str, RowEdit]) -> int:
    """Store the rows by slug; answers how many entries changed. Cells that were left alone take what is stored by now.

    Raises CellsRefusedError, after which the transaction must be given up, and DecidedError.
    """
    wrong: dict[tuple[str, str], str] = {}
    theirs: dict[tuple[str, str], str] = {}
    shown: dict[str, RowEdit] = {}
    numbers: dict[str, str] = {}
    changed: set[str] = set()
    for slug, row in held(session, exhibition_id, edits).items():
        stored = {name: as_text(getattr(row, name)) for name in COLUMNS}
        merged = merge(edits[slug].seen, stored, {**stored, **edits[slug].cells}, COLUMNS)
        shown[slug] = RowEdit(merged.values, stamp(stored, COLUMNS))
        wrong |= {(slug, name): CHANGED for name in merged.clashes}
        theirs |= {(slug, name): text for name, text in merged.clashes.items()}
        fields = {name: text for name, text in merged.values.items() if as_text(text) != stored[name]}
        if "booth" in fields:
            numbers[slug] = fields.pop("booth")
        if fields:
            wrong |= {(slug, name): code for name, code in _update(session, act.because(""), row, fields).items()}
            changed.add(slug)
    changed |= set(numbers)
    if numbers:
        wrong |= _renumber(session, act, exhibition_id, numbers)
    if wrong:
        raise CellsRefusedError(wrong, theirs, shown)
    return len(changed)


def _update(session: Session, act: Act, row: Entry, fields: dict[str, str]) -> dict[str, str]:
    """Store a row's fields; answers what is wrong with them, by column. A withdrawn entry's state has its own page."""
    wrong: dict[str, str] = {}
    values: dict[str, Any] = dict(fields)
    if row.status is Status.WITHDRAWN:
        values.pop("status", None)
    elif values.get("status", Status.DRAFT) not in {Status.DRAFT, Status.PUBLISHED}:
        wrong["status"] = "choice-needed"
    elif "status" in values:
        values["status"] = Status(values["status"])
    category = values.get("category_id", "1")
    if not (category.isascii() and category.isdecimal() and len(category) < 10):
        wrong["category_id"] = "choice-needed"
    elif "category_id" in values:
        values["category_id"] = int(category)
    if wrong:
        return wrong
    try:
        entries.update(session, act, row.exhibition_id, row.slug, values)
    except EntryInvalidError as error:
        return dict(error.fields)
    except CategoryFixedError as error:
        return {"category_id": error.code}
    except EntryJudgedError as error:
        return {"status": error.code}
    return {}


def _renumber(session: Session, act: Act, exhibition_id: int, numbers: dict[str, str]) -> dict[tuple[str, str], str]:
    """All booth numbers at once, so that they may swap; answers what is wrong with them."""
    try:
        booths.renumber(session, act, exhibition_id, numbers, {})
    except BoothsRefusedError as error:
        return {(slug, "booth"): code for slug, code in error.fields.items()}
    except ReasonNeededError as error:
        return {REASON: error.code}
    return {}
