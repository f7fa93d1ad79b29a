"""Importing entries, jurors or criteria from a table: looked at first, then all rows or none.

The table is checked before the transaction, because that is slow for thousands of rows; what it would do is found
inside, because only there nobody else can change anything.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.exhibitions.rules import DECIDED, DecidedError
from showcase.exhibitions.tables import Category, Exhibition
from showcase.importing.actions import criteria, jurors
from showcase.importing.actions import entries as entry_imports
from showcase.importing.actions.plans import ImportChangedError, ImportRefusedError, Plan, State, Tell, in_order, silent
from showcase.importing.rules.columns import ImportCheck, RowError
from showcase.importing.rules.kinds import CHECKS, Kind
from showcase.kernel import ledger
from showcase.kernel.act import Act
from showcase.printing import typefaces

PLANNERS = {
    Kind.ENTRIES: entry_imports.plan,
    Kind.JURORS: jurors.plan,
    Kind.CRITERIA: criteria.plan,
}


# What papers print: the column that a warning names, and the fields that it is about.
PRINTED: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    Kind.ENTRIES: {"name": ("name", "short_name"), "organisation": ("organisation",)},
    Kind.JURORS: {"name": ("name",), "organisation": ("organisation",)},
}
# So many characters are named in a warning.
QUOTED = 12


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
    warnings: tuple[RowError, ...] = ()


def checked(
    session: Session,
    exhibition_id: int,
    kind: Kind,
    header: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    header_row: int = 1,
) -> Checked:
    """Check every cell of a table, whether names can be printed included. Two queries at most."""
    known = categories(session, exhibition_id)
    if kind is Kind.ENTRIES:
        found = entry_imports.check(session, exhibition_id, header, rows, known, header_row)
    else:
        found = CHECKS[kind](header, rows, known, header_row)
    return Checked(kind, known, replace(found, warnings=in_order((*found.warnings, *_unprintable(kind, found)))))


def plan(session: Session, exhibition: Exhibition, found: Checked, *, now: datetime) -> Plan:
    """What the table would do; nothing is changed. Raises DecidedError once the result is fixed."""
    if exhibition.phase in DECIDED:
        raise DecidedError
    return PLANNERS[found.kind](session, exhibition.id, found.check, now)


def run(
    session: Session,
    act: Act,
    exhibition: Exhibition,
    found: Checked,
    *,
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
    planned = plan(session, exhibition, found, now=act.now)
    if expected is not None and planned.fingerprint != expected:
        raise ImportChangedError
    if planned.errors:
        raise ImportRefusedError(planned.errors)
    planned.store(session, act, tell=tell)
    counts = planned.counts
    act.record(
        session,
        f"{found.kind}.import",
        exhibition.slug,
        exhibition_id=exhibition.id,
        after={str(state): number for state, number in counts.items()},
    )
    session.flush()
    return Imported(
        counts[State.NEW], counts[State.CHANGED], counts[State.UNCHANGED], found.check.unknown, found.check.warnings
    )


def _unprintable(kind: Kind, found: ImportCheck) -> Iterator[RowError]:
    """A warning for each name with characters that no bundled font can print."""
    for row in found.rows:
        for column, fields in PRINTED.get(kind, {}).items():
            lacking = typefaces.lacking("".join(str(row.fields.get(name, "")) for name in fields))
            if lacking:
                yield RowError(row.row, column, "unprintable", {"letters": " ".join(lacking[:QUOTED])})


def categories(session: Session, exhibition_id: int) -> dict[str, str]:
    """The exhibition's categories, slug -> name, in their order."""
    rows = session.execute(
        select(Category.slug, Category.name)
        .where(Category.exhibition_id == exhibition_id)
        .order_by(Category.position, Category.id)
    )
    return {row.slug: row.name for row in rows}
