"""Declaring the rules of the ranking: freely before the opening, afterwards only with a reason and two organizers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from showcase.domain.accounts import Role
from showcase.domain.errors import NotFoundError
from showcase.domain.ledger import LineType, canonical
from showcase.domain.phases import DECIDED, DecidedError, Phase, ReasonNeededError
from showcase.domain.ranking.model import JuryMethod, PublicMethod, Ties
from showcase.domain.rules import PROPOSED, Declaration, Preset, SecondOrganizerNeededError, declared
from showcase.models import Account, Category, Criterion, Entry, Exhibition, RuleSet, Sheet, Vote
from showcase.services import audit, catalogue, ledger


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


@dataclass(frozen=True, slots=True)
class DeclaredCriterion:
    """A criterion as it is published: its name, its weight in basis points, its maximum in hundredths."""

    name: str
    description: str
    weight_bp: int
    max_centi: int


def criteria(session: Session, exhibition_id: int) -> dict[str, list[DeclaredCriterion]]:
    """The criteria by category's slug, in declared order. One query."""
    rows = session.execute(
        select(Category.slug, Criterion)
        .join(Category, Category.id == Criterion.category_id)
        .where(Category.exhibition_id == exhibition_id)
        .order_by(Category.position, Category.id, Criterion.position, Criterion.id)
    )
    found: dict[str, list[DeclaredCriterion]] = {}
    for slug, row in rows:
        found.setdefault(slug, []).append(DeclaredCriterion(row.name, row.description, row.weight_bp, row.max_centi))
    return found


def is_guarded(session: Session, exhibition_id: int) -> bool:
    """Whether a change needs a reason and a second organizer: after the opening, or the first vote or sheet."""
    phase = session.scalar(select(Exhibition.phase).where(Exhibition.id == exhibition_id))
    if phase is None:
        raise NotFoundError
    in_use = select(Entry.id).where(
        Entry.exhibition_id == exhibition_id,
        or_(
            select(Sheet.id).where(Sheet.entry_id == Entry.id).exists(),
            select(Vote.id).where(Vote.exhibition_id == exhibition_id, Vote.entry_id == Entry.id).exists(),
        ),
    )
    return phase is not Phase.SETUP or session.scalar(in_use.limit(1)) is not None


def declare(
    session: Session,
    exhibition_id: int,
    values: Mapping[str, str],
    *,
    actor: str,
    now: datetime,
    reason: str = "",
    second: str = "",
) -> None:
    """Declare and confirm rules. Once guarded, a change takes a reason and another active organizer's user name.

    Raises RulesInvalidError, ReasonNeededError, SecondOrganizerNeededError; DecidedError once the result is fixed.
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
    changes = before is None or not chosen.same_method(before)
    reason = reason.strip()
    if changes and is_guarded(session, exhibition_id):
        if not reason:
            raise ReasonNeededError("A reason is needed: the vote or the judging has begun.")
        second = second_organizer(session, second, actor)
    elif row is not None and row.confirmed_at is not None and chosen == before:
        return
    if row is None:
        row = RuleSet(exhibition_id=exhibition_id)
        session.add(row)
    for name, value in chosen.columns().items():
        setattr(row, name, value)
    row.confirmed_at, row.confirmed_by = now, actor
    session.flush()
    if changes and exhibition.phase is not Phase.SETUP:
        body = {"before": fingerprint(before) if before else "", "after": fingerprint(chosen)}
        ledger.append(session, exhibition_id, LineType.RULES_CHANGE, now, body)
    _record(session, exhibition, before, chosen, actor=actor, now=now, reason=reason, second=second)
    catalogue.touch(session)


def _record(
    session: Session,
    exhibition: Exhibition,
    before: Declaration | None,
    chosen: Declaration,
    *,
    actor: str,
    now: datetime,
    reason: str,
    second: str,
) -> None:
    audit.record(
        session,
        actor=actor,
        action="rules.declare",
        at=now,
        exhibition_id=exhibition.id,
        subject=exhibition.slug,
        before=before.columns() if before else {},
        after={**chosen.columns(), **({"second": second} if second else {})},
        reason=reason,
    )


def fingerprint(declaration: Declaration) -> str:
    """SHA-256 over the canonical text of the declared numbers and methods, hex: what the ledger seals."""
    numbers: dict[str, Any] = {key: value for key, value in declaration.columns().items() if key != "preset"}
    return sha256(canonical(numbers).encode()).hexdigest()


def _stored(row: RuleSet) -> Declaration:
    known = row.preset in set(Preset)
    return Declaration(
        preset=Preset(row.preset) if known else Preset.OWN,
        jury_method=JuryMethod(row.jury_method),
        public_method=PublicMethod(row.public_method),
        jury_weight_bp=row.jury_weight_bp,
        floor_centi=row.floor_centi,
        min_sheets=row.min_sheets,
        min_votes=row.min_votes,
        ridge_lambda_centi=row.ridge_lambda_centi,
        public_reference=row.public_reference,
        ties=Ties(row.ties),
    )


def second_organizer(session: Session, username: str, actor: str) -> str:
    """The active organizer of this user name, who is not the actor. Raises SecondOrganizerNeededError."""
    name = username.strip().lower()
    active = (Account.username == name, Account.role == Role.ORGANIZER, Account.is_active.is_(True))
    found = session.scalar(select(Account.username).where(*active))
    if found is None or found == actor.strip().lower():
        raise SecondOrganizerNeededError("Another active organizer must agree; give their user name.")
    return found
