"""The jury's pages."""

from showcase.web.jury import instructions, obstacles, recusals, sheet, tasks
from showcase.web.jury.blueprint import bp

__all__ = ["bp", "instructions", "obstacles", "recusals", "sheet", "tasks"]
