"""Files as offices send them: encodings, formats of cells, merged cells, formulas, and what is no table at all."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from showcase.importing.rules.columns import UNCOMPUTED
from showcase.importing.rules.words import CELLS, FILES
from showcase.importing.tables_in.uploaded_tables import OLE, WORD, Table, TableRefusedError
from showcase.importing.tables_in.workbooks import read_rows
from showcase.printing.spreadsheets import Sheet, csv_bytes, workbook_bytes
from tests.importing.test_workbooks import SHEET, inline, sheet_xml, with_part, workbook


def written(*rows: list[tuple[Any, str]], header: tuple[str, ...] = ("booth", "name")) -> bytes:
    """A workbook of cells (value, number format)."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, header)
    for number, cells in enumerate(rows, 1):
        for place, (value, shape) in enumerate(cells):
            sheet.write(number, place, value, book.add_format({"num_format": shape}))
    book.close()
    return file.getvalue()


def archive(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, body in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), body)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_separated_text_of_every_program(encoding: str, mark: str) -> None:
    text = f'booth{mark}name\r\nA-01{mark}"Café\r\ndua baris"\r\n'
    assert read_rows(text.encode(encoding), "a.csv") == Table(["booth", "name"], [(2, ["A-01", "Café\r\ndua baris"])])


@pytest.mark.parametrize("hint", ["sep=;", '"sep=;"', "\ufeffsep=;", '\ufeff"sep=;"', "SEP=;", "sep=;;;"])
def test_the_hint_for_excel_is_no_row(hint: str) -> None:
    assert read_rows(hint.encode() + b"\r\nbooth;name, long\r\nA-01;x", "a.csv") == Table(
        ["booth", "name, long"], [(2, ["A-01", "x"])]
    )


