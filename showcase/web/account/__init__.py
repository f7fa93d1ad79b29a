"""Signing in and out, invitations, and what people do with their own account."""

from showcase.web.account import cards, entering, invitation, routes, second_factor, second_step, sessions
from showcase.web.account.blueprint import bp

__all__ = ["bp", "cards", "entering", "invitation", "routes", "second_factor", "second_step", "sessions"]
