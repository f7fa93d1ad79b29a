"""What an address may hold: only what a row can have. Anything else is not found, where the database would fail."""

from typing import Any

from werkzeug.routing import IntegerConverter, UnicodeConverter

# What both databases hold in an INTEGER column.
MOST = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:...>` in a route: a larger number matches no route."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": MOST, **kwargs})


class Name(UnicodeConverter):
    """`<...>` in a route: one with a NUL, which PostgreSQL holds in no text, matches no route."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regex = self.regex.replace("[^/]", r"[^/\x00]")
