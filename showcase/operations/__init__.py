"""Running it: serving, doctor, restoring, rehearsal, demonstration."""
