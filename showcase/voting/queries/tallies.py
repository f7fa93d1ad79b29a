"""How many votes stood for each entry at a moment that has passed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from showcase.entries.tables import Entry, Tally
from showcase.voting.rules import BallotKind
from showcase.voting.tables import Ballot, Suspension


def votes_at(session: Session, exhibition_id: int, moment: datetime) -> Mapping[int, int]:
    """Standing votes by entry as they were at the moment; a ballot of that very moment is not in yet. Three queries.

    The counters of now, less what the ballots since then did: so it costs what was voted since, not what was voted.
    Slots that are suspended now are in neither.
    """
    kept = select(Tally.entry_id, Tally.votes).join(Entry, Entry.id == Tally.entry_id)
    votes = {row.entry_id: row.votes for row in session.execute(kept.where(Entry.exhibition_id == exhibition_id))}
    suspended = exists().where(
        Suspension.exhibition_id == Ballot.exhibition_id,
        Suspension.voter_key == Ballot.voter_key,
        Suspension.slot == Ballot.slot,
    )
    later = (Ballot.exhibition_id == exhibition_id, Ballot.at >= moment, ~suspended)
    came = select(Ballot.entry_id, func.count()).where(*later, Ballot.kind != BallotKind.WITHDRAW)
    for entry_id, number in session.execute(came.group_by(Ballot.entry_id)):
        votes[entry_id] = votes.get(entry_id, 0) - number
    before = aliased(Ballot)
    went = select(before.entry_id, func.count()).select_from(Ballot).join(before, before.id == Ballot.replaces_id)
    for entry_id, number in session.execute(went.where(*later).group_by(before.entry_id)):
        votes[entry_id] = votes.get(entry_id, 0) + number
    return votes
