"""Setting up an exhibition, step by step."""
