"""A tablet in desk mode."""

from showcase.web.kiosk import home, voting
from showcase.web.kiosk.blueprint import bp

__all__ = ["bp", "home", "voting"]
