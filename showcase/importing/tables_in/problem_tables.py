"""The table that somebody uploaded, given back with what is wrong in a column of its own."""

import io
from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook

# Every cell is text: what came in as a formula's text must not run when the file is opened.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def problem_table(
    header: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    problems: Mapping[int, Sequence[str]],
    title: str,
    header_row: int = 1,
) -> bytes:
    """An .xlsx file with the rows at their own numbers; `problems` of a row stand in the last column, headed `title`.

    The file can be corrected and uploaded again: the added column is unknown to the import.
    """
    file = io.BytesIO()
    book = Workbook(file, OPTIONS)
    head = book.add_format({"bold": True, "bg_color": "#E0D6C6", "border": 1})
    text = book.add_format({"num_format": "@"})
    wrong = book.add_format({"font_color": "#A3201D", "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet()
    last = len(header)
    sheet.set_column(0, last, 24, text)
    sheet.set_column(last, last, 60, wrong)
    for place, name in enumerate(header):
        sheet.write_string(header_row - 1, place, name, head)
    of_header = problems.get(header_row, ())
    sheet.write_string(header_row - 1, last, " ".join([title, *of_header]), wrong if of_header else head)
    for number, cells in rows:
        for place, cell in enumerate(cells):
            sheet.write_string(number - 1, place, cell, text)
        if number in problems:
            sheet.write_string(number - 1, last, "\n".join(problems[number]), wrong)
    sheet.freeze_panes(header_row, 0)
    book.close()
    return file.getvalue()
