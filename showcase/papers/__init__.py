"""Posters, instruction cards and the judging record."""
