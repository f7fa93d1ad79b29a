"""May this phone vote here now, and if not, why not: one answer for every page, every vote and the stage."""

from dataclasses import dataclass
from datetime import datetime

from showcase.entries.rules.entries import EntryWithdrawnError
from showcase.exhibitions.rules.hours import Hours, VotingClosedError
from showcase.exhibitions.rules.levels import Level
from showcase.exhibitions.rules.phases import Phase
from showcase.exhibitions.rules.visits import VisitsNeededError, visits_left
from showcase.kernel.errors import DomainError
from showcase.voting.rules.votes import (
    NotOpenYetError,
    ScanNeededError,
    TicketNeededError,
    VoteState,
    VotingPausedError,
)

# Reasons that end by themselves: a vote that waits on a phone is kept for later.
PASSING = (VotingPausedError, NotOpenYetError)
# Reasons that the visitor can do something about, at the booth or at the desk.
ELSEWHERE = (ScanNeededError, TicketNeededError, VisitsNeededError)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the exhibition asks of a phone, and what this phone brings.

    `has_pass`: it has come through this booth's code; `visited`: how many of the `booths` it has been to.
    """

    level: Level
    has_pass: bool = False
    has_ticket: bool = False
    min_visits: int = 0
    visited: int = 0
    booths: int = 0


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a vote can be cast: no `refusal`, or the first one that stands in its way. `left`: booths to visit."""

    refusal: type[DomainError] | None = None
    left: int = 0

    @property
    def is_open(self) -> bool:
        """Whether a vote can be cast."""
        return self.refusal is None

    @property
    def code(self) -> str:
        """The refusal's code; empty where a vote can be cast."""
        return self.refusal.code if self.refusal is not None else ""

    @property
    def state(self) -> VoteState | None:
        """What the vote element shows in place of a vote; None where one can be cast."""
        if self.refusal is None:
            return None
        return VoteState.ELSEWHERE if self.refusal in ELSEWHERE else VoteState.CLOSED

    def check(self) -> None:
        """Raise the refusal, if there is one."""
        if self.left:
            raise VisitsNeededError(f"{self.left} more booths must be visited before voting.", left=self.left)
        if self.refusal is not None:
            raise self.refusal


# Asked on the way to every booth page, so made once.
OPEN = Availability()


def availability(
    hours: Hours, now: datetime, *, is_withdrawn: bool = False, terms: Terms | None = None, can_wait: bool = False
) -> Availability:
    """Whether a vote can be cast at this moment.

    `is_withdrawn`: the entry was; `terms`: what a phone needs and has, None where the question is about the hours, or
    where a turn at the desk gives the right. `can_wait`: the vote may be kept until a pause or the wait for the opening
    has ended, so neither is a reason.
    """
    refusal = _by_hours(hours, now)
    if refusal is not None and not (can_wait and refusal in PASSING):
        return Availability(refusal)
    if is_withdrawn:
        return Availability(EntryWithdrawnError)
    return _by_terms(terms) if terms is not None else OPEN


def _by_hours(hours: Hours, now: datetime) -> type[DomainError] | None:
    if hours.phase is Phase.PAUSED:
        return VotingPausedError
    if hours.phase is Phase.SETUP or hours.is_early(now):
        return NotOpenYetError
    # Without the key nobody can be told from another, whatever the phase says.
    return VotingClosedError if hours.is_over(now) or not hours.has_key else None


def _by_terms(terms: Terms) -> Availability:
    if terms.level is Level.BOOTH and not terms.has_pass:
        return Availability(ScanNeededError)
    if terms.level is Level.EMAIL or (terms.level is Level.TICKET and not terms.has_ticket):
        return Availability(TicketNeededError)
    left = visits_left(terms.min_visits, terms.visited, terms.booths) if terms.min_visits else 0
    return Availability(VisitsNeededError, left) if left else OPEN
