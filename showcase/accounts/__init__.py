"""Who works here: signing in, sessions, people, second factor, the audit log."""
