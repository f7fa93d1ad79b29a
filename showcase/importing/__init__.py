"""Tables in: reading, matching, preview and problems."""
