"""Pages go out without the indentation of their templates: it is for who reads those, and a phone would pay for it.

Done while a template is compiled, so a request costs nothing more. A line break between the attributes of a tag becomes
the blank that it stands for. Just inside of a paragraph, a cell and the like it goes: browsers drop it there, unless a
style keeps line breaks (`white-space: pre-line`), and such a style is for what people wrote. Anywhere else a line break
stays one, and what values bring along is not touched.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_TAG_EDGE = re.compile(r"(</?[a-zA-Z][\w-]*|>)")
_LINE_BREAKS = re.compile(r"\s*\n\s*")
_HOLDERS = frozenset(
    {
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "caption",
        "figcaption",
        "summary",
        "legend",
    }
    | {"button", "option"}
)


class Unindented(Extension):
    """Takes the indentation out of HTML templates."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """The template's tokens, with less white space in those that go out as they are."""
        return _packed(stream) if (stream.name or "").endswith(".html") else stream


def _packed(stream: Iterable[Token]) -> Iterator[Token]:
    tag = _Tag()
    for token in stream:
        if token.type == "data":
            yield Token(token.lineno, "data", tag.blank(token.value) + _without_layout(token.value, tag))
        elif token.type == "variable_begin":
            yield from [Token(token.lineno, "data", " ")] if tag.blank() else []
            yield token
        else:
            tag.at_edge = tag.at_edge or token.type == "block_end"
            yield token


@dataclass
class _Tag:
    """The tag that a piece of a template ends in, if it has a name."""

    name: str = ""
    quoted: bool = False
    spread: bool = False
    at_edge: bool = False

    def blank(self, text: str = "x") -> str:
        """What stands before an attribute that only a condition parts from a line break."""
        parted = self.name and self.spread and self.at_edge and not self.quoted
        self.at_edge = False
        return " " if parted and text[:1] not in "/> \n" else ""


def _without_layout(text: str, tag: _Tag) -> str:
    pieces, opened = [""], ""
    for piece in _TAG_EDGE.split(text):
        if tag.name:
            pieces.append(piece)
            opened = _inside(pieces, tag)
        elif piece.startswith("<"):
            if piece.removeprefix("</") in _HOLDERS:
                pieces[-1] = pieces[-1].removesuffix("\n")
            tag.name = piece
            pieces.append(piece)
        else:
            packed = _LINE_BREAKS.sub("\n", piece)
            pieces.append(packed.removeprefix("\n") if opened in _HOLDERS else packed)
            opened = ""
    if tag.name and not tag.quoted and text[-1:].isspace() and "\n" in text[len(text.rstrip()) :]:
        pieces[-1], tag.at_edge = pieces[-1].rstrip(), True
    return "".join(pieces)


def _inside(pieces: list[str], tag: _Tag) -> str:
    """Packs the last piece, which stands inside of a tag; answers the tag's name where it ends there."""
    piece = pieces[-1]
    if piece == ">" and not tag.quoted:
        pieces[-2] = pieces[-2].rstrip()
        name = tag.name.removeprefix("<")
        tag.name, tag.spread = "", False
        return name
    tag.quoted ^= piece.count('"') % 2 == 1
    tag.spread = tag.spread or "\n" in piece
    pieces[-1] = _LINE_BREAKS.sub(" ", piece)
    return ""
