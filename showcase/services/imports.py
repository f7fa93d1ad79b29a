"""Importing entries, jurors or criteria from a table: looked at first, then all rows or none.

The table is checked before the transaction, because that is slow for thousands of rows; what it would do is found
inside, because only there nobody else can change anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.domain.importing.columns import ImportCheck
from showcase.domain.importing.kinds import CHECKS, Kind
from showcase.domain.phases import DECIDED, DecidedError
from showcase.models import Category, Exhibition
from showcase.services import audit, criterion_imports, entry_imports, juror_imports, ledger
from showcase.services.import_plans import (
    ImportChangedError,
    ImportRefusedError,
    Plan,
    State,
    Tell,
    silent,
)

PLANNERS = {
    Kind.ENTRIES: entry_imports.plan,
    Kind.JURORS: juror_imports.plan,
    Kind.CRITERIA: criterion_imports.plan,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A table after checking, and the exhibition's categories (slug -> name) with which it was checked."""

    kind: Kind
    categories: Mapping[str, str]
    check: ImportCheck


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do. `unknown` are columns that were not looked at."""

    created: int
    updated: int
    unchanged: int
    unknown: tuple[str, ...]


def checked(
    session: Session,
    exhibition_id: int,
    kind: Kind,
    header: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
) -> Checked:
    """Check every cell of a table. One query."""
    known = categories(session, exhibition_id)
    return Checked(kind, known, CHECKS[kind](header, rows, known))


def plan(session: Session, exhibition: Exhibition, found: Checked, *, now: datetime) -> Plan:
    """What the table would do; nothing is changed. Raises DecidedError once the result is fixed."""
    if exhibition.phase in DECIDED:
        raise DecidedError
    return PLANNERS[found.kind](session, exhibition.id, found.check, now)


def run(
    session: Session,
    exhibition: Exhibition,
    found: Checked,
    *,
    actor: str,
    now: datetime,
    expected: str | None = None,
    tell: Tell = silent,
) -> Imported:
    """Store the table: all rows or none. `expected` is the fingerprint of the plan that somebody looked at.

    Raises ImportRefusedError with every wrong row, ImportChangedError, and DecidedError once the result is fixed.
    """
    # The lock of every change of an entry and of every move: what is planned here is still so when it is stored.
    ledger.hold(session, exhibition.id)
    session.refresh(exhibition)
    if dict(found.categories) != categories(session, exhibition.id):
        raise ImportChangedError
    planned = plan(session, exhibition, found, now=now)
    if expected is not None and planned.fingerprint != expected:
        raise ImportChangedError
    if planned.errors:
        raise ImportRefusedError(planned.errors)
    planned.store(session, actor=actor, now=now, tell=tell)
    counts = planned.counts
    audit.record(
        session,
        actor=actor,
        action=f"{found.kind}.import",
        at=now,
        exhibition_id=exhibition.id,
        subject=exhibition.slug,
        after={str(state): number for state, number in counts.items()},
    )
    session.flush()
    return Imported(counts[State.NEW], counts[State.CHANGED], counts[State.UNCHANGED], found.check.unknown)


def categories(session: Session, exhibition_id: int) -> dict[str, str]:
    """The exhibition's categories, slug -> name, in their order."""
    rows = session.execute(
        select(Category.slug, Category.name)
        .where(Category.exhibition_id == exhibition_id)
        .order_by(Category.position, Category.id)
    )
    return {row.slug: row.name for row in rows}
