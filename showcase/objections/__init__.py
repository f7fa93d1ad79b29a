"""Objections to a result, and corrections."""
