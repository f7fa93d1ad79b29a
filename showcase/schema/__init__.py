"""All tables and triggers together."""
