"""What came in a query or a form, as it can be stored."""

from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict


class Typed(ImmutableMultiDict[str, Any]):
    """Without NUL characters: nobody types them, and PostgreSQL holds them in no text."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__(mapping)
        for values in dict.values(self):
            values[:] = [value.replace("\0", "") if isinstance(value, str) else value for value in values]


class TypedRequest(Request):
    """A request whose query and form can be stored."""

    parameter_storage_class = Typed
