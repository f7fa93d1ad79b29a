"""Is my vote in the count? Answers what happened to a receipt, never what was chosen."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from showcase.domain.errors import NotFoundError
from showcase.domain.receipts import typed
from showcase.domain.voting import BallotKind
from showcase.models import Ballot, Vote


class ReceiptState(StrEnum):
    """counted, suspended by two organizers, or what took its place."""

    COUNTED = "counted"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"


def state(session: Session, receipt: str) -> ReceiptState:
    """What happened to the vote with this receipt. Raises NotFoundError for one that was never given."""
    wanted = typed(receipt)
    later = aliased(Ballot)
    row = session.execute(
        select(Ballot.id, Vote.suspended, later.kind.label("later"))
        .outerjoin(Vote, Vote.ballot_id == Ballot.id)
        .outerjoin(later, later.replaces_id == Ballot.id)
        .where(Ballot.receipt == (wanted or ""), Ballot.kind != BallotKind.WITHDRAW)
    ).first()
    if row is None:
        raise NotFoundError
    if row.suspended is not None:
        return ReceiptState.SUSPENDED if row.suspended else ReceiptState.COUNTED
    return ReceiptState.WITHDRAWN if row.later is BallotKind.WITHDRAW else ReceiptState.MOVED
