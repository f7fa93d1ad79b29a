"""Messages from visitors to an innovator."""

from showcase.web.messages import routes
from showcase.web.messages.blueprint import bp

__all__ = ["bp", "routes"]
