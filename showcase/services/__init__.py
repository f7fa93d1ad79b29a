"""Use cases: they take a session and plain values, flush, and raise DomainError. They never commit."""
