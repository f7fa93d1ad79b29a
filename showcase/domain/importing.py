"""The rules of the entries' import: which columns a sheet may have, and what each cell may hold.

Plain rows in, checked fields or errors out; whether a booth is known or a category may still change is the service's
matter. Row numbers are the sheet's own: the header is row 1, and blank rows count.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from showcase.domain.profile import LIMITS, LONG_TEXTS, WORDS


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the entry's field, its header in both languages, and whether a sheet needs it."""

    field: str
    english: str
    indonesian: str
    required: bool = False


COLUMNS = (
    Column("booth", "booth", "nomor stan", required=True),
    Column("category", "category", "kategori", required=True),
    Column("name", "name", "nama inovasi", required=True),
    Column("short_name", "short name", "singkatan"),
    Column("organisation", "organisation", "instansi", required=True),
    Column("innovators", "innovators", "inovator"),
    Column("summary", "summary", "ringkasan"),
    Column("stage", "stage", "tahapan"),
    Column("form", "form", "bentuk"),
    Column("kind", "kind", "jenis"),
    Column("started", "started", "mulai"),
    Column("design", "design", "rancang bangun"),
    Column("aim", "aim", "tujuan"),
    Column("benefit", "benefit", "manfaat"),
    Column("outcome", "outcome", "hasil"),
    Column("needs", "needs", "kebutuhan dukungan"),
    Column("awards", "awards", "penghargaan"),
    Column("video", "video", "video"),
)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}
EXCEL_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]00:00(?::00)?)?")
DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
IN_WORDS = re.compile(r"([0-9]{1,2})\s+([A-Za-z]+)\.?\s+([0-9]{4})")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a cell. `column` is the English header whatever the sheet's is; `message` is English."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        """As the command prints it: `row 7: booth: ...`."""
        return f"row {self.row}: {self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row that can be stored. `fields` has the sheet's columns only, so that an update leaves the others alone.

    Texts are trimmed, `category` is a slug, `started` a date or None; `stage`, `form` and `kind` are stored values or
    "".
    """

    row: int
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ImportCheck:
    """A sheet after checking: it may be stored if there are no errors. `unknown` are headers nobody knows."""

    rows: tuple[ImportRow, ...]
    errors: tuple[RowError, ...]
    unknown: tuple[str, ...]


def check(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], categories: Mapping[str, str]
) -> ImportCheck:
    """Check a whole sheet. `rows` are (row number, cells); `categories` maps the exhibition's slugs to names.

    Every error of every row is found at once, so that a sheet is corrected in one go. Blank rows are skipped.
    """
    fields, unknown, errors = read_header(header)
    found: list[ImportRow] = []
    first_row_of: dict[str, int] = {}
    if not errors:
        for number, cells in rows:
            texts = {field: cells[place] if place < len(cells) else "" for field, place in fields.items()}
            if not any(cell.strip() for cell in cells):
                continue
            values, wrong = _checked(number, texts, categories)
            booth = values.get("booth")
            if booth:
                first = first_row_of.setdefault(_folded(booth), number)
                if first != number:
                    wrong.append(RowError(number, "booth", f"{booth} is in row {first} already."))
            errors += wrong
            if not wrong:
                found.append(ImportRow(number, values))
    return ImportCheck(tuple(found), tuple(errors), unknown)


def read_header(header: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...], list[RowError]]:
    """Where each field stands, the unknown headers, and errors of row 1 (a column missing or there twice)."""
    by_name = {_folded(name): column for column in COLUMNS for name in (column.english, column.indonesian)}
    places: dict[str, int] = {}
    unknown: list[str] = []
    errors: list[RowError] = []
    for place, text in enumerate(header):
        column = by_name.get(_folded(text.replace("*", "")))
        if column is None:
            if text.strip():
                unknown.append(text.strip())
        elif column.field in places:
            errors.append(RowError(1, column.english, "this column is there twice."))
        else:
            places[column.field] = place
    errors += [
        RowError(1, column.english, f'this column is missing (header "{column.english}" or "{column.indonesian}").')
        for column in COLUMNS
        if column.required and column.field not in places
    ]
    return places, tuple(unknown), errors


def _checked(
    row: int, texts: Mapping[str, str], categories: Mapping[str, str]
) -> tuple[dict[str, Any], list[RowError]]:
    """The values of a row, and what is wrong with it. A wrong cell has no value."""
    values: dict[str, Any] = {}
    wrong: list[RowError] = []
    for column in COLUMNS:
        if column.field not in texts:
            continue
        text = texts[column.field].replace("\r\n", "\n").replace("\r", "\n").strip()
        try:
            if not text and column.required:
                raise ValueError("this cell is empty.")
            values[column.field] = _value(column.field, text, categories)
        except ValueError as error:
            wrong.append(RowError(row, column.english, str(error)))
    return values, wrong


def _value(field: str, text: str, categories: Mapping[str, str]) -> Any:
    """A cell's value. Raises ValueError with a sentence."""
    if text in EXCEL_ERRORS:
        raise ValueError(f"the sheet's formula gives {text}.")
    allowed = "\n\t" if field in LONG_TEXTS else ""
    if field not in LONG_TEXTS and field != "category":
        # A line break within a name is how spreadsheets wrap it by hand.
        text = " ".join(text.split("\n")) if field != "video" else text
    if any(unicodedata.category(character) == "Cc" and character not in allowed for character in text):
        raise ValueError("it holds a control character.")
    limit = LIMITS.get(field)
    if limit is not None and len(text) > limit:
        raise ValueError(f"{len(text):,} characters; at most {limit:,} fit.")
    reader = _READERS.get(field)
    if field == "category":
        return category_of(text, categories)
    if field in WORDS:
        return term_of(field, text)
    return reader(text) if reader else text


