"""The back office."""

from showcase.web.organizer import (
    dashboard,
    draw,
    entries,
    exhibitions,
    explained,
    jurors,
    messages,
    phases,
    posters,
    results,
    rules,
    screen,
)
from showcase.web.organizer.blueprint import bp

__all__ = [
    "bp",
    "dashboard",
    "draw",
    "entries",
    "exhibitions",
    "explained",
    "jurors",
    "messages",
    "phases",
    "posters",
    "results",
    "rules",
    "screen",
]
