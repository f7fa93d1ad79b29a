"""The back office's list of entries: what is there, what is missing, and who is looked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.orm import Session

from showcase.entries.rules.booths import walk_order
from showcase.entries.rules.fields import BY_NAME, COUNTED, FIELDS, Shape
from showcase.entries.rules.states import Status
from showcase.entries.tables import BoothCode, Entry, Photo, Tally
from showcase.exhibitions.tables import Category


class Lack(StrEnum):
    """What an entry may still want."""

    PHOTO = "photo"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in the list. `filled`: how many fields of `COUNTED` are not empty. `photo`: the cover's digest or ""."""

    slug: str
    code: str
    booth: str
    name: str
    long_name: str
    organisation: str
    category: str
    category_slug: str
    palette: str
    status: Status
    votes: int
    is_example: bool
    photo: str
    lacks: frozenset[Lack]
    filled: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for; empty means all. `q` is looked for in booth, names, organisation and category."""

    q: str = ""
    category: str = ""
    status: str = ""
    lacking: str = ""


def lines(session: Session, exhibition_id: int) -> list[EntryLine]:
    """Every entry, drafts and withdrawn ones too, in booth order: one query, without the long texts."""
    rows = session.execute(_query().where(Entry.exhibition_id == exhibition_id).order_by(Entry.id)).all()
    return [
        EntryLine(
            slug=row.slug,
            code=row.code,
            booth=row.booth,
            name=row.shown,
            long_name=row.name,
            organisation=row.organisation,
            category=row.category,
            category_slug=row.category_slug,
            palette=row.palette.value,
            status=row.status,
            votes=row.votes or 0,
            is_example=row.is_example,
            photo=row.digest or "",
            lacks=_lacks(has_photo=bool(row.digest) and not row.is_placeholder, has_summary=row.has_summary),
            filled=row.filled,
            updated_at=row.updated_at,
        )
        for row in sorted(rows, key=lambda row: walk_order(row.booth))
    ]


def profiles(session: Session, exhibition_id: int) -> list[Mapping[str, Any]]:
    """Every entry as it is stored, drafts and withdrawn ones too, in booth order: the columns of an import.

    `category` is the category's name.
    """
    names = [field.name for field in FIELDS if field.shape is not Shape.CATEGORY]
    rows = session.execute(
        select(*(getattr(Entry, name) for name in names), Category.name.label("category"))
        .join(Category, Category.id == Entry.category_id)
        .where(Entry.exhibition_id == exhibition_id)
        .order_by(Entry.id)
    ).mappings()
    return sorted((dict(row) for row in rows), key=lambda row: walk_order(row["booth"]))


def _query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Entry.slug,
            BoothCode.code,
            Entry.booth,
            Entry.display_name.label("shown"),
            Entry.name,
            Entry.organisation,
            Entry.status,
            Entry.is_example,
            Entry.updated_at,
            Category.name.label("category"),
            Category.slug.label("category_slug"),
            Category.palette,
            Tally.votes,
            Photo.digest,
            Photo.is_placeholder,
            (Entry.summary != "").label("has_summary"),
            sum((_filled(name) for name in COUNTED[1:]), _filled(COUNTED[0])).label("filled"),
        )
        .join(Category, Category.id == Entry.category_id)
        .join(BoothCode, (BoothCode.entry_id == Entry.id) & BoothCode.revoked_at.is_(None))
        .outerjoin(Tally, Tally.entry_id == Entry.id)
        .outerjoin(Photo, (Photo.entry_id == Entry.id) & (Photo.position == 0))
    )


def chosen(found: Sequence[EntryLine], wanted: Wanted) -> list[EntryLine]:
    """The lines that are asked for, in the same order; every word must be found."""
    words = wanted.q.casefold().split()
    return [
        line
        for line in found
        if wanted.category in {"", line.category_slug}
        and wanted.status in {"", line.status.value}
        and (not wanted.lacking or wanted.lacking in line.lacks)
        and all(word in _text(line) for word in words)
    ]


def _text(line: EntryLine) -> str:
    return f"{line.booth} {line.name} {line.long_name} {line.organisation} {line.category} {line.code}".casefold()


def _filled(name: str) -> ColumnElement[int]:
    column = getattr(Entry, name)
    return case((column.is_not(None) if BY_NAME[name].shape is Shape.DATE else column != "", 1), else_=0)


def _lacks(*, has_photo: bool, has_summary: bool) -> frozenset[Lack]:
    found = {Lack.PHOTO: not has_photo, Lack.SUMMARY: not has_summary}
    return frozenset(lack for lack, missing in found.items() if missing)
