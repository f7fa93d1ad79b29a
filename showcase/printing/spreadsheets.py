"""Tables as files to take along: comma-separated text and Excel workbooks.

What people typed is never a formula: whoever opens the file sees the text as it was written. Numbers stay numbers.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from showcase.printing.guards import guarded, guarded_if_ambiguous

Cell = str | int | float | Decimal | date | datetime | None

SEPARATORS = {"semicolon": ";", "comma": ",", "tab": "\t"}
# Nothing that people typed becomes a formula, an address or a number, whatever it looks like.
PLAIN_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# Excel's own limits.
LONGEST_TITLE, NOT_IN_TITLES = 31, str.maketrans("[]:*?/\\", "       ")
LONGEST_CELL, WIDEST, NARROWEST = 32_767, 60, 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook. Moments are local time without a zone."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, separator: str = ";") -> bytes:
    """Separated text in UTF-8 with a byte order mark, as Excel wants it; `;` is what an Indonesian Excel splits at.

    Text that would be a formula gets an apostrophe before it. Raises ValueError for a separator that is none.
    """
    if separator not in SEPARATORS.values():
        raise ValueError(f"no separator: {separator!r}")
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, lineterminator="\r\n")
    writer.writerow([_text(cell) for cell in header])
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def workbook_bytes(sheets: Sequence[Sheet], *, title: str = "") -> bytes:
    """An .xlsx file with these sheets, headers in bold and kept in view. Text is stored as text, numbers as numbers."""
    file = io.BytesIO()
    book = Workbook(file, PLAIN_TEXT)
    book.set_properties({"title": title})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    moment, day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"}), book.add_format({"num_format": "yyyy-mm-dd"})
    taken: set[str] = set()
    for sheet in sheets:
        page = book.add_worksheet(_title(sheet.title, taken))
        page.freeze_panes(1, 0)
        for column, (text, width) in enumerate(zip(sheet.header, _widths(sheet), strict=True)):
            page.write_string(0, column, text, bold)
            page.set_column(column, column, width)
        for number, row in enumerate(sheet.rows, 1):
            for column, cell in enumerate(row):
                _write(page, (number, column), cell, moment, day)
        if sheet.rows:
            page.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)
    book.close()
    return file.getvalue()


def _write(page: Worksheet, place: tuple[int, int], cell: Cell, moment: Format, day: Format) -> None:
    if isinstance(cell, datetime):
        page.write_datetime(*place, cell.replace(tzinfo=None), moment)
    elif isinstance(cell, date):
        page.write_datetime(*place, cell, day)
    elif isinstance(cell, str):
        page.write_string(*place, guarded_if_ambiguous(cell)[:LONGEST_CELL])
    elif cell is not None:
        page.write_number(*place, cell)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None).isoformat(" ", "minutes")
    return str(cell)


def _title(wanted: str, taken: set[str]) -> str:
    """A sheet's name as Excel takes it: 31 characters, none of []:*?/\\, no apostrophe at its ends, and not twice."""
    plain = " ".join(wanted.translate(NOT_IN_TITLES).split()).strip("'") or "1"
    number, title = 1, plain[:LONGEST_TITLE].strip("' ")
    while title.casefold() in taken or title.casefold() == "history":
        number += 1
        title = f"{plain[: LONGEST_TITLE - len(str(number)) - 1]} {number}"
    taken.add(title.casefold())
    return title


def _widths(sheet: Sheet) -> list[int]:
    longest = [max((len(word) for word in text.split()), default=0) + 3 for text in sheet.header]
    for row in sheet.rows[:200]:
        for column, cell in enumerate(row):
            longest[column] = max(longest[column], len(_text(cell)) + 2)
    return [min(max(width, NARROWEST), WIDEST) for width in longest]
