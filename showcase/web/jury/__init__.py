"""The jury's pages."""

from showcase.web.jury import deliberation, lock, notices, receipt, sheet, tasks
from showcase.web.jury.blueprint import bp

__all__ = ["bp", "deliberation", "lock", "notices", "receipt", "sheet", "tasks"]
