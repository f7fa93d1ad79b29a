"""Tables from uploaded files: what is read, and what is refused before it costs anything."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest

from showcase.importing.tables_in import uploaded_tables, workbooks
from showcase.importing.tables_in.uploaded_tables import (
    MAX_ROWS,
    Table,
    TableEmptyError,
    TableRefusedError,
    TableTooLargeError,
    TableTooManyRowsError,
    TableUnreadableError,
)
from showcase.importing.tables_in.workbooks import cell_text, read_rows

HEADER = ["booth", "name"]
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: list[Any], header: list[Any] | None = None) -> bytes:
    """An .xlsx file with this first sheet, and a second one that nobody may read."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (header or HEADER, *rows):
        sheet.append(row)
    book.create_sheet("Lain").append(["other", "sheet"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(data: bytes, name: str, body: bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The archive with one part replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", compression) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, body)
    return file.getvalue()


def sheet_xml(body: str, doctype: str = "") -> bytes:
    """The XML of a worksheet."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{space}"><sheetData>{body}</sheetData></worksheet>'.encode()
    )


def inline(reference: str, text: str) -> str:
    """A cell with its text in place."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_the_first_sheet_is_read_with_its_own_row_numbers() -> None:
    table = read_rows(workbook(["A-01", "Satu"], [None, None], ["A-02", "Dua"]), "inovasi.xlsx")
    assert table.header == HEADER
    assert table.rows == [(2, ["A-01", "Satu"]), (4, ["A-02", "Dua"])]


def test_rows_that_the_file_leaves_out_count_too() -> None:
    rows = f'<row r="1">{inline("A1", "booth")}</row><row r="9">{inline("A9", "A-01")}</row>'
    table = read_rows(with_part(workbook(["x"]), SHEET, sheet_xml(rows)), "inovasi.xlsx")
    assert [number for number, _ in table.rows] == [9]


def test_a_wrong_size_in_the_sheet_hides_nothing() -> None:
    rows = f'<row r="1">{inline("A1", "booth")}</row><row r="2">{inline("A2", "A-01")}</row>'
    xml = sheet_xml(rows).replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
    assert len(read_rows(with_part(workbook(["x"]), SHEET, xml), "inovasi.xlsx").rows) == 1


def test_cells_become_text_as_one_would_type_it() -> None:
    values = [date(2021, 1, 2), datetime(2021, 1, 2), 12, 12.0, 0.5, True, "  Teks ", None]  # noqa: DTZ001
    table = read_rows(workbook(values, header=list("abcdefgh")), "inovasi.xlsx")
    assert table.rows[0][1] == ["2021-01-02", "2021-01-02", "12", "12", "0.5", "TRUE", "  Teks ", ""]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e20, "1e+20"),
        (-3.0, "-3"),
        (datetime(2021, 1, 2, 8, 30), "2021-01-02 08:30"),  # noqa: DTZ001
        (time(8, 30), "08:30:00"),
        (timedelta(hours=1), "1:00:00"),
        (False, "FALSE"),
    ],
)
def test_rarer_cells(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_a_formula_gives_the_value_that_was_saved() -> None:
    rows = f'<row r="1">{inline("A1", "booth")}</row><row r="2"><c r="A2"><f>6*7</f><v>42</v></c></row>'
    assert read_rows(with_part(workbook(["x"]), SHEET, sheet_xml(rows)), "a.xlsx").rows == [(2, ["42"])]


def test_a_cell_at_the_far_end_makes_no_row_wide() -> None:
    rows = f'<row r="1">{inline("A1", "booth")}{inline("XFD1", "z")}</row><row r="2">{inline("A2", "A-01")}</row>'
    table = read_rows(with_part(workbook(["x"]), SHEET, sheet_xml(rows)), "a.xlsx")
    assert table == Table(["booth"], [(2, ["A-01"])])


def test_a_forged_row_number_keeps_nobody_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "LAST_ROW", 500)
    rows = f'<row r="1">{inline("A1", "booth")}</row><row r="999999999999">{inline("A2", "A-01")}</row>'
    with pytest.raises(TableTooManyRowsError):
        read_rows(with_part(workbook(["x"]), SHEET, sheet_xml(rows)), "a.xlsx")


def test_notes_beside_the_table_make_no_rows() -> None:
    assert read_rows(b"booth,name\nA-01,Satu,catatan\n,,catatan", "a.csv").rows == [(2, ["A-01", "Satu"])]


@pytest.mark.parametrize(
    "encoding", [pytest.param("utf-8", id="utf-8"), "utf-8-sig", pytest.param("cp1252", id="windows-1252")]
)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_separated_text_in_every_dialect(encoding: str, delimiter: str) -> None:
    lines = ["booth;name", 'A-01;"Kafé – ""Élok"""', "", ";", 'A-02;"dua\nbaris"', "A-03;tiga"]
    text = "\r\n".join(lines).replace(";", delimiter)
    table = read_rows(text.encode(encoding), "inovasi.csv")
    assert table.header == HEADER
    # A spreadsheet program shows the blank lines as rows 3 and 4, and the quoted line break within row 5.
    assert table.rows == [
        (2, ["A-01", 'Kafé – "Élok"']),
        (5, ["A-02", "dua\nbaris"]),
        (6, ["A-03", "tiga"]),
    ]


