"""Tickets on visitors' phones."""

from showcase.web.tickets import routes
from showcase.web.tickets.blueprint import bp

__all__ = ["bp", "routes"]
