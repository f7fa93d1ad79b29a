"""Numbers in addresses: only those that a row can have."""

from typing import Any

from werkzeug.routing import IntegerConverter

# What both databases hold in an INTEGER column.
MOST = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:...>` in a route. A larger number matches no route, so that it is not found; the database would fail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": MOST, **kwargs})
