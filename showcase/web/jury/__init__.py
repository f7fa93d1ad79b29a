"""The jury's pages."""

from showcase.web.jury import (
    deliberation,
    instructions,
    lock,
    notices,
    obstacles,
    opened,
    receipt,
    recusals,
    sheet,
    tasks,
)
from showcase.web.jury.blueprint import bp

__all__ = [
    "bp",
    "deliberation",
    "instructions",
    "lock",
    "notices",
    "obstacles",
    "opened",
    "receipt",
    "recusals",
    "sheet",
    "tasks",
]
