"""The pages for the back office."""
