"""What a phone keeps for the time without signal."""

from showcase.web.offline import routes
from showcase.web.offline.blueprint import bp

__all__ = ["bp", "routes"]
