"""The pages for jurors."""
