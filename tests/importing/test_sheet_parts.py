"""What of a workbook is parsed: its table, and neither blank rows nor columns nor texts that nobody reads."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from showcase.importing.tables_in import sheet_parts, workbooks
from showcase.importing.tables_in.uploaded_tables import TableRefusedError, TableTooLargeError
from showcase.importing.tables_in.workbooks import read_rows
from showcase.printing.spreadsheets import Sheet, workbook_bytes
from tests.importing.test_workbooks import SHEET, inline, sheet_xml, with_part, workbook


class Parsed(list[str]):
    """The tags of every element that the sheet's parser is given."""


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Parsed:
    tags, right = Parsed(), workbooks.iterparse

    def watched(source: io.BytesIO) -> Iterator[Any]:
        for event, element in right(source):
            tags.append(element.tag.rpartition("}")[2])
            yield event, element

    monkeypatch.setattr(workbooks, "iterparse", watched)
    return tags


HEAD = f'<row r="1">{inline("A1", "booth")}</row><row r="2">{inline("A2", "A-01")}</row>'


@pytest.mark.parametrize(
    ("more", "last"),
    [
        pytest.param('<row r="1048576"><c r="A1048576" s="1"/></row>', 2, id="a styled cell in the last row"),
        pytest.param(f'<row r="1048576">{inline("A1048576", "z")}</row>', 1_048_576, id="a cell in the last row"),
        pytest.param("".join(f'<row r="{n}" ht="15"/>' for n in range(3, 30_000)), 2, id="blank rows"),
        pytest.param("".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(3, 30_000)), 2, id="styled rows"),
        pytest.param(f'<row r="3">{"".join(f"""<c r="A{n}" s="1"/>""" for n in range(30_000))}</row>', 2, id="styled"),
        pytest.param(f'<row r="3">{inline("CX3", "z") * 30_000}</row>', 2, id="columns that nobody reads"),
    ],
)
def test_what_is_blank_or_far_is_not_parsed(parsed: Parsed, more: str, last: int) -> None:
    table = read_rows(with_part(workbook(["x"]), SHEET, sheet_xml(HEAD + more)), "a.xlsx")
    assert [number for number, _ in table.rows][-1] == last
    assert len(parsed) < 20


def test_rows_without_numbers_are_counted_blank_ones_too() -> None:
    rows = f"<row>{inline('A1', 'booth')}</row><row/><row/><row>{inline('A4', 'A-01')}</row>"
    table = read_rows(with_part(workbook(["x"]), SHEET, sheet_xml(rows)), "a.xlsx")
    assert table.rows == [(4, ["A-01"])]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        pytest.param("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(30_000)), "rows", id="rows"),
        pytest.param(f'<row r="1">{"""<c r="A1"><v>1</v></c>""" * 30_000}</row>', "cells", id="one cell many times"),
        pytest.param(HEAD + '<row r="3">' + '<c r="XFD3">' * 30_000 + "<v>1</v></row>", "unreadable", id="unclosed"),
        pytest.param("<v>1</v>" + HEAD * 1000, "unreadable", id="a value outside of rows"),
        pytest.param("<row><c>" * 30_000 + "<v>1", "unreadable", id="rows without an end"),
    ],
)
def test_too_much_is_refused_before_it_is_parsed(
    parsed: Parsed, monkeypatch: pytest.MonkeyPatch, body: str, refusal: str
) -> None:
    monkeypatch.setattr(sheet_parts, "MOST_TAGS", 100_000)
    with pytest.raises(TableRefusedError) as refused:
        read_rows(with_part(workbook(["x"]), SHEET, sheet_xml(body)), "a.xlsx")
    assert refused.value.reason == refusal
    assert len(parsed) < 20


def test_only_texts_that_are_shown_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rich = "<si><r><t>A</t></r><r><rPr/><t>-01</t></r><rPh><t>bunyi</t></rPh></si>"
    texts = f"<sst {space}><si><t>booth</t></si>{'<si><t/></si><si/>' * 1000}{rich}{'<si><t>z</t></si>' * 1000}</sst>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>2001</v></c></row>'
    written = workbook_bytes([Sheet("a", ["b"], [["c"]])])
    data = with_part(with_part(written, SHEET, sheet_xml(rows)), "xl/sharedStrings.xml", texts.encode())
    given = []
    right = sheet_parts.fromstring
    monkeypatch.setattr(sheet_parts, "fromstring", lambda xml: given.append(xml) or right(xml))
    assert read_rows(data, "a.xlsx").rows == [(2, ["A-01"])]
    assert len(given[0]) < 300


@pytest.mark.parametrize(
    "name", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/styles.xml"]
)
def test_a_bloated_part_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(workbooks, "MOST_PART", 20_000)
    monkeypatch.setattr(workbooks, "MOST_STYLES", 20_000)
    with zipfile.ZipFile(io.BytesIO(workbook(["x"]))) as archive:
        part = archive.read(name)
    with pytest.raises(TableTooLargeError):
        read_rows(with_part(workbook(["x"]), name, part + b" " * 20_000), "a.xlsx")
