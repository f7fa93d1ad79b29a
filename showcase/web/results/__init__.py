"""Published results."""

from showcase.web.results import routes
from showcase.web.results.blueprint import bp

__all__ = ["bp", "routes"]