def test_the_separator_is_found_outside_quotes() -> None:
    table = read_rows(b'"booth, or stand; which";name;x\n1;2;3', "a.csv")
    assert table.header == ["booth, or stand; which", "name", "x"]


@pytest.mark.parametrize(
    ("data", "filename", "refusal", "words"),
    [
        (b"", "a.csv", TableEmptyError, "is empty"),
        (b"  \n", "a.csv", TableEmptyError, "is empty"),
        (b"booth,name\n\n,\n", "a.csv", TableEmptyError, "no row below"),
        (b"\nA-01,Satu\n", "a.csv", TableEmptyError, "no column headers"),
        (b"booth,name\n", "a.xlsx", TableUnreadableError, "neither an Excel workbook"),
        (b"\x88PNG\r\n\0\0", "a.csv", TableUnreadableError, "neither an Excel workbook"),
        (b"\x89PNG\r\n\0\0", "a.csv", TableUnreadableError, "is a picture"),
        (b'booth,name\n"A-01,Satu\n', "a.csv", TableUnreadableError, "near line"),
        (b"booth\n" + b"x" * 200_000, "a.csv", TableUnreadableError, "near line"),
        (b"PK\x03\x04 rubbish", "a.xlsx", TableUnreadableError, "damaged"),
        (uploaded_tables.OLE + b"\0" * 600, "a.xls", TableUnreadableError, "Save it as .xlsx"),
        (uploaded_tables.OLE + b"\0" + uploaded_tables.ENCRYPTED, "a.xlsx", TableUnreadableError, "password"),
        (b"x" * (uploaded_tables.MAX_BYTES + 1), "a.csv", TableTooLargeError, "20 MB"),
        (b"booth\n" + b"1\n" * (MAX_ROWS + 1), "a.csv", TableTooManyRowsError, "10,000 rows"),
    ],
)
def test_what_is_refused(data: bytes, filename: str, refusal: type[TableRefusedError], words: str) -> None:
    with pytest.raises(refusal, match=words) as refused:
        read_rows(data, filename)
    assert filename in str(refused.value)
    assert refused.value.code.startswith("table-")


def test_exactly_the_most_rows_are_taken() -> None:
    assert len(read_rows(b"booth\n" + b"1\n" * MAX_ROWS, "a.csv").rows) == MAX_ROWS


def test_too_many_rows_in_a_workbook() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, MAX_ROWS + 3))
    with pytest.raises(TableTooManyRowsError):
        read_rows(with_part(workbook(["x"]), SHEET, sheet_xml(rows)), "a.xlsx")


def test_a_damaged_workbook_is_refused_in_words() -> None:
    good = workbook(["A-01", "Satu"])
    for data in (
        good[: len(good) // 2],
        with_part(good, SHEET, b"<worksheet><unclosed>"),
        with_part(good, "xl/workbook.xml", b"<nothing/>"),
        with_part(good, SHEET, sheet_xml('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')),
    ):
        with pytest.raises(TableRefusedError):
            read_rows(data, "a.xlsx")


def test_another_archive_is_no_workbook() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(TableUnreadableError, match="no Excel workbook"):
        read_rows(file.getvalue(), "a.xlsx")


def test_an_encrypted_archive_is_refused() -> None:
    data = bytearray(workbook(["x"]))
    # Bit 0 of the general purpose flags, in every entry of the archive's directory.
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    with pytest.raises(TableUnreadableError, match="password"):
        read_rows(bytes(data), "a.xlsx")


def test_bombs_are_refused_before_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "ExcelReader", lambda *_, **__: pytest.fail("it was unpacked"))
    tight = with_part(workbook(["x"]), "xl/media/zeros.bin", bytes(6 * 1024 * 1024))
    with pytest.raises(TableTooLargeError, match="more tightly"):
        read_rows(tight, "a.xlsx")
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 1024 * 1024)
    with pytest.raises(TableTooLargeError, match="100 MB"):
        read_rows(tight, "a.xlsx")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;&a;">]>',
    ],
)
def test_entities_are_refused(doctype: str) -> None:
    rows = f'<row r="1">{inline("A1", "booth")}</row><row r="2">{inline("A2", "&x;")}</row>'
    with pytest.raises(TableUnreadableError):
        read_rows(with_part(workbook(["x"]), SHEET, sheet_xml(rows, doctype)), "a.xlsx")


def test_openpyxl_reads_xml_with_defusedxml() -> None:
    assert openpyxl.DEFUSEDXML
    assert not openpyxl.LXML
