"""The catalogue."""

from showcase.web.catalogue import routes
from showcase.web.catalogue.blueprint import bp

__all__ = ["bp", "routes"]
