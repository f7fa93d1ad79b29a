"""Voting: levels, slots, and what a phone may do with an entry."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from showcase.domain.errors import DomainError

VOTES_A_MINUTE = 10
FORM_HOURS = 24


class Level(StrEnum):
    """What makes a voter, chosen before opening and never silently lowered."""

    OPEN = "open"
    BOOTH = "booth"
    TICKET = "ticket"
    EMAIL = "email"


class Visibility(StrEnum):
    """What the board shows of the vote: numbers, only the order, or nothing."""

    COUNTS = "counts"
    ORDER = "order"
    HIDDEN = "hidden"


class BallotKind(StrEnum):
    """An act of a voter."""

    VOTE = "vote"
    MOVE = "move"
    WITHDRAW = "withdraw"


class Origin(StrEnum):
    """Where a ballot was cast; simulated ones exist in demonstrations only."""

    PHONE = "phone"
    DESK = "desk"
    SIMULATED = "simulated"


class VoteState(StrEnum):
    """What the vote element shows."""

    OPEN = "open"
    YOURS = "yours"
    OTHER = "other"
    CLOSED = "closed"
    ELSEWHERE = "elsewhere"


class VotingClosedError(DomainError):
    """Voting has ended."""

    code = "voting-closed"


class VotingPausedError(DomainError):
    """Voting is paused."""

    code = "voting-paused"


class NotOpenYetError(DomainError):
    """Voting has not begun."""

    code = "not-open-yet"


class CookiesNeededError(DomainError):
    """The phone sent no cookie at all."""

    code = "cookies-needed"


class ScanNeededError(DomainError):
    """At this level the booth's code must be scanned first."""

    code = "scan-needed"


class TicketNeededError(DomainError):
    """At this level a ticket is needed."""

    code = "ticket-needed"


class StaleFormError(DomainError):
    """The form is too old, altered, another phone's, or was used."""

    code = "stale-form"


class TooManyVotesError(DomainError):
    """More than 10 votes a minute from one phone."""

    code = "too-many"


@dataclass(frozen=True, slots=True)
class Choice:
    """A standing vote of a phone: its slot, entry and receipt."""

    slot: str
    entry_id: int


def slots(category_slug: str, vote_limit: int | None) -> tuple[str, ...]:
    """The slots in which a vote for an entry of this category can stand."""
    return (category_slug,) if vote_limit is None else tuple(str(k) for k in range(1, vote_limit + 1))


def slot_for(
    entry_id: int, possible: tuple[str, ...], standing: Mapping[str, int], withdrawn: Set[int] = frozenset()
) -> str:
    """The slot that a vote for this entry takes, given the phone's standing votes (slot -> entry).

    The one it has already; else the first free one; else that of a withdrawn entry, whose vote is not counted; else
    the last, whose vote then moves here.
    """
    for slot in possible:
        if standing.get(slot) == entry_id:
            return slot
    free = (slot for slot in possible if slot not in standing)
    uncounted = (slot for slot in possible if standing.get(slot) in withdrawn)
    return next(free, None) or next(uncounted, possible[-1])


def state_of(slot: str, entry_id: int, standing: Mapping[str, int], withdrawn: Set[int] = frozenset()) -> VoteState:
    """open, yours or other, for an entry whose vote would take this slot. A withdrawn entry leaves its slot open."""
    held = standing.get(slot)
    if held == entry_id:
        return VoteState.YOURS
    return VoteState.OPEN if held is None or held in withdrawn else VoteState.OTHER
