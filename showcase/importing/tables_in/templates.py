"""Workbooks to fill in: the first sheet is uploaded as it is; examples and explanations stand on sheets behind it."""

import io
from collections.abc import Sequence
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from showcase.importing.rules.guides import Guide, guides
from showcase.importing.rules.kinds import NAMES, Kind
from showcase.importing.tables_in.uploaded_tables import MAX_ROWS
from showcase.kernel.sentences import Sentence

# What people typed is never a formula or an address, whatever it looks like.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
EXAMPLES, GUIDE, LISTS = (
    Sentence("Contoh", "Examples"),
    Sentence("Petunjuk", "Instructions"),
    Sentence("Daftar", "Lists"),
)
EXAMPLES_ONLY = Sentence(
    "CONTOH SAJA: lembar ini tidak dibaca. Isilah lembar pertama.",
    "EXAMPLES ONLY: this sheet is not read. Fill in the first one.",
)
REQUIRED, OPTIONAL = Sentence("wajib", "required"), Sentence("boleh kosong", "may be empty")
HEADS = (Sentence("Kolom", "Column"), Sentence("Perlu?", "Needed?"), Sentence("Isi", "Content"))
LINES = (
    Sentence(
        "Isi lembar pertama mulai baris 2, satu baris tiap isian, lalu unggah berkas ini apa adanya.",
        "Fill in the first sheet from row 2 on, one row each, and upload this file as it is.",
    ),
    Sentence(
        "Kolom bertanda * wajib diisi; kolom lain boleh dihapus.", "Columns with a * are required; others may go."
    ),
    Sentence(
        "Semua baris disimpan sekaligus, atau tidak satu pun. Sebelum itu Anda melihat pratinjaunya.",
        "All rows are stored, or none. Before that you see a preview.",
    ),
    Sentence("Paling banyak 10.000 baris dan 20 MB.", "At most 10,000 rows and 20 MB."),
)


class _Styles:
    """The few formats of a template."""

    def __init__(self, book: Workbook) -> None:
        head = {"bold": True, "font_color": "#FFFFFF", "valign": "vcenter", "border": 1, "text_wrap": True}
        self.required = book.add_format({**head, "bg_color": "#0D5C3F"})
        self.optional = book.add_format({**head, "bg_color": "#5D564D"})
        self.text = book.add_format({"num_format": "@", "valign": "top"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.warning = book.add_format({"bold": True, "font_color": "#A3201D"})

    def of(self, guide: Guide) -> Format:
        """The format of a column's cells."""
        return self.date if guide.shape == "date" else self.text


def template(kind: Kind, categories: Sequence[str], language: str) -> bytes:
    """An .xlsx file for this kind, with the exhibition's category names to choose from; `language` is `id` or `en`."""
    columns = guides(kind, categories, language)
    file = io.BytesIO()
    book = Workbook(file, OPTIONS)
    styles = _Styles(book)
    data = book.add_worksheet(NAMES[kind].told({}, language))
    examples = book.add_worksheet(EXAMPLES.told({}, language))
    guide = book.add_worksheet(GUIDE.told({}, language))
    lists = book.add_worksheet(LISTS.told({}, language))
    lists.hide()
    _write_head(data, 0, columns, styles)
    for place, column in enumerate(columns):
        data.write_comment(0, place, column.note, {"x_scale": 2})
    data.freeze_panes(1, 0)
    _limit(data, lists, columns)
    _write_examples(examples, columns, styles, language)
    _write_guide(guide, columns, styles, language)
    data.activate()
    book.close()
    return file.getvalue()


def _write_head(sheet: Worksheet, row: int, columns: Sequence[Guide], styles: _Styles) -> None:
    sheet.set_row(row, 32)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, styles.of(column))
        star = "*" if column.is_required else ""
        sheet.write_string(row, place, column.header + star, styles.required if star else styles.optional)


def _limit(sheet: Worksheet, lists: Worksheet, columns: Sequence[Guide]) -> None:
    """Choices and longest texts, so that the spreadsheet program itself says what is wrong."""
    for place, column in enumerate(columns):
        rule: dict[str, object] = {}
        if column.choices:
            for row, choice in enumerate(column.choices):
                lists.write_string(row, place, choice)
            letter = _letters(place)
            rule = {"validate": "list", "source": f"='{lists.name}'!${letter}$1:${letter}${len(column.choices)}"}
        elif column.most:
            rule = {"validate": "length", "criteria": "<=", "value": column.most}
        if rule:
            sheet.data_validation(1, place, MAX_ROWS, place, rule)


def _letters(place: int) -> str:
    return chr(ord("A") + place)


def _write_examples(sheet: Worksheet, columns: Sequence[Guide], styles: _Styles, language: str) -> None:
    sheet.write_string(0, 0, EXAMPLES_ONLY.told({}, language), styles.warning)
    _write_head(sheet, 1, columns, styles)
    for place, column in enumerate(columns):
        for row, text in enumerate(column.examples, 2):
            if text and column.shape == "date":
                sheet.write_datetime(row, place, date.fromisoformat(text), styles.date)
            elif text:
                sheet.write_string(row, place, text, styles.of(column))
    sheet.freeze_panes(2, 0)


def _write_guide(sheet: Worksheet, columns: Sequence[Guide], styles: _Styles, language: str) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 90, styles.wrapped)
    sheet.write_string(0, 0, GUIDE.told({}, language), styles.title)
    row = 1
    for line in LINES:
        sheet.write_string(row, 0, line.told({}, language))
        row += 1
    row += 1
    for place, head in enumerate(HEADS):
        sheet.write_string(row, place, head.told({}, language), styles.required)
    for column in columns:
        row += 1
        sheet.write_string(row, 0, column.header)
        sheet.write_string(row, 1, (REQUIRED if column.is_required else OPTIONAL).told({}, language))
        choices = f" ({', '.join(column.choices)})" if column.choices else ""
        sheet.write_string(row, 2, column.note + choices, styles.wrapped)
