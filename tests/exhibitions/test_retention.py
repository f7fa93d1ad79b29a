"""When the retention is over."""

from datetime import date

from showcase.exhibitions.rules import ends_on

LAST = date(2025, 12, 16)


def test_the_days_begin_with_the_later_of_last_day_and_publication() -> None:
    assert ends_on(LAST, None, 90) == date(2026, 3, 16)
    assert ends_on(LAST, date(2025, 12, 1), 90) == date(2026, 3, 16)
    assert ends_on(LAST, date(2026, 1, 16), 90) == date(2026, 4, 16)
    assert ends_on(None, LAST, 1) == date(2025, 12, 17)
    assert ends_on(None, None, 90) is None
