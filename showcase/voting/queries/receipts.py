"""Is my vote in the count? Answers what happened to a receipt, never what was chosen."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.kernel.errors import NotFoundError
from showcase.voting.rules import BallotKind, typed
from showcase.voting.tables import Ballot, Vote


class ReceiptState(StrEnum):
    """counted; standing, but suspended by two organizers or for an entry that was withdrawn; or what took its place."""

    COUNTED = "counted"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    ENTRY_WITHDRAWN = "entry-withdrawn"


def state(session: Session, receipt: str) -> ReceiptState:
    """What happened to the vote with this receipt. Raises NotFoundError for one that was never given."""
    wanted = typed(receipt)
    later = aliased(Ballot)
    row = session.execute(
        select(Ballot.id, Vote.suspended, Entry.status, later.kind.label("later"))
        .join(Entry, Entry.id == Ballot.entry_id)
        .outerjoin(Vote, Vote.ballot_id == Ballot.id)
        .outerjoin(later, later.replaces_id == Ballot.id)
        .where(Ballot.receipt == (wanted or ""), Ballot.kind != BallotKind.WITHDRAW)
    ).first()
    if row is None:
        raise NotFoundError
    if row.suspended is not None:
        if row.status is Status.WITHDRAWN:
            return ReceiptState.ENTRY_WITHDRAWN
        return ReceiptState.SUSPENDED if row.suspended else ReceiptState.COUNTED
    return ReceiptState.WITHDRAWN if row.later is BallotKind.WITHDRAW else ReceiptState.MOVED
