"""Tables out of the files that people upload: Excel workbooks and comma-separated text.

A file is judged by its bytes, never by its name alone; sizes are checked before anything is unpacked.
"""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook

from showcase.domain.errors import DomainError

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
# A part this many times larger than its packed size is no spreadsheet; small parts compress better than that by chance.
MAX_RATIO = 250
RATIO_FROM = 5 * 1024 * 1024
MAX_ROWS = 10_000
# Columns to the right of these are not read: a stray cell at the far end would make every row 16,384 cells wide.
MAX_COLUMNS = 100
BLANK = (None,) * MAX_COLUMNS
LAST_ROW = 1_048_576
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class TableRefusedError(DomainError):
    """The file gives no table; the subclass says why, the message what to do."""

    code = "table-refused"


class TableUnreadableError(TableRefusedError):
    """Neither a workbook nor separated text, or damaged, or encrypted."""

    code = "table-unreadable"


class TableTooLargeError(TableRefusedError):
    """More than 20 MB, or more than 100 MB unpacked."""

    code = "table-too-large"


class TableTooManyRowsError(TableRefusedError):
    """More than 10,000 rows."""

    code = "table-too-many-rows"


class TableEmptyError(TableRefusedError):
    """No header, or no row below it."""

    code = "table-empty"


@dataclass(frozen=True, slots=True)
class Table:
    """A header (row 1) and the rows below it, each with its number in the sheet; blank rows are left out."""

    header: list[str]
    rows: list[tuple[int, list[str]]]


def read_rows(data: bytes, filename: str) -> Table:
    """The first sheet of an .xlsx workbook, or separated text, all cells as text. Raises TableRefusedError.

    Formulas give the value that was computed when the file was saved. A date is `2021-01-02`, a whole number has no
    decimals. `filename` is for messages, and tells .csv from damaged workbooks.
    """
    if len(data) > MAX_BYTES:
        raise TableTooLargeError(f"{filename} has more than 20 MB.")
    if not data.strip():
        raise TableEmptyError(f"{filename} is empty.")
    if data.startswith(OLE):
        if ENCRYPTED in data:
            raise TableUnreadableError(f"{filename} is protected by a password. Save it without one.")
        raise TableUnreadableError(f"{filename} is an old Excel workbook (.xls). Save it as .xlsx.")
    if data.startswith(ZIP):
        return _table(_workbook_rows(data, filename), filename)
    if filename.lower().endswith((".xlsx", ".xlsm", ".xls")) or b"\0" in data:
        raise TableUnreadableError(f"{filename} is neither an Excel workbook (.xlsx) nor a CSV file.")
    return _table(_text_rows(data, filename), filename)


def _table(numbered: Iterable[tuple[int, list[str]]], filename: str) -> Table:
    """The table from numbered rows; what stands to the right of the last header is nobody's and left out.

    Raises TableEmptyError and TableTooManyRowsError.
    """
    header: list[str] = []
    rows = []
    for number, cells in numbered:
        if number == 1:
            width = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
            header = cells[:width]
        elif any(cell.strip() for cell in cells[: len(header)]):
            rows.append((number, cells[: len(header)]))
            if len(rows) > MAX_ROWS:
                raise TableTooManyRowsError(f"{filename} has more than 10,000 rows.")
    if not header:
        raise TableEmptyError(f"{filename} has no column headers in its first row.")
    if not rows:
        raise TableEmptyError(f"{filename} has no row below its headers.")
    return Table(header, rows)


def _workbook_rows(data: bytes, filename: str) -> Iterator[tuple[int, list[str]]]:
    _check_archive(data, filename)
    damaged = f"{filename} is no Excel workbook (.xlsx) that can be read. Open it in Excel and save it again."
    try:
        with warnings.catch_warnings():
            # openpyxl warns of every decoration it does not know; none of them is data.
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            if not book.worksheets:
                raise TableEmptyError(f"{filename} has no sheet with cells.")
            sheet = book.worksheets[0]
            # Some programs write a wrong size into the sheet, which would hide rows.
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
                # openpyxl fills every gap between row numbers; a forged one would keep it busy for days.
                if number > LAST_ROW:
                    raise TableTooManyRowsError(f"{filename} has rows beyond the last one of Excel.")
                if cells != BLANK:
                    yield number, [cell_text(value) for value in cells]
            book.close()
    except TableRefusedError:
        raise
    except Exception as error:
        # A damaged or forged workbook makes openpyxl raise nearly anything, defusedxml's refusals included.
        raise TableUnreadableError(damaged) from error


def _check_archive(data: bytes, filename: str) -> None:
    """Refuse what would unpack to too much. The sizes are the archive's own claims; zipfile never reads beyond them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise TableUnreadableError(f"{filename} is damaged. Open it in Excel and save it again.") from error
    if any(part.flag_bits & 1 for part in parts):
        raise TableUnreadableError(f"{filename} is protected by a password. Save it without one.")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise TableTooLargeError(f"{filename} has more than 100 MB when unpacked.")
    if any(part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * part.compress_size for part in parts):
        raise TableTooLargeError(f"{filename} is packed more tightly than a spreadsheet can be.")


def cell_text(value: Any) -> str:
    """A cell as one would type it: 2021-01-02, 12 rather than 12.0, TRUE, and "" for an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _text_rows(data: bytes, filename: str) -> Iterator[tuple[int, list[str]]]:
    """Rows of separated text, numbered as a spreadsheet program numbers them: a quoted line break makes no new row."""
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells[:MAX_COLUMNS]
    except csv.Error as error:
        message = f"{filename} is no CSV file that can be read, near line {reader.line_num}."
        raise TableUnreadableError(message) from error


def _decoded(data: bytes) -> str:
    """UTF-8, with or without a byte order mark, else Windows-1252 as older Excels write."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252; they become a sign that shows where.
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """`;` or `,`, whichever the header has more of outside quotes; Excel writes `;` where the comma is decimal."""
    counts = {";": 0, ",": 0}
    is_quoted = False
    for character in text:
        if character == '"':
            is_quoted = not is_quoted
        elif character in counts and not is_quoted:
            counts[character] += 1
        elif character in "\r\n" and not is_quoted:
            break
    return ";" if counts[";"] > counts[","] else ","
