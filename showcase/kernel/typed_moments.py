"""Moments in the fields of a form, which know no time zone: they mean the exhibition's own."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

# Beyond these nobody means what was typed, and at the calendar's ends a time zone leads out of it.
FIRST_YEAR, LAST_YEAR = 2000, 2999


def typed(text: str, zone: ZoneInfo) -> datetime | None:
    """The moment that a field holds; None when it is empty. Raises ValueError."""
    if not text.strip():
        return None
    at = datetime.fromisoformat(text.strip()).replace(tzinfo=zone)
    if not is_likely(at):
        raise ValueError(text)
    return at


def is_likely(day: date) -> bool:
    """Whether the day, or moment, lies in years that can be meant."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def as_typed(at: datetime | None, zone: ZoneInfo) -> str:
    """The moment as a field holds it; empty when there is none."""
    return f"{at.astimezone(zone):%Y-%m-%dT%H:%M}" if at else ""
