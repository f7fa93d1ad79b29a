"""What is proposed for which stakes, and what is too weak for them; hours that look odd."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from showcase.exhibitions.rules import STRENGTH, Level, is_weak, oddities, proposed, same_clock

WITA = ZoneInfo("Asia/Makassar")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = (date(2026, 12, 14), date(2026, 12, 16))


def test_every_level_has_its_strength() -> None:
    assert set(STRENGTH) == set(Level)


def test_proposals() -> None:
    assert proposed(stakes=True, offered=tuple(Level)) is Level.TICKET
    assert proposed(stakes=True, offered=(Level.OPEN, Level.BOOTH)) is Level.BOOTH
    assert proposed(stakes=False, offered=tuple(Level)) is Level.BOOTH


@pytest.mark.parametrize("level", list(Level))
def test_only_tickets_carry_money(level: Level) -> None:
    assert is_weak(level, stakes=True) is (level is not Level.TICKET)
    assert not is_weak(level, stakes=False)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 12, day, hour, tzinfo=WITA)


@pytest.mark.parametrize(
    ("opens", "closes", "told"),
    [
        (at(14, 0), at(16, 23), []),
        (None, None, []),
        (at(13, 8), at(15, 8), ["opens-before-first-day"]),
        (at(17, 8), at(18, 8), ["opens-after-last-day", "closes-after-last-day"]),
        (None, at(13, 23), ["closes-before-first-day"]),
        (None, datetime(2025, 12, 15, tzinfo=WITA), ["closes-before-first-day", "closes-past"]),
    ],
)
def test_what_looks_odd_is_told(opens: datetime | None, closes: datetime | None, told: list[str]) -> None:
    assert list(oddities(opens, closes, DAYS, WITA, NOW)) == told


def test_days_are_the_exhibitions_own() -> None:
    """07.00 WITA of the first day is still the day before in UTC."""
    assert list(oddities(at(14, 7).astimezone(UTC), None, DAYS, WITA, NOW)) == []


def test_another_zone_keeps_the_time_of_day() -> None:
    moved = same_clock(at(14, 8).astimezone(UTC), WITA, ZoneInfo("Asia/Jakarta"))
    assert moved == datetime(2026, 12, 14, 8, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert same_clock(None, WITA, WITA) is None
