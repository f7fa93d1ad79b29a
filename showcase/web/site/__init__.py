"""What machines ask for."""

from showcase.web.site import cards, routes
from showcase.web.site.blueprint import bp

__all__ = ["bp", "cards", "routes"]
