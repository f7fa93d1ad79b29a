"""Declaring the rules of the ranking: freely before the opening, afterwards as a proposal for another organizer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from showcase.declaration.actions import changes
from showcase.declaration.actions.changes import Change
from showcase.declaration.rules import PROPOSED, ChangeState, Declaration, RuleKind, declared
from showcase.declaration.tables import RuleChange
from showcase.entries.followers import traces
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import DECIDED, DecidedError, Phase
from showcase.exhibitions.tables import Exhibition, RuleSet
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.kernel.base import table_of
from showcase.kernel.chain import LineType, canonical
from showcase.kernel.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class CurrentRules:
    """The rules as they stand. Not confirmed: a proposal, under which nothing opens."""

    declaration: Declaration
    confirmed_at: datetime | None
    confirmed_by: str


def current(session: Session, exhibition_id: int) -> CurrentRules:
    """The declared rules of an exhibition; before anything is declared, the recommended ones as a proposal."""
    row = session.get(RuleSet, exhibition_id)
    if row is None:
        return CurrentRules(PROPOSED, None, "")
    return CurrentRules(_stored(row), row.confirmed_at, row.confirmed_by)


def with_changes(session: Session, exhibition_id: int) -> tuple[Declaration, tuple[Change, ...]]:
    """The rules as they stand, and every approved change that they went through in use. One query."""
    rows = session.execute(
        select(RuleSet, RuleChange)
        .outerjoin(
            RuleChange,
            and_(RuleChange.exhibition_id == RuleSet.exhibition_id, RuleChange.state == ChangeState.APPROVED),
        )
        .where(RuleSet.exhibition_id == exhibition_id)
        .order_by(RuleChange.decided_at, RuleChange.id)
    ).all()
    declaration = _stored(rows[0][0]) if rows else PROPOSED
    return declaration, tuple(changes.shown(change) for _, change in rows if change is not None)


def is_guarded(session: Session, exhibition_id: int) -> bool:
    """Whether a change needs a reason and a second organizer: after the opening, or the first vote or sheet."""
    phase = session.scalar(select(Exhibition.phase).where(Exhibition.id == exhibition_id))
    if phase is None:
        raise NotFoundError
    in_use = select(Entry.id).where(
        Entry.exhibition_id == exhibition_id,
        or_(*(select(trace.entry_id).where(trace.entry_id == Entry.id).exists() for trace in traces())),
    )
    return phase is not Phase.SETUP or session.scalar(in_use.limit(1)) is not None


def declare(session: Session, act: Act, exhibition_id: int, values: Mapping[str, str]) -> bool:
    """Declare and confirm rules; once guarded, only propose them, with a reason. Answers whether they hold now.

    Raises RulesInvalidError, ReasonNeededError, RuleChangeWaitingError; DecidedError once the result is fixed.
    """
    ledger.hold(session, exhibition_id)
    exhibition = session.get(Exhibition, exhibition_id, populate_existing=True)
    if exhibition is None:
        raise NotFoundError
    if exhibition.phase in DECIDED:
        raise DecidedError("The result is fixed; its rules can't change any more.")
    chosen = declared(values)
    row = session.get(RuleSet, exhibition_id, populate_existing=True)
    before = _stored(row) if row else None
    if (before is None or not chosen.same_method(before)) and is_guarded(session, exhibition_id):
        changes.propose(
            session,
            act,
            exhibition_id,
            RuleKind.RULES,
            before=before.columns() if before else {},
            after=chosen.columns(),
        )
        return False
    if row is None or row.confirmed_at is None or chosen != before:
        _write(session, exhibition_id, chosen, by=act.actor, now=act.now)
        act.trimmed().record(
            session,
            "rules.declare",
            exhibition.slug,
            exhibition_id=exhibition.id,
            before=before.columns() if before else {},
            after=chosen.columns(),
        )
    return True


def change(session: Session, exhibition_id: int, chosen: Declaration, *, by: str, now: datetime) -> None:
    """Let an approved proposal hold; after the opening the ledger seals it."""
    row = session.get(RuleSet, exhibition_id, populate_existing=True)
    before = fingerprint(_stored(row)) if row else ""
    _write(session, exhibition_id, chosen, by=by, now=now)
    if session.get_one(Exhibition, exhibition_id).phase is not Phase.SETUP:
        body = {"before": before, "after": fingerprint(chosen)}
        ledger.append(session, exhibition_id, LineType.RULES_CHANGE, now, body)


def _write(session: Session, exhibition_id: int, chosen: Declaration, *, by: str, now: datetime) -> None:
    row = session.get(RuleSet, exhibition_id)
    if row is None:
        row = RuleSet(exhibition_id=exhibition_id)
        session.add(row)
    for name, value in chosen.columns().items():
        setattr(row, name, value)
    row.confirmed_at, row.confirmed_by = now, by
    session.flush()
    content.touch(session)


def fingerprint(declaration: Declaration) -> str:
    """SHA-256 over the canonical text of the declared numbers and methods, hex: what the ledger seals."""
    numbers: dict[str, Any] = {key: value for key, value in declaration.columns().items() if key != "preset"}
    return sha256(canonical(numbers).encode()).hexdigest()


def _stored(row: RuleSet) -> Declaration:
    return Declaration.from_columns({column.key: getattr(row, column.key) for column in table_of(RuleSet).columns})
