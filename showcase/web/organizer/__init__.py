"""The back office."""

from showcase.web.organizer import (
    dashboard,
    entries,
    exhibitions,
    explained,
    jurors,
    phases,
    posters,
    reports,
    results,
    rules,
    screen,
)
from showcase.web.organizer.blueprint import bp

__all__ = [
    "bp",
    "dashboard",
    "entries",
    "exhibitions",
    "explained",
    "jurors",
    "phases",
    "posters",
    "reports",
    "results",
    "rules",
    "screen",
]
