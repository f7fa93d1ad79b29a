"""The draw, for everybody to follow and recompute."""

from showcase.web.draw import routes
from showcase.web.draw.blueprint import bp

__all__ = ["bp", "routes"]
