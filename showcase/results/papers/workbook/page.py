"""One sheet of a workbook: names, cells that are what they seem, and how it looks and prints."""

import math
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from xlsxwriter import Workbook

LONGEST_NAME = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ufffe\uffff]+")
A4 = 9
# Excel keeps 15 digits: a longer numerator or denominator would not come out as written.
EXACT_DIGITS = 10**15
LINE_HEIGHT = 15
INK, HEAD, PALE, RULE, INPUT = "#1B1F3B", "#26306B", "#EEF0FA", "#C9CDE3", "#0B57D0"
SCORE, WHOLE, DECIMALS = "0.0000", "#,##0", "#,##0.00"
CELL = {"border": 1, "border_color": RULE, "valign": "vcenter"}
WRAPPED = {"text_wrap": True, "align": "left", "valign": "vcenter"}
GIVEN = {**CELL, "font_color": INPUT}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 15, "font_color": HEAD},
    "heading": {"bold": True, "font_size": 12, "font_color": HEAD},
    "paragraph": {**WRAPPED, "valign": "top"},
    "note": {**WRAPPED, "italic": True},
    "warning": {**WRAPPED, "bold": True, "bg_color": "#FDF0D5", "border": 1, "border_color": "#E2B93B", "indent": 1},
    "head": {**CELL, "bold": True, "font_color": "#FFFFFF", "bg_color": HEAD, "text_wrap": True, "align": "center"},
    "label": {**CELL, **WRAPPED, "bold": True, "bg_color": PALE, "indent": 1},
    "text": {**CELL, **WRAPPED, "indent": 1},
    "code": {**CELL, "font_name": "Courier New", "font_size": 10, "align": "left", "indent": 1},
    "rule": {**GIVEN, "num_format": "General", "align": "left", "indent": 1},
    "given": {**GIVEN, "num_format": "General"},
    "count given": {**GIVEN, "num_format": WHOLE},
    "score given": {**GIVEN, "num_format": DECIMALS},
    "correction given": {**GIVEN, "num_format": SCORE},
    "score": {**CELL, "num_format": SCORE},
    "count": {**CELL, "num_format": WHOLE},
    "place": {**CELL, "num_format": "0", "bold": True, "align": "center"},
    "final": {**CELL, "num_format": SCORE, "bold": True, "bg_color": PALE},
    "proof": {**CELL, "num_format": "0.000000"},
}


def sheet_names(wanted: Iterable[tuple[str, str]]) -> list[str]:
    """Names for sheets from what they are about and what they show: at most 31 characters, allowed, all different."""
    found: list[str] = []
    taken: set[str] = set()
    for about, shows in wanted:
        number, name = 1, ""
        while not name or name.casefold() in taken:
            tail = f" - {shows}" if about else shows
            tail += f" {number}" if number > 1 else ""
            name = f"{_cut(_allowed(about), LONGEST_NAME - _length(tail))}{tail}".strip(" '-")
            number += 1
        taken.add(name.casefold())
        found.append(name)
    return found


def _allowed(text: str) -> str:
    return " ".join(FORBIDDEN.sub(" ", text).split()).strip("'")


def _length(text: str) -> int:
    """Characters as Excel counts them."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, length: int) -> str:
    while _length(text) > length:
        text = text[:-1]
    return text.strip()


class Styles:
    """The formats of one workbook, made when first used."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            plain = {"font_color": INK, "font_name": "Calibri", "font_size": 11}
            self._made[name] = self._book.add_format({**plain, **STYLES[name]})
        return self._made[name]


class Page:
    """A sheet that is written cell by cell: text stays text whatever it looks like; formulas are only ours.

    Rows and columns count from 0. A formula is written with its exact value, which programs show that don't compute.
    """

    def __init__(self, book: Workbook, styles: Styles, name: str, widths: Sequence[int]) -> None:
        self._sheet = book.add_worksheet(name)
        self._styles = styles
        self._widths = list(widths)
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)
        self._sheet.hide_gridlines(2)
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer("&L&A&R&P / &N")

    def heads(self, row: int, texts: Sequence[str]) -> None:
        """A row of column headers, as high as they need."""
        for column, text in enumerate(texts):
            self.text(row, column, text, "head")
        lines = max(math.ceil(len(text) * 1.25 / width) for text, width in zip(texts, self._widths, strict=False))
        self._sheet.set_row(row, LINE_HEIGHT * max(lines, 2) + 4)

    def keep(self, row: int, columns: int, above: int = 0) -> None:
        """Keep this header row and the first columns in sight; print it on every page, with the rows `above` it."""
        self._sheet.freeze_panes(row + 1, columns)
        self._sheet.repeat_rows(row - above, row)

    def text(self, row: int, column: int, value: str, style: str = "text") -> None:
        """Text, never a formula, an address or a number; what is too long for its column makes the row higher."""
        self._sheet.write_string(row, column, value, self._styles[style])
        lines = math.ceil(len(value) * 1.1 / self._widths[column]) if style == "text" else 1
        if lines > 1:
            self._sheet.set_row(row, LINE_HEIGHT * lines + 2)

    def paragraph(self, row: int, value: str, columns: int, style: str = "paragraph") -> None:
        """A text over the first `columns`, as high as it needs."""
        if columns > 1:
            self._sheet.merge_range(row, 0, row, columns - 1, "", self._styles[style])
        self._sheet.write_string(row, 0, value, self._styles[style])
        lines = math.ceil(len(value) / sum(self._widths[:columns]))
        self._sheet.set_row(row, LINE_HEIGHT * lines + 2)

    def number(self, row: int, column: int, value: Fraction | int, style: str) -> None:
        """A number; one that no decimal says exactly is written as the division that it is."""
        exact = Fraction(value)
        rest = exact.denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        if rest > 1 and abs(exact.numerator) < EXACT_DIGITS and exact.denominator < EXACT_DIGITS:
            self.formula(row, column, f"={exact.numerator}/{exact.denominator}", exact, style)
        else:
            self._sheet.write_number(row, column, float(exact), self._styles[style])

    def formula(self, row: int, column: int, formula: str, value: Fraction | int, style: str) -> None:
        """A formula with the value that it has."""
        self._sheet.write_formula(row, column, formula, self._styles[style], float(value))
