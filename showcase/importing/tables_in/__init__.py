"""Tables as they come in."""
