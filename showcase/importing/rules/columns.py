"""What the imports share: columns with two headers, a sheet's check, and its errors by row."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from showcase.importing.rules.words import told
from showcase.kernel.sentences import Details
from showcase.kernel.texts import EXCEL_ERRORS, tidy, without_format_characters

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
CONTROL_IN_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# How alike two names must be, 0 to 1, for one to be a likely misspelling of the other.
NEAR = 0.6
# What the reader gives for a formula whose result was never computed: a program wrote the file, and no Excel saved it.
UNCOMPUTED = "#FORMULA?"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field, its header in both languages, and whether a sheet needs it."""

    field: str
    english: str
    indonesian: str
    required: bool = False

    def header(self, language: str) -> str:
        """The header in `en`; in Indonesian for anything else."""
        return self.english if language == "en" else self.indonesian


class CellError(ValueError):
    """A cell can't be taken. `code` is a key of the sentences in `words`."""

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(told(code, details, "en"))
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a cell. `column` is the English header whatever the sheet's is."""

    row: int
    column: str
    code: str
    details: Details = field(default_factory=dict)

    def told(self, language: str) -> str:
        """The sentence alone, in `id` or `en`."""
        return told(self.code, self.details, language)

    def __str__(self) -> str:
        """As the command prints it: `row 7: booth: ...`."""
        return f"row {self.row}: {self.column}: {self.told('en')}"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row that can be stored. `fields` has the sheet's columns only, so that an update leaves the others alone."""

    row: int
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ImportCheck:
    """A sheet after checking: it may be stored if there are no errors. `unknown` are headers nobody knows.

    `warnings` name cells that can be stored but that somebody should look at first.
    """

    rows: tuple[ImportRow, ...]
    errors: tuple[RowError, ...]
    unknown: tuple[str, ...]
    warnings: tuple[RowError, ...] = ()


Reader = Callable[[str, str], Any]
# What should be looked at in a field's text: codes of the sentences in `words`.
Suspicion = Callable[[str, str], str | None]
# Whether a required field may be empty in a row, by the texts of the row.
MayBeEmpty = Callable[[str, Mapping[str, str]], bool]
Identity = Callable[[Mapping[str, Any]], tuple[str, str]]


def check_sheet(
    columns: Sequence[Column],
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    read: Reader,
    identity: tuple[str, Identity],
    *,
    header_row: int = 1,
    suspicion: Suspicion = lambda _field, _text: None,
    may_be_empty: MayBeEmpty = lambda _field, _texts: False,
) -> ImportCheck:
    """Check a whole sheet. `rows` are (row number, cells); `read` gives a field's value from its text, or CellError.

    `header_row` is the header's number in the sheet; `suspicion` names what somebody should look at in a text;
    `may_be_empty` exempts cells of required columns.

    `identity` is the column that a row is known by, and what gives (key, text) of a row's values; the key is "" where
    that can't be said. Every error of every row is found at once, so that a sheet is corrected in one go. Blank rows
    are skipped.
    """
    places, unknown, errors = read_header(columns, header, header_row)
    warnings: list[RowError] = []
    found: list[ImportRow] = []
    first_row_of: dict[str, int] = {}
    column, identify = identity
    for number, cells in rows if not errors else ():
        if not any(cell.strip() for cell in cells):
            continue
        texts = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        values, wrong = _checked(columns, number, texts, read, may_be_empty)
        key, text = identify(values)
        if key:
            first = first_row_of.setdefault(key, number)
            if first != number:
                wrong.append(RowError(number, column, "repeated", {"text": text, "first": first}))
        errors += wrong
        if not wrong:
            found.append(ImportRow(number, values))
            warnings += _suspicions(columns, number, values, suspicion)
    return ImportCheck(tuple(found), tuple(errors), unknown, tuple(warnings))


def headers_known(columns: Sequence[Column], cells: Sequence[str]) -> int:
    """How many of these cells are headers of the columns."""
    names = {folded(name) for column in columns for name in (column.english, column.indonesian)}
    return sum(_header_key(cell) in names for cell in cells)


