"""Pages go out without the indentation of their templates: it is for who reads those, and a phone would pay for it.

Done while a template is compiled, so a request costs nothing more. A line break stays one, and between the attributes
of a tag it becomes the blank that it stands for; what values bring along is not touched.
"""

import re
from collections.abc import Iterable, Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_TAG_EDGE = re.compile(r"(<(?=[a-zA-Z/])|>)")
_LINE_BREAKS = re.compile(r"\s*\n\s*")


class Unindented(Extension):
    """Takes the indentation out of HTML templates."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """The template's tokens, with less white space in those that go out as they are."""
        return _packed(stream) if (stream.name or "").endswith(".html") else stream


def _packed(stream: Iterable[Token]) -> Iterator[Token]:
    in_tag = False
    for token in stream:
        if token.type != "data":
            yield token
            continue
        pieces: list[str] = []
        for piece in _TAG_EDGE.split(token.value):
            if in_tag and piece == ">" and pieces:
                pieces[-1] = pieces[-1].rstrip()
            in_tag = piece == "<" or (in_tag and piece != ">")
            pieces.append(_LINE_BREAKS.sub(" " if in_tag else "\n", piece))
        yield Token(token.lineno, "data", "".join(pieces))
