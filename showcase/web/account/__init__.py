"""Signing in and out."""

from showcase.web.account import cards, routes
from showcase.web.account.blueprint import bp

__all__ = ["bp", "cards", "routes"]