def read_header(
    columns: Sequence[Column], header: Sequence[str], row: int = 1
) -> tuple[dict[str, int], tuple[str, ...], list[RowError]]:
    """Where each field stands, the unknown headers, and what is wrong with the header (a column missing or twice)."""
    by_name = {folded(name): column for column in columns for name in (column.english, column.indonesian)}
    places: dict[str, int] = {}
    unknown: list[str] = []
    errors: list[RowError] = []
    for place, text in enumerate(header):
        column = by_name.get(_header_key(text))
        if column is None:
            if text.strip():
                unknown.append(without_format_characters(text).strip())
        elif column.field in places:
            errors.append(RowError(row, column.english, "column-twice"))
        else:
            places[column.field] = place
    found = ", ".join(quoted(without_format_characters(text).strip()) for text in header if text.strip())
    errors += [
        RowError(
            row,
            column.english,
            "column-missing",
            {"english": column.english, "indonesian": column.indonesian, "found": found},
        )
        for column in columns
        if column.required and column.field not in places
    ]
    return places, tuple(unknown), errors


def _checked(
    columns: Sequence[Column], row: int, texts: Mapping[str, str], read: Reader, may_be_empty: MayBeEmpty
) -> tuple[dict[str, Any], list[RowError]]:
    """The values of a row, and what is wrong with it. A wrong cell has no value."""
    values: dict[str, Any] = {}
    wrong: list[RowError] = []
    for column in columns:
        if column.field not in texts:
            continue
        text = tidy(texts[column.field])
        try:
            if not text and column.required and not may_be_empty(column.field, texts):
                raise CellError("empty")
            if text in EXCEL_ERRORS:
                raise CellError("excel-error", text=text)
            if text == UNCOMPUTED:
                raise CellError("formula")
            values[column.field] = read(column.field, text)
        except CellError as error:
            wrong.append(RowError(row, column.english, error.code, error.details))
    return values, wrong


def _suspicions(columns: Sequence[Column], row: int, values: Mapping[str, Any], suspicion: Suspicion) -> list[RowError]:
    found = []
    for column in columns:
        value = values.get(column.field)
        code = suspicion(column.field, value) if isinstance(value, str) and value else None
        if code:
            found.append(RowError(row, column.english, code))
    return found


def _header_key(text: str) -> str:
    return folded(without_format_characters(text).replace("*", ""))


def plain(text: str, limit: int | None, *, lines: bool = False) -> str:
    """A text without control characters, at most `limit` long; on one line unless `lines`. Raises CellError."""
    # A line break within a name is how spreadsheets wrap it by hand.
    text = text if lines else " ".join(text.split("\n"))
    if (CONTROL_IN_LINES if lines else CONTROL).search(text):
        raise CellError("control")
    if limit is not None and len(text) > limit:
        raise CellError("long", length=len(text), limit=limit)
    return text


def category_of(text: str, categories: Mapping[str, str]) -> str:
    """The slug of the category that a cell names by slug or name, letter case aside. Raises CellError."""
    wanted = folded(text)
    known: dict[str, str] = {}
    for slug, name in categories.items():
        for word in (slug, name):
            known.setdefault(folded(word), slug)
    if wanted in known:
        return known[wanted]
    details = {"text": quoted(text), "known": ", ".join(categories.values())}
    near = get_close_matches(wanted, known, n=1, cutoff=NEAR)
    if near:
        raise CellError("category-near", near=categories[known[near[0]]], **details)
    raise CellError("category", **details)


def folded(text: str) -> str:
    """For comparing: without letter case, spaces, hyphens and underscores."""
    return re.sub(r"[\s_-]+", "", unicodedata.normalize("NFKC", text)).casefold()


def quoted(text: str) -> str:
    """A cell's text, short enough to be quoted in an error."""
    return text if len(text) <= 40 else text[:39] + "…"
