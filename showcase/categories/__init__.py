"""Making categories and their criteria."""
