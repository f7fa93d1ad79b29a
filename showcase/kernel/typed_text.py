"""Requests whose fields hold no direction marks: a name with one would read as another name on every page."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict

from showcase.kernel.texts import without_direction_marks


class TypedFields(ImmutableMultiDict[str, Any]):
    """Form fields or an address's arguments, without direction marks. Uploaded files stay as they are."""

    def __init__(self, mapping: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None) -> None:
        super().__init__(mapping)
        for values in dict.values(self):
            for place, value in enumerate(values):
                if isinstance(value, str) and not value.isascii():
                    values[place] = without_direction_marks(value)


class TypedRequest(Request):
    """Flask's request with such fields, and with the host's name in lower case: names of hosts have none."""

    parameter_storage_class = TypedFields

    def __init__(self, environ: dict[str, Any], *given: Any, **more: Any) -> None:
        if "HTTP_HOST" in environ:
            environ["HTTP_HOST"] = environ["HTTP_HOST"].lower()
        super().__init__(environ, *given, **more)
