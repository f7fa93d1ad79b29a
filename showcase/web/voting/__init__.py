"""The booth page and the vote."""

from showcase.web.voting import routes
from showcase.web.voting.blueprint import bp

__all__ = ["bp", "routes"]
