"""What machines ask for."""

from showcase.web.site import routes
from showcase.web.site.blueprint import bp

__all__ = ["bp", "routes"]
