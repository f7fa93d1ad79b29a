"""Importing entries from a table: all rows or none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.domain.entries import BoothTakenError, CategoryFixedError
from showcase.domain.errors import DomainError
from showcase.domain.importing import ImportRow, RowError, check
from showcase.models import Category, Entry, Exhibition
from showcase.services import entries
from showcase.services.entries import EntryInvalidError


class ImportRefusedError(DomainError):
    """Rows are wrong, so nothing was stored. `errors` says which, each as `row 7: booth: ...`."""

    code = "import-refused"

    def __init__(self, errors: tuple[RowError, ...]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do. `unknown` are columns that were not looked at."""

    created: int
    updated: int
    unchanged: int
    unknown: tuple[str, ...]


def run(
    session: Session,
    exhibition: Exhibition,
    header: list[str],
    rows: list[tuple[int, list[str]]],
    *,
    actor: str,
    now: datetime,
) -> Imported:
    """Create and update entries; a row whose booth exists updates that entry.

    Raises ImportRefusedError with every wrong row, and DecidedError once the result is fixed.
    """
    found = session.execute(
        select(Category.slug, Category.name, Category.id).where(Category.exhibition_id == exhibition.id)
    ).all()
    checked = check(header, rows, {slug: name for slug, name, _ in found})
    if checked.errors:
        raise ImportRefusedError(tuple(checked.errors))
    ids = {slug: key for slug, _, key in found}
    known = {
        _booth_key(row.booth): row for row in session.scalars(select(Entry).where(Entry.exhibition_id == exhibition.id))
    }
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    errors: list[RowError] = []
    for row in checked.rows:
        fields = {**row.fields, "category_id": ids[str(row.fields["category"])]}
        try:
            counts[_store(session, exhibition.id, known.get(_booth_key(str(fields["booth"]))), fields, actor, now)] += 1
        except (CategoryFixedError, BoothTakenError, EntryInvalidError) as refused:
            errors += _told(row, refused)
    if errors:
        raise ImportRefusedError(tuple(errors))
    return Imported(**counts, unknown=tuple(checked.unknown))


def _store(
    session: Session, exhibition_id: int, row: Entry | None, fields: Mapping[str, Any], actor: str, now: datetime
) -> str:
    values = {name: value for name, value in fields.items() if name != "category"}
    if row is None:
        entries.create(session, exhibition_id, values, actor=actor, now=now)
        return "created"
    # The stored spelling of the booth stays: it was matched without looking at case and hyphens.
    values["booth"] = row.booth
    before = row.updated_at
    entries.update(session, exhibition_id, row.slug, values, actor=actor, now=now)
    return "unchanged" if row.updated_at == before else "updated"


def _told(row: ImportRow, refused: DomainError) -> list[RowError]:
    if isinstance(refused, CategoryFixedError):
        words = "this entry has votes or sheets already; its category can't change"
        return [RowError(row.row, "category", words)]
    if isinstance(refused, EntryInvalidError):
        return [RowError(row.row, name.replace("_", " "), code) for name, code in refused.fields.items()]
    return [RowError(row.row, "booth", str(refused))]


def _booth_key(booth: str) -> str:
    return "".join(character for character in booth.casefold() if character.isalnum())
