"""The entries' sheet: its columns, and what each cell may hold."""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from showcase.accounts.rules import personal_number
from showcase.entries.rules.fields import FIELDS, Shape
from showcase.entries.rules.profile import TERMS, WORDS
from showcase.importing.rules.columns import (
    CellError,
    Column,
    ImportCheck,
    category_of,
    check_sheet,
    folded,
    plain,
    quoted,
)
from showcase.kernel.links import LinkInvalidError, https_link
from showcase.kernel.texts import tidy

COLUMNS = tuple(Column(field.column, *field.headers, field.in_every_sheet) for field in FIELDS)
OF_COLUMN = {field.column: field for field in FIELDS}
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
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]00:00(?::00)?)?")
DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
IN_WORDS = re.compile(r"([0-9]{1,2})\s+([A-Za-z]+)\.?\s+([0-9]{4})")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


def check(
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    categories: Mapping[str, str],
    header_row: int = 1,
    *,
    without_organisation: Container[str] = (),
) -> ImportCheck:
    """Check a whole sheet. `rows` are (row number, cells); `categories` maps the exhibition's slugs to names.

    `without_organisation`: the keys of booths whose entry has none, so that its empty cell changes nothing.

    Every error of every row is found at once, so that a sheet is corrected in one go. Blank rows are skipped.
    """
    return check_sheet(
        COLUMNS,
        header,
        rows,
        lambda field, text: _value(field, text, categories),
        ("booth", _identity),
        header_row=header_row,
        suspicion=_suspicion,
        may_be_empty=lambda field, texts: (
            field == "organisation" and booth_key(tidy(texts.get("booth", ""))) in without_organisation
        ),
    )


def _suspicion(field: str, text: str) -> str | None:
    """Whether a public text seems to hold a phone or identity number. Booths and addresses are numbers anyway."""
    return None if field == "booth" or OF_COLUMN[field].shape is Shape.LINK else personal_number(text)


def _identity(values: Mapping[str, Any]) -> tuple[str, str]:
    booth = str(values.get("booth", ""))
    return booth_key(booth), booth


def booth_key(booth: str) -> str:
    """What tells booths apart: a-01, A 01 and A01 are the same one."""
    return "".join(character for character in booth.casefold() if character.isalnum()) or booth


def _value(field: str, text: str, categories: Mapping[str, str]) -> Any:
    """A cell's value. Raises CellError."""
    shape = OF_COLUMN[field].shape
    lines = shape in {Shape.TEXT, Shape.CATEGORY, Shape.LINK}
    text = plain(text, OF_COLUMN[field].limit or None, lines=lines)
    if shape is Shape.CATEGORY:
        return category_of(text, categories)
    if shape is Shape.TERM:
        return term_of(field, text)
    reader = _READERS.get(shape)
    return reader(text) if reader else text


def term_of(field: str, text: str) -> str:
    """The stored value of a register's term in either language; "" for an empty cell. Raises CellError."""
    if not text:
        return ""
    words = {folded(word): value for word, value in WORDS[field].items()}
    if folded(text) not in words:
        choices = ", ".join(term.indonesian for term in TERMS[field])
        raise CellError("term", text=quoted(text), field=field, words=", ".join(WORDS[field]), choices=choices)
    return words[folded(text)]


def date_of(text: str) -> date | None:
    """A date from `2021-01-02`, `02/01/2021` (the day first) or `2 Januari 2021`; None for an empty cell.

    Raises CellError for anything else and for years outside 1900 to 2100.
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
        raise CellError("date", text=quoted(text))
    try:
        day = date(*found)
    except ValueError:
        raise CellError("calendar", text=quoted(text)) from None
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise CellError("year", text=quoted(text))
    return day


def link_of(text: str) -> str:
    """An https address; "" for an empty cell. Raises CellError."""
    if not text:
        return ""
    try:
        return https_link(text)
    except LinkInvalidError:
        raise CellError("link", text=quoted(text)) from None


_READERS: Mapping[Shape, Callable[[str], Any]] = {Shape.DATE: date_of, Shape.LINK: link_of}
