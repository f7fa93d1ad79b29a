"""The live board."""

from showcase.web.screen import routes
from showcase.web.screen.blueprint import bp

__all__ = ["bp", "routes"]
