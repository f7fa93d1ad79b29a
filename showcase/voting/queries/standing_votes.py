"""What a phone has chosen, as pages and use cases pass it on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StandingVote:
    """A vote of this phone. A suspended one stands, may be moved and taken back, and does not count.

    `moved_from`: the entry that lost it, where it was moved here.
    """

    slot: str
    entry_id: int
    receipt: str
    at: datetime
    suspended: bool = False
    moved_from: int | None = None


@dataclass(frozen=True, slots=True)
class Phone:
    """What one query tells about a phone: its standing votes, and whether the catalogue in memory is still right."""

    generation: int
    votes: tuple[StandingVote, ...]
    # Of an act that was just decided: until when it must be stored.
    closes_at: datetime | None = None

    @property
    def standing(self) -> Mapping[str, int]:
        """Slot -> entry."""
        return {vote.slot: vote.entry_id for vote in self.votes}

    def vote_for(self, entry_id: int) -> StandingVote | None:
        """The standing vote for this entry, if any."""
        return next((vote for vote in self.votes if vote.entry_id == entry_id), None)