def category_of(text: str, categories: Mapping[str, str]) -> str:
    """The slug of the category that a cell names by slug or name, letter case aside. Raises ValueError."""
    wanted = _folded(text)
    for slug, name in categories.items():
        if wanted in (_folded(slug), _folded(name)):
            return slug
    raise ValueError(f'"{_quoted(text)}" is no category; there are: {", ".join(categories.values())}.')


def term_of(field: str, text: str) -> str:
    """The stored value of a register's term in either language; "" for an empty cell. Raises ValueError."""
    if not text:
        return ""
    words = {_folded(word): value for word, value in WORDS[field].items()}
    if _folded(text) not in words:
        raise ValueError(f'"{_quoted(text)}" is no {field}; there are: {", ".join(WORDS[field])}.')
    return words[_folded(text)]


def date_of(text: str) -> date | None:
    """A date from `2021-01-02`, `02/01/2021` (the day first) or `2 Januari 2021`; None for an empty cell.

    Raises ValueError for anything else and for years outside 1900 to 2100.
    """
    if not text:
        return None
    found = None
    if match := ISO_DATE.fullmatch(text):
        found = int(match[1]), int(match[2]), int(match[3])
    elif match := DAY_FIRST.fullmatch(text):
        found = int(match[3]), int(match[2]), int(match[1])
    elif (match := IN_WORDS.fullmatch(text)) and match[2].lower() in MONTHS:
        found = int(match[3]), MONTHS[match[2].lower()], int(match[1])
    if found is None:
        raise ValueError(f'"{_quoted(text)}" is no date; write 2021-01-02, 02/01/2021 or 2 Januari 2021.')
    try:
        day = date(*found)
    except ValueError:
        raise ValueError(f'"{_quoted(text)}" is not in the calendar.') from None
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValueError(f'"{_quoted(text)}" has no plausible year.')
    return day


def link_of(text: str) -> str:
    """An https address; "" for an empty cell. Raises ValueError."""
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme.lower() != "https" or not parts.hostname or parts.username or re.search(r"[\s\"<>\\]", text):
        raise ValueError(f'"{_quoted(text)}" is no https address.')
    return text


_READERS: Mapping[str, Callable[[str], Any]] = {"started": date_of, "video": link_of}


def _folded(text: str) -> str:
    """For comparing: without letter case, spaces, hyphens and underscores."""
    return re.sub(r"[\s_-]+", "", unicodedata.normalize("NFKC", text)).casefold()


def _quoted(text: str) -> str:
    """A cell's text, short enough to be quoted in an error."""
    return text if len(text) <= 40 else text[:39] + "…"
