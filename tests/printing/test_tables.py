"""Tables to take along: formulas are told as text, numbers stay numbers."""

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as some

from showcase.printing.guards import FORMULA_STARTS, unguarded
from showcase.printing.spreadsheets import Sheet, csv_bytes, workbook_bytes

EVIL = [f"{start}cmd|'/C calc'!A0" for start in FORMULA_STARTS] + [" =1+1", '=HYPERLINK("http://x.example","klik")']
MOMENT, DAY = datetime.fromisoformat("2025-12-15T10:42:07"), date(2025, 12, 15)


def parsed(data: bytes, separator: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))


def sheets(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_separated_text_is_what_excel_opens() -> None:
    data = csv_bytes(["Nama", "Suara"], [["Éntry; satu", -3], ["dua\nbaris", 4]])
    assert data.startswith(b"\xef\xbb\xbfNama;Suara\r\n")
    assert parsed(data)[1:] == [["Éntry; satu", "-3"], ["dua\nbaris", "4"]]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_separator_keeps_every_cell(separator: str) -> None:
    cells = ["a;b", "c,d", "e\tf", 'g"h', None, Decimal("1.50"), MOMENT, DAY]
    found = parsed(csv_bytes(["x"] * 8, [cells], separator=separator), separator)[1]
    assert found == ["a;b", "c,d", "e\tf", 'g"h', "", "1.50", "2025-12-15 10:42", "2025-12-15"]


def test_a_strange_separator_is_refused() -> None:
    with pytest.raises(ValueError, match="separator"):
        csv_bytes(["x"], [], separator="x")


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_becomes_a_formula_and_its_text_is_kept(text: str) -> None:
    assert parsed(csv_bytes([text], [[text]])) == [[f"'{text}"], [f"'{text}"]]
    page = sheets(workbook_bytes([Sheet("Data", [text], [[text]])]))["Data"]
    for cell in (page["A1"], page["A2"]):
        # XML can't hold a carriage return: Excel's own way to write it.
        assert (cell.data_type, str(cell.value).replace("_x000D_", "\r")) == ("s", text)
        assert cell.hyperlink is None


@given(some.text(some.characters(exclude_categories=["Cs"])))
def test_whatever_is_typed_no_cell_begins_like_a_formula(text: str) -> None:
    line = csv_bytes(["x"], [[text]]).decode("utf-8-sig").removeprefix("x\r\n").removesuffix("\r\n")
    cell = line.removeprefix('"')
    assert not cell.lstrip(" ").startswith(FORMULA_STARTS) or not text
    assert unguarded(parsed(csv_bytes([text], []))[0][0]) == text if "\r" not in text else True


def test_numbers_and_moments_stay_what_they_are() -> None:
    page = sheets(workbook_bytes([Sheet("Data", ["a", "b", "c", "d", "e"], [[-3, 1.5, MOMENT, DAY, "-3"]])]))["Data"]
    cells = [cell.value for cell in page[2]]
    assert cells == [-3, 1.5, MOMENT, datetime.combine(DAY, time()), "-3"]
    assert page.freeze_panes == "A2"


def test_titles_are_such_as_excel_takes() -> None:
    wanted = ["Suara/menit: [semua]", "x" * 40, "x" * 40, "", "'kutip'", "History"]
    titles = sheets(workbook_bytes([Sheet(title, ["a"], []) for title in wanted])).sheetnames
    assert titles == ["Suara menit semua", "x" * 31, "x" * 29 + " 2", "1", "kutip", "History 2"]
