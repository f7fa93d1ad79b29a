"""The rules of the vote: slots, availability, receipts, turnout."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from showcase.entries.rules.entries import EntryWithdrawnError
from showcase.exhibitions.rules import Hours, Level, Phase, VisitsNeededError, VotingClosedError, visits_left
from showcase.kernel.chain import canonical
from showcase.kernel.codes import CROCKFORD, normal_code
from showcase.kernel.errors import N_, DomainError, TooManyError

# Voting: levels, slots, and what a phone may do with an entry.

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


# May this phone vote here now, and if not, why not: one answer for every page, every vote and the stage.

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


# Receipts: ten characters that let a voter ask whether the vote is in the count, and tell nobody what it was.

TAG = b"showcase-ballot/1\n"
LENGTH = 10


def commitment(nonce: str, ballot: dict[str, str | int]) -> str:
    """SHA256(tag || nonce || canonical ballot), hex: what the ledger holds of a ballot."""
    return hashlib.sha256(TAG + nonce.encode() + canonical(ballot).encode()).hexdigest()


def sealed_body(voter: str, entry: int, slot: str, kind: BallotKind, form: str) -> dict[str, str | int]:
    """What a commitment seals of a ballot."""
    return {"voter": voter, "entry": entry, "slot": slot, "kind": kind.value, "form": form}


def receipt_of(commitment_hex: str) -> str:
    """The first 50 bits of a commitment as ten Crockford characters."""
    number = int(commitment_hex[:16], 16) >> 14
    return "".join(CROCKFORD[(number >> (5 * place)) & 31] for place in reversed(range(LENGTH)))


def shown(receipt: str) -> str:
    """A receipt as people read it: K7QF2-M9DAB."""
    return f"{receipt[:5]}-{receipt[5:]}"


def typed(text: str) -> str | None:
    """The receipt from what somebody typed (spaces, hyphens and letter case aside); None if it can't be one."""
    receipt = normal_code(text.replace(" ", ""))
    return receipt if len(receipt) == LENGTH and all(c in CROCKFORD for c in receipt) else None


# Votes over time: what a minute held, and longer steps made of minutes.


class Step(StrEnum):
    """How long one bar of a chart is."""

    MINUTE = "minute"
    FIVE = "five"
    HOUR = "hour"

    @property
    def length(self) -> timedelta:
        """The step's duration."""
        return {Step.MINUTE: timedelta(minutes=1), Step.FIVE: timedelta(minutes=5), Step.HOUR: timedelta(hours=1)}[self]


# A chart of more bars than this says less: the page then starts at the last so many.
MOST_BARS = 240


@dataclass(frozen=True, slots=True)
class Bar:
    """How often was voted (moves included, withdrawals not) from `start` until the next bar."""

    start: datetime
    votes: int


def bars(
    counts: Iterable[tuple[datetime, int]], step: Step, zone: ZoneInfo, *, since: datetime, until: datetime
) -> list[Bar]:
    """One bar for each step from `since` until `until`, empty ones too; the counts are by minute. At most MOST_BARS.

    Steps begin at whole hours and minutes of the local clock.
    """
    found: dict[datetime, int] = {}
    for minute, number in counts:
        start = _floor(minute, step, zone)
        found[start] = found.get(start, 0) + number
    first, last = _floor(since, step, zone), _floor(until, step, zone)
    first = max(first, last - (MOST_BARS - 1) * step.length)
    number = int((last - first) / step.length) + 1
    starts = (first + place * step.length for place in range(max(number, 1)))
    return [Bar(start, found.get(start, 0)) for start in starts]


def peak(shown: Sequence[Bar]) -> Bar | None:
    """The fullest bar, the earliest of equals; None when there is none with a vote."""
    most = max(shown, key=lambda bar: bar.votes, default=None)
    return most if most is not None and most.votes else None


def _floor(at: datetime, step: Step, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    minute = {Step.MINUTE: local.minute, Step.FIVE: local.minute - local.minute % 5, Step.HOUR: 0}[step]
    # Back in UTC, where steps add up whatever the local clock does.
    return local.replace(minute=minute, second=0, microsecond=0).astimezone(at.tzinfo)
