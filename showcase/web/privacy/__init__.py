"""The privacy notice."""

from showcase.web.privacy import routes
from showcase.web.privacy.blueprint import bp

__all__ = ["bp", "routes"]