@pytest.mark.parametrize(
    ("value", "shape", "text"),
    [
        (1.0, "General", "1"),
        (7, "000", "007"),
        (5, '"A-"00', "A-05"),
        (5, r"\A\-00", "A-05"),
        (12, '"Stan "0', "Stan 12"),
        (3, '0"/2025"', "3/2025"),
        (1205, "00-00", "12-05"),
        (81234567890, '0000"-"0000"-"0000', "0812-3456-7890"),
        (4, "0.0", "4.0"),
        (12.345, "0.0", "12.345"),
        (1234, "#,##0", "1234"),
        (0, '"A-"00;;"-"', "-"),
        (5, '[Red]"A-"00', "A-05"),
        (5, '[>9]0;"A-"00', "5"),
        (0.3, "0%", "30%"),
        (0.125, "0.0%", "12.5%"),
        (1, "0%", "100%"),
        (0.07, "0.00%", "7%"),
        (44198, "yyyy-mm-dd", "2021-01-02"),
        (44198, "dd/mm/yyyy", "2021-01-02"),
        (12.5, "0.0", "12.5"),
        ("007", "@", "007"),
        (True, "General", "TRUE"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(value: Any, shape: str, text: str) -> None:
    assert read_rows(written([(value, shape), ("x", "@")]), "a.xlsx").rows == [(2, [text, "x"])]


def test_a_formula_without_a_saved_result_is_told_and_not_taken_for_empty() -> None:
    rows = (
        f'<row r="1">{inline("A1", "booth")}{inline("B1", "name")}</row>'
        f'<row r="2"><c r="A2"><f>6*7</f><v>42</v></c><c r="B2"><f>A2&amp;"x"</f></c></row>'
    )
    assert read_rows(with_part(workbook(["x"]), SHEET, sheet_xml(rows)), "a.xlsx").rows == [(2, ["42", UNCOMPUTED])]


def test_a_cell_merged_over_rows_holds_for_each_of_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["kategori", "nama"], ["SKPD", "Satu"], [None, "Dua"], [None, None], [None, "Empat"], ["Desa", "Lima"]):
        sheet.append(row)
    sheet.merge_cells("A2:A5")
    # Over columns only: nothing is filled in.
    sheet.merge_cells("B6:C6")
    file = io.BytesIO()
    book.save(file)
    assert read_rows(file.getvalue(), "a.xlsx").rows == [
        (2, ["SKPD", "Satu"]),
        (3, ["SKPD", "Dua"]),
        (5, ["SKPD", "Empat"]),
        (6, ["Desa", "Lima"]),
    ]


def test_thousands_of_merged_ranges_cost_nothing() -> None:
    merged = "".join(f'<mergeCell ref="A{n}:A1048576"/>' for n in range(2, 9000)).encode()
    rows = f'<row r="1">{inline("A1", "a")}</row><row r="2">{inline("A2", "x")}</row>'
    xml = sheet_xml(rows).replace(b"</worksheet>", b"<mergeCells>" + merged + b"</mergeCells></worksheet>")
    assert read_rows(with_part(workbook(["x"]), SHEET, xml), "a.xlsx").rows == [(2, ["x"])]


def test_a_hidden_sheet_is_passed_over() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["rahasia"])
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("Data")
    shown.append(["booth"])
    shown.append([date(2021, 1, 2)])
    book.active = 1
    file = io.BytesIO()
    book.save(file)
    assert read_rows(file.getvalue(), "a.xlsx") == Table(["booth"], [(2, ["2021-01-02"])])


def test_a_workbook_with_macros_is_read_without_them() -> None:
    plain = workbook(["A-01", "Satu"])
    types = zipfile.ZipFile(io.BytesIO(plain)).read("[Content_Types].xml")
    types = types.replace(
        b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    )
    data = with_part(with_part(plain, "xl/vbaProject.bin", b"macro"), "[Content_Types].xml", types)
    assert read_rows(data, "a.xlsm").rows == [(2, ["A-01", "Satu"])]


@pytest.mark.parametrize(
    ("data", "name", "english", "indonesian"),
    [
        (b"%PDF-1.7\n", "a.csv", "is a PDF", "berkas PDF"),
        (b"\xff\xd8\xff\xe0", "foto.jpg", "is a picture", "gambar"),
        (b"GIF89a", "a.gif", "is a picture", "gambar"),
        (OLE + WORD, "a.doc", "is a document", "dokumen"),
        (b"{\\rtf1 x", "a.rtf", "is a document", "dokumen"),
        (b"<html><table><tr>", "a.xls", "is a web page", "halaman web"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "a.xls", "is a web page", "halaman web"),
        (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "a.ods", "OpenDocument", "OpenDocument"),
        (archive(word__document_xml="<w/>"), "a.docx", "is a document", "dokumen"),
        (archive(xl__workbook_bin="x"), "a.xlsb", "binary Excel", "biner"),
        (b"a,b\xff\xfe\x00", "a.csv", "neither an Excel", "bukan buku kerja"),
        (b"\xff\xfea", "a.csv", "damaged", "rusak"),
        (",".join(f"c{n}" for n in range(101)).encode() + b"\n1", "a.csv", "100 columns", "100 kolom"),
    ],
)
def test_what_is_no_table_is_told_in_both_languages(data: bytes, name: str, english: str, indonesian: str) -> None:
    with pytest.raises(TableRefusedError) as refused:
        read_rows(data, name)
    assert english in refused.value.told("en")
    assert indonesian in refused.value.told("id")
    assert str(refused.value) == refused.value.told("en")
    assert refused.value.told("id").startswith(name)


def test_every_sentence_has_the_same_details_in_both_languages() -> None:
    details = {"text": "x", "field": "f", "words": "w", "choices": "c", "known": "k", "first": 2, "length": 5000}
    details |= {
        "limit": 12,
        "english": "e",
        "indonesian": "i",
        "booth": "b",
        "reason": "r",
        "file": "a.csv",
        "line": 3,
        "category": "c",
        "sum": "90",
        "near": "n",
        "found": "h",
        "letters": "l",
    }
    for sentence in (*CELLS.values(), *FILES.values()):
        for language in ("id", "en"):
            told = sentence.told(details, language)
            assert "{" not in told
            assert len(told) > 10
        assert sentence.indonesian != sentence.english
    assert "5.000 huruf" in CELLS["long"].told(details, "id")
    assert "5,000 characters" in CELLS["long"].told(details, "en")


def counted(cells: Sequence[str]) -> int:
    return sum(cell in {"booth", "name"} for cell in cells)


def test_title_rows_above_the_header_are_skipped_and_counted() -> None:
    text = "Daftar Inovasi;;\nper 1 Desember;;\n;;\n;booth;name\n1;A-01;Satu\n"
    assert read_rows(text.encode(), "a.csv", counted) == Table(["", "booth", "name"], [(5, ["1", "A-01", "Satu"])], 4)


def test_a_header_is_looked_for_within_ten_rows_only() -> None:
    text = "judul\n" * 10 + "booth;name\nA-01;Satu\n"
    assert read_rows(text.encode(), "a.csv", counted).header == ["judul"]


def test_the_apostrophe_before_a_formula_is_taken_away_again() -> None:
    rows = [["=1", "'=2"], ["'Aisyiyah", "+62 Dinas"]]
    assert read_rows(csv_bytes(["booth", "name"], rows), "a.csv").rows == list(enumerate(rows, 2))
    assert read_rows(workbook_bytes([Sheet("x", ["booth", "name"], rows)]), "a.xlsx").rows == list(enumerate(rows, 2))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_title_does_not_decide_what_separates_the_cells(mark: str) -> None:
    text = f"Daftar inovasi; per 1 Desember, 2025\nbooth{mark}name\nA-01{mark}Satu\n"
    assert read_rows(text.encode(), "a.csv", counted) == Table(["booth", "name"], [(3, ["A-01", "Satu"])], 2)
