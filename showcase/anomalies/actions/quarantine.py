"""What two organizers decide about an anomaly, and the votes that are suspended by it.

One proposes with a reason, another one, signed in with another account, confirms. Until the result is fixed everything
can be taken back, and the counters are exact at every moment: they follow by trigger.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, exists, insert, select, update
from sqlalchemy.orm import Session

from showcase.anomalies.actions.flags import subject
from showcase.anomalies.rules import AFTER, CHOICES, AnomalyMovedError, OwnProposalError, Proposal
from showcase.anomalies.tables import AnomalyFlag
from showcase.exhibitions.rules import DECIDED, DecidedError
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import ledger
from showcase.kernel.act import Act
from showcase.kernel.base import table_of
from showcase.kernel.chain import LineType
from showcase.kernel.errors import NotFoundError, ReasonNeededError
from showcase.voting.rules import commitment, sealed_body
from showcase.voting.tables import Ballot, Suspension, Vote

MAX_REASON = 1000
# Values in one statement: fewer than the least that a database takes.
CHUNK = 5000


def propose(session: Session, act: Act, exhibition_id: int, flag_id: int, proposal: Proposal) -> None:
    """Propose what to do about a flag. Raises ReasonNeededError, AnomalyMovedError, DecidedError."""
    row = _held(session, exhibition_id, flag_id)
    if row.proposal is not Proposal.NONE or proposal not in CHOICES[row.state]:
        raise AnomalyMovedError
    row.proposal, row.proposed_by, row.reason = proposal, act.actor, _reason(act.reason)
    row.decided_by, row.decided_at = "", None
    _noted(session, act.because(row.reason), row, f"anomaly.propose.{proposal.value}")


def decline(session: Session, act: Act, exhibition_id: int, flag_id: int) -> None:
    """Turn a proposal down, or take one's own back: the flag is as before. Raises as `propose`."""
    row = _held(session, exhibition_id, flag_id)
    if row.proposal is Proposal.NONE:
        raise AnomalyMovedError
    row.proposal = Proposal.NONE
    _noted(session, act.because(_reason(act.reason)), row, "anomaly.decline")


def confirm(session: Session, act: Act, exhibition_id: int, flag_id: int, proposal: Proposal) -> int:
    """Do what was proposed; answers how many votes were suspended or count again.

    Raises OwnProposalError for who proposed it, AnomalyMovedError when it is not what the form showed, DecidedError.
    """
    row = _held(session, exhibition_id, flag_id)
    if proposal is Proposal.NONE or row.proposal is not proposal:
        raise AnomalyMovedError
    if row.proposed_by == act.actor:
        raise OwnProposalError
    changed = 0
    if proposal is Proposal.QUARANTINE:
        changed = _suspend(session, row, act.now)
    elif proposal is Proposal.RELEASE:
        changed = _release(session, row, act.now)
    row.state, row.proposal = AFTER[proposal], Proposal.NONE
    row.decided_by, row.decided_at = act.actor, act.now
    _noted(session, act.because(row.reason), row, f"anomaly.{proposal.value}", changed)
    return changed


def _suspend(session: Session, row: AnomalyFlag, now: datetime) -> int:
    """The standing votes that the flag's ballots cast; votes that were moved on or taken back since are left alone."""
    found: list[Any] = []
    for ids in _chunks(row.evidence["ballots"]):
        found += session.execute(_sealed(row.exhibition_id).where(Vote.ballot_id.in_(ids))).all()
    rows = [
        {"exhibition_id": row.exhibition_id, "voter_key": one.voter_key, "slot": one.slot, "flag_id": row.id}
        for one in found
    ]
    for part in _chunks(rows):
        session.execute(insert(table_of(Suspension)), part)
    _set(session, [one.vote_id for one in found], suspended=True)
    return _written(session, row, LineType.QUARANTINE, found, now)


def _release(session: Session, row: AnomalyFlag, now: datetime) -> int:
    """What no other flag suspends counts again, for what its voter has chosen by now."""
    held = _suspension_of(Vote)
    of_flag = held.where(Suspension.flag_id == row.id)
    of_another = held.where(Suspension.flag_id != row.id)
    found = session.execute(_sealed(row.exhibition_id).where(of_flag, ~of_another)).all()
    session.execute(delete(table_of(Suspension)).where(table_of(Suspension).c.flag_id == row.id))
    _set(session, [one.vote_id for one in found], suspended=False)
    return _written(session, row, LineType.RELEASE, found, now)


def _suspension_of(vote: type[Vote]) -> Any:
    return exists().where(
        Suspension.exhibition_id == vote.exhibition_id,
        Suspension.voter_key == vote.voter_key,
        Suspension.slot == vote.slot,
    )


def _sealed(exhibition_id: int) -> Select[*tuple[Any, ...]]:
    """Standing votes with what their commitments are made of."""
    return (
        select(
            Vote.id.label("vote_id"),
            Vote.slot,
            Vote.voter_key,
            Ballot.entry_id,
            Ballot.slot.label("ballot_slot"),
            Ballot.kind,
            Ballot.form_key,
            Ballot.nonce,
        )
        .join(Ballot, Ballot.id == Vote.ballot_id)
        .where(Vote.exhibition_id == exhibition_id)
    )


def _set(session: Session, votes: Sequence[int], *, suspended: bool) -> None:
    table = table_of(Vote)
    for ids in _chunks(votes):
        session.execute(update(table).where(table.c.id.in_(ids)).values(suspended=suspended))


def _written(session: Session, row: AnomalyFlag, kind: LineType, votes: Sequence[Any], now: datetime) -> int:
    """The line of the ledger: how many votes, and the hash over their sorted commitments. Nothing personal."""
    sealed = sorted(
        commitment(one.nonce, sealed_body(one.voter_key, one.entry_id, one.ballot_slot, one.kind, one.form_key))
        for one in votes
    )
    digest = hashlib.sha256("\n".join(sealed).encode()).hexdigest()
    ledger.append(session, row.exhibition_id, kind, now, {"flag": row.id, "votes": len(sealed), "commitments": digest})
    return len(sealed)


def _held(session: Session, exhibition_id: int, flag_id: int) -> AnomalyFlag:
    """The flag, under the lock that votes take too."""
    ledger.hold(session, exhibition_id)
    row = session.get(AnomalyFlag, flag_id, populate_existing=True)
    if row is None or row.exhibition_id != exhibition_id:
        raise NotFoundError
    if session.get_one(Exhibition, exhibition_id, populate_existing=True).phase in DECIDED:
        raise DecidedError
    return row


def _reason(typed: str) -> str:
    reason = typed.strip()[:MAX_REASON]
    if not reason:
        raise ReasonNeededError
    return reason


def _noted(session: Session, act: Act, row: AnomalyFlag, action: str, votes: int | None = None) -> None:
    session.flush()
    after: dict[str, Any] = {"state": row.state.value}
    if votes is not None:
        after["votes"] = votes
    act.record(session, action, subject(row.id), exhibition_id=row.exhibition_id, after=after)


def _chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
