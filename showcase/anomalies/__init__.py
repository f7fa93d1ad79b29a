"""Signals of odd votes, and their quarantine."""
