"""Objections: the end that is proposed, what is late, and what may be written."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showcase.objections.rules import end_fault, is_late, received_fault, suggested_end, text_fault, told

ZONE = ZoneInfo("Asia/Makassar")
NOW = datetime(2025, 12, 15, 2, 42, tzinfo=UTC)


@pytest.mark.parametrize(("day", "end"), [(14, 17), (15, 18), (18, 23), (19, 24), (20, 24)])
def test_three_working_days_are_proposed(day: int, end: int) -> None:
    """14 December 2025 is a Sunday; the day of the publication itself does not count."""
    found = suggested_end(datetime(2025, 12, day, 2, 0, tzinfo=UTC), ZONE)
    assert found == datetime(2025, 12, end, 16, 0, tzinfo=ZONE)


def test_the_day_is_the_one_of_the_exhibitions_calendar() -> None:
    """17 hours UTC on Thursday is Friday in Makassar."""
    assert suggested_end(datetime(2025, 12, 18, 17, 0, tzinfo=UTC), ZONE).day == 24


def test_the_end_is_no_part_of_the_window() -> None:
    assert end_fault(NOW, NOW) == "end-past"
    assert end_fault(NOW + timedelta(seconds=1), NOW) == ""
    assert end_fault(NOW + timedelta(days=367), NOW) == "end-far"
    assert is_late(NOW, NOW)
    assert not is_late(NOW - timedelta(seconds=1), NOW)
    assert not is_late(NOW, None)


def test_it_came_in_between_the_decision_and_now() -> None:
    decided = NOW - timedelta(days=1)
    assert received_fault(decided, decided, NOW) == ""
    assert received_fault(NOW, decided, NOW) == ""
    assert received_fault(NOW + timedelta(seconds=1), decided, NOW) == "received-future"
    assert received_fault(decided - timedelta(seconds=1), decided, NOW) == "received-early"
    assert received_fault(decided, decided + timedelta(seconds=59), NOW) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "text-needed"),
        ("ab", ""),
        ("abc", "text-long"),
        ("\x00", "text-invalid"),
        ("a\n", ""),
        ("\ud800", "text-invalid"),
    ],
)
def test_texts_are_plain_and_short_enough(text: str, fault: str) -> None:
    assert text_fault(text, 2) == fault
    assert text_fault("", 2, needed=False) == ""


def test_line_ends_and_tabs_are_made_plain() -> None:
    assert told(" a\r\nb\tc\r") == "a\nb c"
