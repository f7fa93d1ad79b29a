"""Visitors' messages."""
