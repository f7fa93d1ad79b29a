"""The booth page, rendered once per entry and language, and sent around each phone's own vote element.

A phone gets it compressed: the parts before and after the element are deflated once, and the element itself, small and
different for each phone, goes between them in the same gzip stream.
"""

import struct
import zlib
from dataclasses import dataclass

from flask import Response, render_template, request
from markupsafe import Markup

from showcase.entries import labels as entry_words
from showcase.entries import sharing
from showcase.exhibitions import memory
from showcase.exhibitions.views import EntryView, ExhibitionView
from showcase.kernel import filters

MARK = "<!--vote-->"
GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
# Raw deflate; a small window and little memory, because the element has a few hundred bytes.
ELEMENT_WINDOW, ELEMENT_MEMORY = -10, 3


@dataclass(frozen=True, slots=True)
class Page:
    """A page around the vote element: plain, and as deflate blocks that end on a byte."""

    head: bytes
    tail: bytes
    head_deflated: bytes
    tail_deflated: bytes
    head_crc: int

    def plain(self, element: bytes) -> bytes:
        """The whole page."""
        return self.head + element + self.tail

    def gzipped(self, element: bytes) -> bytes:
        """The whole page as one gzip stream."""
        deflate = zlib.compressobj(6, zlib.DEFLATED, ELEMENT_WINDOW, ELEMENT_MEMORY)
        middle = deflate.compress(element) + deflate.flush(zlib.Z_FULL_FLUSH)
        crc = zlib.crc32(self.tail, zlib.crc32(element, self.head_crc))
        size = (len(self.head) + len(element) + len(self.tail)) & 0xFFFFFFFF
        return b"".join((GZIP_HEADER, self.head_deflated, middle, self.tail_deflated, struct.pack("<II", crc, size)))


def page(exhibition: ExhibitionView, entry: EntryView) -> Page:
    """The entry's page in this request's language."""
    key = ("page", entry.id, filters.language())
    return memory.rendered(key, lambda: _render(exhibition, entry))


def answer(kept: Page, element: str, status: int = 200) -> Response:
    """The page with this phone's element. Personal: no cache may keep it."""
    body = element.encode()
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(kept.gzipped(body) if zipped else kept.plain(body), status, mimetype="text/html")
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-store"
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _render(exhibition: ExhibitionView, entry: EntryView) -> Page:
    html = render_template(
        "voting/booth.html",
        exhibition=exhibition,
        entry=entry,
        profile=entry_words.profile(entry),
        # Relative: this page is sent at the booth's address and at the shared one, which must not learn the code.
        other_language_url="?lang=" + ("en" if filters.language() == "id" else "id"),
        vote_html=Markup(MARK),  # noqa: S704 - a constant
        preview=sharing.of_entry(exhibition, entry),
    )
    before, after = (part.encode() for part in html.split(MARK))
    return Page(before, after, _block(before, last=False), _block(after, last=True), zlib.crc32(before))


def _block(data: bytes, *, last: bool) -> bytes:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return deflate.compress(data) + deflate.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)
