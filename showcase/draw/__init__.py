"""The visitors' draw."""
