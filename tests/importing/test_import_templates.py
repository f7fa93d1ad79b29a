"""The workbooks to fill in: uploaded untouched they are empty, filled in they are read without a complaint."""

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from showcase.importing.rules.kinds import CHECKS, COLUMNS, Kind
from showcase.importing.tables_in.problem_tables import problem_table
from showcase.importing.tables_in.templates import template
from showcase.importing.tables_in.uploaded_tables import TableEmptyError
from showcase.importing.tables_in.workbooks import read_rows

CATEGORIES = {"skpd": "SKPD", "puskesmas": 'UPTD "Puskesmas", Klinik'}
NAMES = list(CATEGORIES.values())
BOTH = pytest.mark.parametrize("language", ["id", "en"])
EACH = pytest.mark.parametrize("kind", list(Kind))


def opened(kind: Kind, language: str = "id") -> Any:
    return openpyxl.load_workbook(io.BytesIO(template(kind, NAMES, language)))


@EACH
@BOTH
def test_the_first_sheet_has_every_column_and_no_row(kind: Kind, language: str) -> None:
    book = opened(kind, language)
    first = book.worksheets[0]
    written = [str(cell.value) for cell in first[1]]
    assert written == [column.header(language) + ("*" if column.required else "") for column in COLUMNS[kind]]
    assert all(cell.font.bold and isinstance(cell.comment, Comment) for cell in first[1])
    assert first.freeze_panes == "A2"
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible"] * 3 + ["hidden"]
    with pytest.raises(TableEmptyError, match="no row below"):
        read_rows(template(kind, NAMES, language), "templat.xlsx")


@EACH
@BOTH
def test_the_examples_copied_to_the_first_sheet_are_taken(kind: Kind, language: str) -> None:
    book = opened(kind, language)
    first, examples = book.worksheets[:2]
    for row in examples.iter_rows(min_row=3):
        for cell in row:
            first.cell(row=cell.row - 1, column=cell.column, value=cell.value)
    file = io.BytesIO()
    book.save(file)
    table = read_rows(file.getvalue(), "templat.xlsx")
    found = CHECKS[kind](table.header, table.rows, CATEGORIES)
    assert not found.errors
    assert not found.unknown
    assert len(found.rows) == 3


def test_choices_are_this_exhibitions_and_the_registers() -> None:
    book = opened(Kind.ENTRIES)
    lists = book.worksheets[3]
    assert [cell.value for cell in lists["B"]][:2] == NAMES
    assert [cell.value for cell in lists["H"]][:3] == ["Inisiatif", "Uji coba", "Penerapan"]
    rules = {str(rule.sqref): rule for rule in book.worksheets[0].data_validations.dataValidation}
    assert rules["B2:B10001"].formula1 == "'Daftar'!$B$1:$B$2"
    assert (rules["A2:A10001"].type, rules["A2:A10001"].formula1) == ("textLength", "12")
    assert set(rules) >= {f"{letter}2:{letter}10001" for letter in "ABCDHIJ"}


def test_a_name_is_never_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(Kind.ENTRIES, ["=1+1", "@x"], "id")))
    cells = [book.worksheets[3]["B1"], book.worksheets[3]["B2"]]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=1+1", "s"), ("@x", "s")]


def test_problems_stand_at_their_rows_and_nothing_becomes_a_formula() -> None:
    rows = [(2, ["A-01", "=cmd()"]), (5, ["-1", "@x"])]
    data = problem_table(["booth", "name"], rows, {1: ["kolom"], 5: ["booth: satu", "name: dua"]}, "Masalah")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet["C1"].value == "Masalah kolom"
    assert (sheet["A2"].value, sheet["B2"].value, sheet["C2"].value) == ("A-01", "=cmd()", None)
    assert (sheet["A5"].value, sheet["C5"].value) == ("-1", "booth: satu\nname: dua")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert read_rows(data, "masalah.xlsx").rows[1] == (5, ["-1", "@x", "booth: satu\nname: dua"])
