"""Voting: levels, slots, and what a phone may do with an entry."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from showcase.kernel.errors import N_, DomainError, TooManyError

VOTES_A_MINUTE = 10


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


class VotingPausedError(DomainError):
    """Voting is paused."""

    code = "voting-paused"
    status = 409
    sentence = N_("Pemungutan suara sedang dijeda. Suara Anda belum tercatat; coba lagi setelah dibuka kembali.")


class NotOpenYetError(DomainError):
    """Voting has not begun."""

    code = "not-open-yet"
    status = 409
    sentence = N_("Pemungutan suara belum dibuka. Suara Anda belum tercatat.")


class ScanNeededError(DomainError):
    """At this level the booth's code must be scanned first."""

    code = "scan-needed"
    status = 403
    sentence = N_("Suara Anda belum tercatat. Pindai dulu kode QR di stan inovasi ini, lalu pilih dari sana.")


class TicketNeededError(DomainError):
    """At this level a ticket is needed."""

    code = "ticket-needed"
    status = 403
    sentence = N_("Suara Anda belum tercatat. Masukkan dulu tiket dari meja panitia.")


class TooManyVotesError(TooManyError):
    """More than 10 votes a minute from one phone."""


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
