"""Test scans of the posters."""
