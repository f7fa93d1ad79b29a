"""The entries: profile, booths and their codes, photos."""
