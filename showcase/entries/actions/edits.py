"""Editing an entry while others may do so too, and publishing it or taking it back to the drafts."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.entries.actions import entries
from showcase.entries.rules.changes import FIELDS, merge, stamp
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.kernel import ledger
from showcase.kernel.act import Act
from showcase.kernel.errors import N_, DomainError, NotFoundError

# What the form of an entry holds; its state has buttons of its own.
FORM_FIELDS = tuple(name for name in FIELDS if name != "status")


class EntryChangedError(DomainError):
    """Somebody else changed the same fields meanwhile.

    `clashes`: field -> what is stored; `values`: what to show, over the state that is stored now and marked `seen`.
    """

    code = "entry-changed"
    status = 409
    sentence = N_("Belum tersimpan: orang lain mengubah isian yang sama. Periksa yang ditandai, lalu simpan lagi.")

    def __init__(self, values: Mapping[str, Any], clashes: Mapping[str, str], seen: str) -> None:
        super().__init__("Changed by somebody else: " + ", ".join(clashes))
        self.values, self.clashes, self.seen = values, clashes, seen


def held(session: Session, exhibition_id: int, slugs: Iterable[str]) -> dict[str, Entry]:
    """These entries by slug, as they are now, held until the transaction ends. Unknown slugs are left out."""
    # Votes take this lock before they look at an entry: the other way round both would wait for ever.
    ledger.hold(session, exhibition_id)
    own = (Entry.exhibition_id == exhibition_id, Entry.slug.in_(list(slugs)))
    query = select(Entry).where(*own).order_by(Entry.id).with_for_update()
    return {row.slug: row for row in session.scalars(query.execution_options(populate_existing=True))}


def values_of(row: Entry) -> dict[str, Any]:
    """An entry's fields."""
    return {name: getattr(row, name) for name in FIELDS}


def edit(session: Session, act: Act, exhibition_id: int, slug: str, typed: Mapping[str, Any], *, seen: str) -> None:
    """Store what was typed into the form, except where somebody else changed what was left alone.

    Raises EntryChangedError, NotFoundError, and as `entries.update` does.
    """
    row = held(session, exhibition_id, [slug]).get(slug)
    if row is None:
        raise NotFoundError
    merged = merge(seen, values_of(row), typed, FORM_FIELDS)
    if merged.clashes:
        raise EntryChangedError(merged.values, merged.clashes, stamp(values_of(row), FORM_FIELDS))
    status = {"status": typed["status"]} if "status" in typed else {}
    entries.update(session, act, exhibition_id, slug, {**merged.values, **status})


def set_status(session: Session, act: Act, exhibition_id: int, slugs: Iterable[str], status: Status) -> int:
    """Publish entries, or take them back to the drafts; answers how many changed. Withdrawn ones stay withdrawn.

    Raises EntryJudgedError for a draft that has votes or sheets; then nothing changes.
    """
    changed = 0
    for slug, row in held(session, exhibition_id, slugs).items():
        if row.status not in {status, Status.WITHDRAWN}:
            entries.update(session, act, exhibition_id, slug, {"status": status})
            changed += 1
    return changed
