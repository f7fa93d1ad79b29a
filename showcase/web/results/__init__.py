"""Published results."""

from showcase.web.results import declared, explained, routes
from showcase.web.results.blueprint import bp

__all__ = ["bp", "declared", "explained", "routes"]
