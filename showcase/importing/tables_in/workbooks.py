"""Tables out of Excel workbooks and separated text, all cells as text.

A file is judged by its bytes, never by its name alone; sizes are checked before anything is unpacked. Macros are never
looked at.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from defusedxml.ElementTree import iterparse
from openpyxl.reader.excel import ExcelReader, _find_workbook_part  # type: ignore[attr-defined]  # not in the stubs
from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import ARC_CONTENT_TYPES, ARC_STYLE, SHARED_STRINGS

from showcase.importing.rules.columns import UNCOMPUTED
from showcase.importing.tables_in import number_formats, sheet_parts
from showcase.importing.tables_in.merged import Merged
from showcase.importing.tables_in.separated import is_text, text_rows
from showcase.importing.tables_in.uploaded_tables import (
    MAX_COLUMNS,
    KnownHeaders,
    Table,
    TableEmptyError,
    TableRefusedError,
    TableTooLargeError,
    TableTooManyRowsError,
    TableUnreadableError,
    check_beginning,
    none_known,
    table_of,
)
from showcase.printing.guards import unguarded

MAX_UNPACKED = 100 * 1024 * 1024
# A part this many times larger than its packed size is no spreadsheet; small parts compress better than that by chance.
MAX_RATIO = 250
RATIO_FROM = 5 * 1024 * 1024
# What is parsed whole: the list of sheets and the like, and the styles, of which workbooks of many years have 10 MB.
MOST_PART, MOST_STYLES = 2 * 1024 * 1024, 20 * 1024 * 1024
LAST_ROW = 1_048_576
WIDTH = MAX_COLUMNS + 1
ZIP = b"PK\x03\x04"
# Parts that tell what else an archive is.
OTHER_ARCHIVES = (("xl/workbook.bin", "xlsb"), ("word/document.xml", "document"), ("ppt/presentation.xml", "document"))


def read_rows(data: bytes, filename: str, known_headers: KnownHeaders = none_known) -> Table:
    """The first visible sheet of an .xlsx workbook, or separated text, all cells as text. Raises TableRefusedError.

    Formulas give the value that was computed when the file was saved. A date is `2021-01-02`, a whole number has no
    decimals, a number shown in percent ends with `%`, one with a format of its own is as the sheet shows it.
    `known_headers` finds the header below title rows. `filename` is for messages, and tells .csv from a damaged
    workbook.
    """
    check_beginning(data, filename)
    if data.startswith(ZIP):
        return table_of(_workbook_rows(data, filename), filename, known_headers)
    if filename.lower().endswith((".xlsx", ".xlsm", ".xls")) or not is_text(data):
        raise TableUnreadableError("unknown", filename)
    return table_of(text_rows(data, filename, known_headers), filename, known_headers)


class _Reference(int):
    """The number of a shared text, until the texts that are referred to are read."""


class _References:
    """Stands for the table of shared texts while cells are parsed."""

    def __getitem__(self, number: int) -> Any:
        return _Reference(number)


class _Cells(WorkSheetParser):
    """Reads the rows and cells of a sheet, and nothing else of it."""

    def __init__(self, xml: bytes, styles: list[str], epoch: datetime) -> None:
        dates = {number for number, code in enumerate(styles) if is_date_format(code)}
        spans = {number for number in dates if is_timedelta_format(styles[number])}
        super().__init__(
            io.BytesIO(xml),
            _References(),
            data_only=True,
            epoch=epoch,
            date_formats=dates,
            timedelta_formats=spans,
        )

    def rows(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Each row's number and cells."""
        for _event, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """As openpyxl; a formula whose result was not saved is told from an empty cell."""
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell["value"] = UNCOMPUTED
        return cell


def _workbook_rows(data: bytes, filename: str) -> Iterator[tuple[int, list[str]]]:
    _check_archive(data, filename)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of every decoration it does not know; none of them is data.
            warnings.simplefilter("ignore", UserWarning)
            yield from _sheet_rows(ExcelReader(io.BytesIO(data), read_only=True, keep_links=False), filename)
    except TableRefusedError:
        raise
    except Exception as error:
        # A damaged or forged workbook makes openpyxl raise nearly anything, defusedxml's refusals included.
        raise TableUnreadableError("unreadable", filename) from error


