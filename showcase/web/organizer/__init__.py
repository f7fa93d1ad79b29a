"""The back office."""

from showcase.web.organizer import (
    cards,
    dashboard,
    entries,
    exhibitions,
    explained,
    judging,
    juror,
    jurors,
    panels,
    papers,
    phases,
    posters,
    results,
    rules,
    screen,
)
from showcase.web.organizer.blueprint import bp

__all__ = [
    "bp",
    "cards",
    "dashboard",
    "entries",
    "exhibitions",
    "explained",
    "judging",
    "juror",
    "jurors",
    "panels",
    "papers",
    "phases",
    "posters",
    "results",
    "rules",
    "screen",
]
