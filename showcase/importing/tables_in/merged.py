"""Cells that a worksheet merges: a name that stands once beside several rows holds for each of them."""

import re
from collections.abc import Iterator

from openpyxl.utils.cell import range_boundaries

from showcase.importing.tables_in.uploaded_tables import MAX_COLUMNS

MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')


class Merged:
    """Fills the first column of merged ranges downwards, while the rows pass by in order."""

    def __init__(self, sheet_xml: bytes) -> None:
        ranges = sorted(_tall_ranges(sheet_xml))
        self._waiting = ranges[::-1]
        # Column -> (last row, value); a well-formed sheet has no two ranges over one cell.
        self._open: dict[int, tuple[int, str]] = {}

    def fill(self, number: int, cells: list[str]) -> None:
        """Complete a row, in place."""
        while self._waiting and self._waiting[-1][0] <= number:
            first, column, last = self._waiting.pop()
            if first == number:
                self._open[column] = (last, cells[column])
        for column, (last, value) in list(self._open.items()):
            if number > last:
                del self._open[column]
            elif not cells[column]:
                cells[column] = value


def _tall_ranges(sheet_xml: bytes) -> Iterator[tuple[int, int, int]]:
    """(first row, column counted from 0, last row) of each range over several rows."""
    for match in MERGED.finditer(sheet_xml):
        left, top, _, bottom = (number or 0 for number in range_boundaries(match[1].decode()))
        if bottom > top > 1 and left <= MAX_COLUMNS:
            yield top, left - 1, bottom
