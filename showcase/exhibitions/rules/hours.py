"""The hours of voting."""

from dataclasses import dataclass
from datetime import datetime

from showcase.exhibitions.rules.phases import AFTER_VOTE, Phase
from showcase.kernel.errors import N_, DomainError


@dataclass(frozen=True, slots=True)
class Hours:
    """When an exhibition takes votes. `has_key`: the key that tells voters apart has not been destroyed yet."""

    phase: Phase
    opens_at: datetime | None
    closes_at: datetime | None
    has_key: bool = True

    def is_early(self, now: datetime) -> bool:
        """Whether the scheduled opening is still to come."""
        return self.opens_at is not None and now < self.opens_at

    def is_over(self, now: datetime) -> bool:
        """Whether the closing has passed, by the phase or by the schedule (the closing time itself is past it)."""
        return self.phase in AFTER_VOTE or (self.closes_at is not None and now >= self.closes_at)


class VotingClosedError(DomainError):
    """Voting has ended."""

    code = "voting-closed"
    status = 409
    sentence = N_("Pemungutan suara sudah ditutup. Suara yang sudah tercatat tetap dihitung.")
