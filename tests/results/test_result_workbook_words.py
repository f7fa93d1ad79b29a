"""What a result's workbook says and how it looks: names stay text, refusals are told, it prints, it is repeatable."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl

from showcase.ranking.model import Bundle
from showcase.results.papers.workbook.book import result_workbook
from showcase.results.papers.workbook.page import sheet_names
from tests.results.recounting import RULES, TEXTS, Opened, checked, example, one, panel, values_of

EVIL = [
    "=1+1",
    "@SUM(1)",
    "+62 812",
    "-3",
    "{=A1}",
    "https://example.org/x",
    "0012",
    "<b>&\"'</b>",
    "\x07\uffff%(x)s %s",
]


def test_names_are_text_whatever_they_look_like() -> None:
    category = panel({f"e{n}": {"J1": 40 + n, "J2": 50} for n in range(len(EVIL))}, {})
    category = replace(category, withdrawn=frozenset({"e8"}))
    values = values_of(one(RULES, category), dict(zip(category.entries, EVIL, strict=True)), skpd="=HYPERLINK(1)")
    values = replace(values, jurors={"J1": "=cmd|' /C calc'!A0", "J2": "@x"})
    part = replace(values.categories[0], criteria={"a": "=2+2", "b": "%s"}, notes=("=3+3",))
    data = result_workbook(replace(values, categories=(part,)), TEXTS)
    opened = Opened(data)
    for sheet in opened.formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert isinstance(opened.stored[sheet.title].cell(cell.row, cell.column).value, int | float)
    texts = opened.texts("=HYPERLINK(1) - Standings")
    assert set(EVIL[:8]) <= {text for text in texts if isinstance(text, str)}
    assert {"=2+2 alone", "%s alone", "=3+3"} <= set(texts)
    assert {"=cmd|' /C calc'!A0", "@x"} <= set(opened.texts("=HYPERLINK(1) - Sheets"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "_rels/sheet" in name]


def test_a_refused_category_says_why_and_has_its_data_only() -> None:
    part = replace(panel({"e1": {"J1": 60, "J2": 70}, "e2": {}}, {"e2": 4}), recusals=frozenset({("J1", "e2")}))
    fine = replace(panel({"e1": {"J1": 60}}, {}), slug="lain")
    values = values_of(Bundle("pameran", "Pameran", RULES, (part, fine)))
    opened = checked(values)
    titles = opened.formulas.sheetnames
    assert titles == ["Rules", *(f"SKPD - {n}" for n in ("Standings", "Sheets"))] + [
        f"LAIN - {n}" for n in ("Standings", "Sheets", "Jurors")
    ]
    assert any("Nobody scored e2" in text for text in opened.texts("SKPD - Standings"))
    rows = [(r["entry"], r["sheets"], r["votes"], r["quarantined"]) for r in _refused_rows(opened)]
    assert rows == [("e1", 2, 0, 0), ("e2", 0, 4, 0)]
    assert not [where for where, _, _ in opened.cells() if where.startswith("SKPD")]
    assert len(opened.table("SKPD - Sheets", head=5)) == 2


def _refused_rows(opened: Opened) -> list[dict[str, Any]]:
    sheet = opened.formulas["SKPD - Standings"]
    lines = [[cell.value for cell in sheet[row][:4]] for row in (4, 5)]
    return [dict(zip(("entry", "sheets", "votes", "quarantined"), line, strict=True)) for line in lines]


def test_equal_values_make_equal_files() -> None:
    assert result_workbook(values_of(example()), TEXTS) == result_workbook(values_of(example()), TEXTS)


def test_it_is_ready_to_read_and_to_print() -> None:
    book = openpyxl.load_workbook(io.BytesIO(result_workbook(values_of(example()), TEXTS)))
    assert (book["SKPD - Standings"].freeze_panes, book["SKPD - Standings"].print_title_rows) == ("C4", "$3:$3")
    assert (book["SKPD - Sheets"].freeze_panes, book["SKPD - Sheets"].print_title_rows) == ("C6", "$3:$5")
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert book["Rules"]["B4"].value == 0.8
    assert book["Rules"]["B6"].value == 50


def test_names_of_sheets_are_allowed_short_and_different() -> None:
    long = "Dinas Komunikasi, Informatika dan Persandian"
    wanted = [
        ("", "Rules"),
        (long, "Sheets"),
        (long.upper(), "Sheets"),
        ("a/b:c?*[d]\\\x01", "Sheets"),
        ("'", "Sheets"),
    ]
    wanted += [("🧭" * 20, "Sheets"), ("😀" * 20, "Sheets")]
    found = sheet_names(wanted)
    assert found[1:3] == ["Dinas Komunikasi, Info - Sheets", "DINAS KOMUNIKASI, IN - Sheets 2"]
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]|^'|'$", name)
    assert found[3] == "a b c d - Sheets"
