"""Proposed changes of rules in use: kept until another organizer decides. Nothing counts by them before that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.declaration.rules import MAX_REASON, ChangeState, RuleChangeMovedError, RuleChangeWaitingError, RuleKind
from showcase.declaration.tables import RuleChange
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import DECIDED
from showcase.exhibitions.tables import Category, Exhibition, RuleSet
from showcase.jury.tables import Criterion
from showcase.kernel import ledger
from showcase.kernel.act import Act
from showcase.kernel.base import table_of
from showcase.kernel.chain import canonical
from showcase.kernel.errors import NotFoundError, ReasonNeededError
from showcase.kernel.roles import Role

# What a rule set says beside the rules themselves.
_NOT_A_RULE = {"exhibition_id", "preset", "confirmed_at", "confirmed_by"}


@dataclass(frozen=True, slots=True)
class Change:
    """A proposal as pages show it. `before` and `after`: the rules' columns, basis points by criterion, or `winners`.

    `may_stand`: it waits, its author is still an active organizer, and what it was compared with has not changed.
    `decided_by` is empty in a change from before there were proposals.
    """

    id: int
    exhibition_id: int
    exhibition: str
    exhibition_name: str
    kind: RuleKind
    category: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str
    state: ChangeState
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    may_stand: bool


def basis(session: Session, exhibition_id: int) -> str:
    """SHA-256 over what results rest on beside votes and sheets: rules, criteria, prizes, withdrawn entries."""
    row = session.get(RuleSet, exhibition_id)
    columns = [column.key for column in table_of(RuleSet).columns if column.key not in _NOT_A_RULE]
    criteria = session.execute(
        select(Category.slug, Criterion.slug, Criterion.weight_bp, Criterion.min_centi, Criterion.max_centi)
        .join(Criterion, Criterion.category_id == Category.id)
        .where(Category.exhibition_id == exhibition_id)
        .order_by(Category.slug, Criterion.slug)
    )
    awarded = select(Category.slug, Category.winners).where(Category.exhibition_id == exhibition_id)
    gone = select(Entry.slug).where(Entry.exhibition_id == exhibition_id, Entry.status == Status.WITHDRAWN)
    found = {
        "rules": {name: getattr(row, name) for name in columns} if row else {},
        "criteria": [list(criterion) for criterion in criteria],
        "winners": {row.slug: row.winners for row in session.execute(awarded)},
        "withdrawn": sorted(session.scalars(gone)),
    }
    return sha256(canonical(found).encode()).hexdigest()


def propose(
    session: Session,
    act: Act,
    exhibition_id: int,
    kind: RuleKind,
    *,
    category: str = "",
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> int:
    """Keep a proposal and answer its number. One that is overtaken gives way to it; the caller holds the ledger.

    Raises ReasonNeededError, and RuleChangeWaitingError while another one about the same rules waits.
    """
    act = act.trimmed(MAX_REASON)
    if not act.reason:
        raise ReasonNeededError("A reason is needed: the vote or the judging has begun.")
    for row in _rows(session, exhibition_id, ChangeState.WAITING):
        if (row.kind, row.category) == (kind, category):
            if _may_stand(session, row):
                raise RuleChangeWaitingError("A proposal about these rules waits; decide it or take it back first.")
            close(session, act.because(""), row, ChangeState.OVERTAKEN)
    made = RuleChange(
        exhibition_id=exhibition_id,
        kind=kind,
        category=category,
        before=dict(before),
        after=dict(after),
        basis=basis(session, exhibition_id),
        reason=act.reason,
        state=ChangeState.WAITING,
        proposed_by=act.actor,
        proposed_at=act.now,
    )
    session.add(made)
    session.flush()
    note(session, act, made, "rules.propose")
    return made.id


def turn_down(session: Session, act: Act, exhibition_id: int, change_id: int) -> ChangeState:
    """Decline another organizer's proposal with a reason, or take one's own back: the rules stay as they are.

    Raises NotFoundError, RuleChangeMovedError and ReasonNeededError.
    """
    row = held(session, exhibition_id, change_id)
    act = act.trimmed(MAX_REASON)
    if row.proposed_by == act.actor:
        return close(session, act, row, ChangeState.WITHDRAWN)
    if not act.reason:
        raise ReasonNeededError
    return close(session, act, row, ChangeState.DECLINED)


def waiting(session: Session, exhibition_id: int | None = None) -> tuple[Change, ...]:
    """What another organizer may decide, the oldest first: of one exhibition, or of all. Once final, nothing."""
    query = select(RuleChange, Exhibition.slug, Exhibition.name).join(
        Exhibition, Exhibition.id == RuleChange.exhibition_id
    )
    query = query.where(RuleChange.state == ChangeState.WAITING, Exhibition.phase.not_in(DECIDED))
    if exhibition_id is not None:
        query = query.where(RuleChange.exhibition_id == exhibition_id)
    rows = session.execute(query.order_by(RuleChange.id)).all()
    return tuple(shown(row, slug, name, may_stand=_may_stand(session, row)) for row, slug, name in rows)


def approved(session: Session, exhibition_id: int) -> tuple[Change, ...]:
    """Every change that the rules have gone through since they were in use, in order of time."""
    return _listed(session, exhibition_id, ChangeState.APPROVED)


def closed(session: Session, exhibition_id: int) -> tuple[Change, ...]:
    """What became of all proposals that wait no more, the approved ones included, the latest first."""
    return _listed(session, exhibition_id, *(set(ChangeState) - {ChangeState.WAITING}))[::-1]


def is_alone(session: Session) -> bool:
    """Whether there is only one active organizer, so that nobody could approve."""
    active = select(func.count(Account.id)).where(Account.role == Role.ORGANIZER, Account.is_active.is_(True))
    return (session.scalar(active) or 0) < 2


def is_active_organizer(session: Session, username: str) -> bool:
    """Whether somebody with this user name may decide for the exhibition now."""
    found = select(Account.id).where(
        Account.username == username, Account.role == Role.ORGANIZER, Account.is_active.is_(True)
    )
    return session.scalar(found) is not None


def held(session: Session, exhibition_id: int, change_id: int) -> RuleChange:
    """A waiting proposal, under the lock of everything that changes a result.

    Raises NotFoundError and RuleChangeMovedError.
    """
    ledger.hold(session, exhibition_id)
    row = session.get(RuleChange, change_id, populate_existing=True)
    if row is None or row.exhibition_id != exhibition_id:
        raise NotFoundError
    if row.state is not ChangeState.WAITING:
        raise RuleChangeMovedError
    return row


def close(session: Session, act: Act, row: RuleChange, state: ChangeState) -> ChangeState:
    """Say what became of a proposal, here and in the audit log."""
    row.state, row.decided_by, row.decided_at = state, act.actor, act.now
    session.flush()
    acts = {
        ChangeState.APPROVED: "rules.approve",
        ChangeState.DECLINED: "rules.decline",
        ChangeState.WITHDRAWN: "rules.withdraw",
        ChangeState.OVERTAKEN: "rules.overtaken",
    }
    note(session, act, row, acts[state])
    return state


def note(session: Session, act: Act, row: RuleChange, action: str) -> None:
    """A line of the audit log about a proposal."""
    who = {} if action == "rules.propose" else {"proposal": row.id, "proposed_by": row.proposed_by}
    act.record(
        session,
        action,
        row.category or row.kind.value,
        exhibition_id=row.exhibition_id,
        before=row.before,
        after={**row.after, **who},
    )


def _may_stand(session: Session, row: RuleChange) -> bool:
    return row.basis == basis(session, row.exhibition_id) and is_active_organizer(session, row.proposed_by)


def _rows(session: Session, exhibition_id: int, *states: ChangeState) -> list[RuleChange]:
    mine = (RuleChange.exhibition_id == exhibition_id, RuleChange.state.in_(states))
    return list(session.scalars(select(RuleChange).where(*mine).order_by(RuleChange.decided_at, RuleChange.id)))


def _listed(session: Session, exhibition_id: int, *states: ChangeState) -> tuple[Change, ...]:
    return tuple(shown(row) for row in _rows(session, exhibition_id, *states))


def shown(row: RuleChange, slug: str = "", name: str = "", *, may_stand: bool = False) -> Change:
    """A stored proposal as pages show it; `slug` and `name` are the exhibition's, where a page needs them."""
    return Change(
        id=row.id,
        exhibition_id=row.exhibition_id,
        exhibition=slug,
        exhibition_name=name,
        kind=row.kind,
        category=row.category,
        before=row.before,
        after=row.after,
        reason=row.reason,
        state=row.state,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        may_stand=may_stand,
    )
