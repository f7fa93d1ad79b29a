"""Judging: criteria, assignments, sheets, locks, recusals, paper."""
