"""Whether an exhibition's hours make sense: what is impossible is refused, what is odd is told."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo


def same_clock(at: datetime | None, before: ZoneInfo, after: ZoneInfo) -> datetime | None:
    """The same time of day in another zone: who corrects the zone does not mean to move the opening."""
    return at.astimezone(before).replace(tzinfo=after) if at else None


def oddities(
    opens_at: datetime | None,
    closes_at: datetime | None,
    days: tuple[date | None, date | None],
    zone: ZoneInfo,
    now: datetime,
) -> Iterator[str]:
    """Codes of what an organizer should look at again. `days` are the exhibition's first and last, where known."""
    first, last = days
    opens, closes = (at.astimezone(zone).date() if at else None for at in (opens_at, closes_at))
    if first and opens and opens < first:
        yield "opens-before-first-day"
    if last and opens and opens > last:
        yield "opens-after-last-day"
    if last and closes and closes > last:
        yield "closes-after-last-day"
    if first and closes and closes < first:
        yield "closes-before-first-day"
    if closes_at and closes_at <= now:
        yield "closes-past"
