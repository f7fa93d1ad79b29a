"""Tables out of the files that people upload: what every kind of file is held to, and the refusals."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from showcase.importing.rules.words import FILES
from showcase.kernel.errors import REFUSED, DomainError

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 10_000
# Columns to the right of these are not read: a stray cell at the far end would make every row 16,384 cells wide.
MAX_COLUMNS = 100
# A title, a date, a logo's row: the header is looked for within so many rows.
HEADER_WITHIN = 10
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORD = "WordDocument".encode("utf-16-le")
# What a file begins with, and what it then is.
BEGINNINGS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"RIFF", "picture"),
    (b"{\\rtf", "document"),
)
WEB_PAGES = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")


class TableRefusedError(DomainError):
    """The file gives no table; the subclass says why, the sentence what to do."""

    code = "table-refused"
    status = 422
    sentence = REFUSED

    def __init__(self, reason: str, file: str, **details: int) -> None:
        super().__init__(FILES[reason].told({"file": file, **details}, "en"), file=file, **details)
        self.reason = reason

    def told(self, language: str) -> str:
        """The sentence in `id` or `en`."""
        return FILES[self.reason].told(self.details, language)


class TableUnreadableError(TableRefusedError):
    """Neither a workbook nor separated text, or damaged, or encrypted."""

    code = "table-unreadable"
    status = 422
    sentence = REFUSED


class TableTooLargeError(TableRefusedError):
    """More than 20 MB, or more than 100 MB unpacked."""

    code = "table-too-large"
    status = 422
    sentence = REFUSED


class TableTooManyRowsError(TableRefusedError):
    """More than 10,000 rows, or more than 100 columns."""

    code = "table-too-many-rows"
    status = 422
    sentence = REFUSED


class TableEmptyError(TableRefusedError):
    """No header, or no row below it."""

    code = "table-empty"
    status = 422
    sentence = REFUSED


# Counts the cells of a row that are headers somebody knows.
KnownHeaders = Callable[[Sequence[str]], int]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it, each with its number in the sheet; blank rows are left out."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    header_row: int = 1


def check_beginning(data: bytes, filename: str) -> None:
    """Refuse by its first bytes what is no table, whatever its name. Raises TableRefusedError."""
    if len(data) > MAX_BYTES:
        raise TableTooLargeError("size", filename)
    if not data.strip():
        raise TableEmptyError("empty", filename)
    if data.startswith(OLE):
        kind = "password" if ENCRYPTED in data else "document" if WORD in data else "xls"
        raise TableUnreadableError(kind, filename)
    for beginning, kind in BEGINNINGS:
        if data.startswith(beginning):
            raise TableUnreadableError(kind, filename)
    if data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(WEB_PAGES):
        raise TableUnreadableError("web-page", filename)


def none_known(_cells: Sequence[str]) -> int:
    """Where no header is known, the first row is the header."""
    return 0


def table_of(
    numbered: Iterable[tuple[int, list[str]]], filename: str, known_headers: KnownHeaders = none_known
) -> Table:
    """The table from numbered rows; what stands to the right of the last header is nobody's and left out.

    The header is the one of the first ten rows with the most known headers, row 1 if none has any; rows above it are
    titles. Raises TableEmptyError and TableTooManyRowsError.
    """
    header: list[str] = []
    rows = []
    following = iter(numbered)
    beginning = _beginning(following)
    header_row = max(beginning, key=lambda row: (known_headers(row[1]), -row[0]), default=(1, []))[0]
    if not any(known_headers(cells) for _, cells in beginning):
        header_row = 1
    for number, cells in chain(beginning, following):
        if number < header_row:
            continue
        if number == header_row:
            width = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
            if width > MAX_COLUMNS and all(cell.strip() for cell in cells[:width]):
                raise TableTooManyRowsError("columns", filename)
            header = cells[: min(width, MAX_COLUMNS)]
        elif any(cell.strip() for cell in cells[: len(header)]):
            rows.append((number, cells[: len(header)]))
            if len(rows) > MAX_ROWS:
                raise TableTooManyRowsError("rows", filename)
    if not header:
        raise TableEmptyError("no-header", filename)
    if not rows:
        raise TableEmptyError("no-row", filename)
    return Table(header, rows, header_row)


def _beginning(following: Iterator[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The first rows, taken from the iterator: those up to the tenth, and the one after them."""
    found = []
    for number, cells in following:
        found.append((number, cells))
        if number >= HEADER_WITHIN:
            break
    return found
