"""Votes over time: what a minute held, and longer steps made of minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


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
