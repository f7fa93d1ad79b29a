"""How moments, numbers and dates are written on pages, in both languages."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import format_date

from showcase.kernel import phones

MONTHS = "d MMMM yyyy"


def language() -> str:
    """The language of this answer: "id" or "en"."""
    return phones.page_language()


def clock(at: datetime | None, zone: ZoneInfo) -> str:
    """10.42 WITA (10:42 WITA in English)."""
    if at is None:
        return ""
    local = at.astimezone(zone)
    return f"{local:%H.%M}" + f" {local.tzname()}" if language() == "id" else f"{local:%H:%M} {local.tzname()}"


def day(value: date | None) -> str:
    """15 Desember 2025."""
    return format_date(value, MONTHS) if value else ""


def moment(at: datetime | None, zone: ZoneInfo) -> str:
    """15 Desember 2025, 10.42 WITA."""
    return f"{day(at.astimezone(zone).date())}, {clock(at, zone)}" if at else ""


def whole(number: int) -> str:
    """1.284 in Indonesian, 1,284 in English."""
    text = f"{number:,}"
    return text.replace(",", ".") if language() == "id" else text


def decimal(text: str) -> str:
    """A number in machine form ("41.25") with the page's decimal mark."""
    return text.replace(".", ",") if language() == "id" else text


def register(app: Flask) -> None:
    """Make the filters known to the templates."""
    for function in (clock, day, moment, whole, decimal):
        app.template_filter(function.__name__)(function)
