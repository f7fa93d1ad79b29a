"""Voting on a tablet at the desk."""
