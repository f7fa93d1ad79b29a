"""Taking part in a rehearsal, and leaving it."""

from showcase.web.rehearsal import routes
from showcase.web.rehearsal.blueprint import bp

__all__ = ["bp", "routes"]
