"""Tables out of Excel workbooks and separated text, all cells as text.

A file is judged by its bytes, never by its name alone; sizes are checked before anything is unpacked. Macros are never
looked at.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from showcase.documents import number_formats
from showcase.documents.guards import unguarded
from showcase.documents.merged import Merged
from showcase.documents.separated import is_text, text_rows
from showcase.documents.uploaded_tables import (
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
from showcase.domain.importing.columns import UNCOMPUTED

MAX_UNPACKED = 100 * 1024 * 1024
# A part this many times larger than its packed size is no spreadsheet; small parts compress better than that by chance.
MAX_RATIO = 250
RATIO_FROM = 5 * 1024 * 1024
LAST_ROW = 1_048_576
WIDTH = MAX_COLUMNS + 1
ZIP = b"PK\x03\x04"
# Parts that tell what else an archive is.
OTHER_ARCHIVES = (("xl/workbook.bin", "xlsb"), ("word/document.xml", "document"), ("ppt/presentation.xml", "document"))
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


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


def _workbook_rows(data: bytes, filename: str) -> Iterator[tuple[int, list[str]]]:
    _check_archive(data, filename)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of every decoration it does not know; none of them is data.
            warnings.simplefilter("ignore", UserWarning)
            sheet = _first_sheet(data, filename, values=True)
            xml = _xml_of(sheet, data)
            merged = Merged(xml)
            formulas = _formulas(data, filename) if FORMULA.search(xml) else iter(())
            for number, cells in enumerate(sheet.iter_rows(max_col=WIDTH), 1):
                # openpyxl fills every gap between row numbers; a forged one would keep it busy for days.
                if number > LAST_ROW:
                    raise TableTooManyRowsError("last-row", filename)
                texts = [_shown(cell) for cell in cells]
                for place, has_formula in enumerate(next(formulas, ())):
                    if has_formula and not texts[place]:
                        texts[place] = UNCOMPUTED
                if any(texts):
                    merged.fill(number, texts)
                    yield number, texts
    except TableRefusedError:
        raise
    except Exception as error:
        # A damaged or forged workbook makes openpyxl raise nearly anything, defusedxml's refusals included.
        raise TableUnreadableError("unreadable", filename) from error


def _first_sheet(data: bytes, filename: str, *, values: bool) -> Any:
    """The first visible sheet, to be read row by row; with the values of its formulas, or with the formulas."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
    sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
    if sheet is None:
        raise TableEmptyError("no-sheet", filename)
    # Some programs write a wrong size into the sheet, which would hide rows.
    sheet.reset_dimensions()
    return sheet


def _formulas(data: bytes, filename: str) -> Iterator[list[bool]]:
    """For each row, which of its cells hold a formula."""
    for cells in _first_sheet(data, filename, values=False).iter_rows(max_col=WIDTH):
        yield [getattr(cell, "data_type", "") == "f" for cell in cells]


def _xml_of(sheet: Any, data: bytes) -> bytes:
    """A sheet as it stands in the archive: what openpyxl leaves out when it reads row by row."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(str(vars(sheet)["_worksheet_path"]).lstrip("/"))


def _check_archive(data: bytes, filename: str) -> None:
    """Refuse what would unpack to too much. The sizes are the archive's own claims; zipfile never reads beyond them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
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
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise TableTooLargeError("unpacked", filename)
    if any(part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * part.compress_size for part in parts):
        raise TableTooLargeError("ratio", filename)


def _shown(cell: Any) -> str:
    """A cell as its format shows it where that matters: 30 %, 007 and A-05; else as one would type it."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        shape = cell.number_format
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
