"""The jury's pages."""

from showcase.web.jury import sheet, tasks
from showcase.web.jury.blueprint import bp

__all__ = ["bp", "sheet", "tasks"]