def _sheet_rows(book: ExcelReader, filename: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first visible sheet in which something stands, with their numbers."""
    xml, below = sheet_parts.filled_rows(book.archive.read(_first_sheet(book, filename)), filename)
    styles = sheet_parts.formats(book.archive.read(ARC_STYLE)) if ARC_STYLE in book.valid_files else []
    found: list[tuple[int, list[Any]]] = []
    wanted: set[int] = set()
    before = 0
    for number, row in _Cells(xml, styles, book.wb.epoch).rows():
        if number > LAST_ROW:
            raise TableTooManyRowsError("last-row", filename)
        # Rows that go back are a forger's.
        if number <= before:
            continue
        before = number
        cells: list[Any] = [""] * min(WIDTH, max((cell["column"] for cell in row), default=0))
        for cell in row:
            if cell["column"] <= WIDTH:
                cells[cell["column"] - 1] = _shown(cell["value"], _format(styles, cell["style_id"]))
        wanted.update(text for text in cells if isinstance(text, _Reference))
        found.append((number, cells))
    texts = _strings(book, wanted, filename)
    merged = Merged(below)
    for number, cells in found:
        told = [unguarded(texts[text]) if isinstance(text, _Reference) else text for text in cells]
        told += [""] * (WIDTH - len(told))
        if any(told):
            merged.fill(number, told)
            yield number, told


def _format(styles: list[str], number: int) -> str:
    return styles[number] if 0 <= number < len(styles) else sheet_parts.GENERAL


def _strings(book: ExcelReader, wanted: set[int], filename: str) -> Mapping[int, str]:
    part = book.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]  # openpyxl's own
    return {} if part is None else sheet_parts.strings(book.archive.read(part.PartName[1:]), wanted, filename)


def _first_sheet(book: ExcelReader, filename: str) -> str:
    """The path of the first visible sheet."""
    book.read_manifest()
    # A forger may give it any name.
    if book.archive.getinfo(_find_workbook_part(book.package).PartName[1:]).file_size > MOST_PART:
        raise TableTooLargeError("unpacked", filename)
    book.read_workbook()
    for sheet, part in book.parser.find_sheets():
        if part.target in book.valid_files and "chartsheet" not in part.Type and sheet.state == "visible":
            return str(part.target)
    raise TableEmptyError("no-sheet", filename)


def _check_archive(data: bytes, filename: str) -> None:
    """Refuse what would unpack to too much. The sizes are the archive's own claims; zipfile never reads beyond them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    # zipfile raises NotImplementedError for a way of packing that it does not know.
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise TableUnreadableError("damaged", filename) from error
    if any(part.flag_bits & 1 for part in parts):
        raise TableUnreadableError("password", filename)
    names = {part.filename for part in parts}
    if "mimetype" in names or "content.xml" in names:
        raise TableUnreadableError("ods", filename)
    for name, kind in OTHER_ARCHIVES:
        if name in names:
            raise TableUnreadableError(kind, filename)
    if sum(part.file_size for part in parts) > MAX_UNPACKED or any(_is_bloated(part) for part in parts):
        raise TableTooLargeError("unpacked", filename)
    if any(part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * part.compress_size for part in parts):
        raise TableTooLargeError("ratio", filename)


def _is_bloated(part: zipfile.ZipInfo) -> bool:
    """Whether one of the parts that are parsed whole is larger than any program makes it."""
    if part.filename == ARC_STYLE:
        return part.file_size > MOST_STYLES
    return part.filename.endswith((ARC_CONTENT_TYPES, ".rels")) and part.file_size > MOST_PART


def _shown(value: Any, shape: str) -> Any:
    """A cell as its format shows it where that matters: 30 %, 007 and A-05; else as one would type it."""
    if isinstance(value, _Reference):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        if "%" in shape:
            return f"{(Decimal(repr(value)) * 100).normalize():f}%"
        return number_formats.shown(value, shape) or cell_text(value)
    return unguarded(value) if isinstance(value, str) else cell_text(value)


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
