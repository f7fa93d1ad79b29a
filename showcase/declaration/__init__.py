"""The declared rules of the ranking, and how they change after the opening."""
