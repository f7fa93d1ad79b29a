"""The back office."""

from showcase.web.organizer import (
    cards,
    dashboard,
    draw,
    entries,
    exhibitions,
    explained,
    judging,
    juror,
    jurors,
    messages,
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
    "draw",
    "entries",
    "exhibitions",
    "explained",
    "judging",
    "juror",
    "jurors",
    "messages",
    "panels",
    "papers",
    "phases",
    "posters",
    "results",
    "rules",
    "screen",
]
