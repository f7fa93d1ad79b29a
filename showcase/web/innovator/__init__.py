"""The innovator's own page, reached by a personal link."""

from showcase.web.innovator import routes
from showcase.web.innovator.blueprint import bp

__all__ = ["bp", "routes"]
