"""The stage: board, screens and announcements."""
