"""Tables out of separated text: what spreadsheets save as CSV or "Unicode text", and what is pasted from them."""

import codecs
import contextlib
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from showcase.importing.tables_in.uploaded_tables import (
    HEADER_WITHIN,
    MAX_COLUMNS,
    KnownHeaders,
    TableUnreadableError,
    none_known,
)
from showcase.printing.guards import unguarded

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DELIMITERS = (",", ";", "\t")
# A hint for Excel, which takes it for no row; programs that quote every cell quote it too, and fill up its row.
HINT = re.compile(r'(?P<quote>"?)sep=(?P<delimiter>[,;\t])(?P=quote)[,;\t]*[ ]*(?:\r\n|\n|\r|$)', re.IGNORECASE)


def is_text(data: bytes) -> bool:
    """Whether these bytes may be separated text."""
    return data.startswith(UTF_16) or b"\0" not in data


def text_rows(data: bytes, filename: str, known_headers: KnownHeaders = none_known) -> Iterator[tuple[int, list[str]]]:
    """Rows of separated text, numbered as a spreadsheet program numbers them: a quoted line break makes no new row.

    Raises TableUnreadableError.
    """
    text = _decoded(data, filename)
    delimiter = ""
    hint = HINT.match(text)
    if hint:
        delimiter, text = hint["delimiter"], text[hint.end() :]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text, known_headers), strict=True
    )
    try:
        for number, cells in enumerate(reader, 1):
            yield number, [unguarded(cell) for cell in cells[: MAX_COLUMNS + 1]]
    except csv.Error as error:
        raise TableUnreadableError("csv", filename, line=reader.line_num) from error


def _decoded(data: bytes, filename: str) -> str:
    """UTF-16 with its mark, UTF-8 with or without one, else Windows-1252 as older Excels write."""
    if data.startswith(UTF_16):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise TableUnreadableError("damaged", filename) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252; they become a sign that shows where.
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str, known_headers: KnownHeaders) -> str:
    """The mark that makes known headers of one of the first rows, else what the first row has most of outside quotes.

    Excel writes `;` where the comma is decimal, and copies with tabs.
    """
    known = {mark: _most_known(text, mark, known_headers) for mark in DELIMITERS}
    if any(known.values()):
        return max(known, key=lambda mark: known[mark])
    counts = dict.fromkeys(DELIMITERS, 0)
    is_quoted = False
    for character in text:
        if character == '"':
            is_quoted = not is_quoted
        elif character in counts and not is_quoted:
            counts[character] += 1
        elif character in "\r\n" and not is_quoted:
            break
    return max(counts, key=lambda mark: counts[mark])


def _most_known(text: str, mark: str, known_headers: KnownHeaders) -> int:
    """The most known headers in one of the first rows."""
    found = 0
    with contextlib.suppress(csv.Error):
        for cells in islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), HEADER_WITHIN):
            found = max(found, known_headers(cells))
    return found
