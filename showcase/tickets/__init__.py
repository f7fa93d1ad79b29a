"""Tickets and the tablets of the voting desk: their rules, tables and printing."""
