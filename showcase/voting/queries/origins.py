"""Where the standing votes were cast: on visitors' phones, at the desk, or by a simulation."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.voting.rules import Origin
from showcase.voting.tables import Ballot, Vote


def standing(session: Session, exhibition_id: int) -> dict[Origin, int]:
    """Standing votes by origin, zeros too: one query. They all count alike; suspended ones are left out."""
    rows = session.execute(
        select(Ballot.origin, func.count())
        .join(Vote, Vote.ballot_id == Ballot.id)
        .where(Vote.exhibition_id == exhibition_id, ~Vote.suspended)
        .group_by(Ballot.origin)
    )
    return dict.fromkeys(Origin, 0) | {row[0]: row[1] for row in rows}
