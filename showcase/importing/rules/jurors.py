"""The jurors' sheet: its columns, what each cell may hold, and user names made of people's names."""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from showcase.accounts.rules import UsernameInvalidError, normal_username
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

COLUMNS = (
    Column("name", "name", "nama", required=True),
    Column("username", "username", "nama pengguna"),
    Column("organisation", "organisation", "instansi"),
    Column("categories", "categories", "kategori"),
)
LIMITS = {"name": 120, "organisation": 200}
ALL = frozenset({"semua", "semuakategori", "all", "*"})
# Titles before a name; those behind it follow a comma.
TITLES = frozenset({"prof", "dr", "drg", "drs", "dra", "ir", "h", "hj", "kh", "bapak", "ibu", "bpk", "apt", "ns"})
NAME_PARTS = 3


def check(
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    categories: Mapping[str, str],
    header_row: int = 1,
) -> ImportCheck:
    """Check a whole sheet. `rows` are (row number, cells); `categories` maps the exhibition's slugs to names.

    `categories` of a row is a tuple of slugs; an empty cell gives none.
    """
    return check_sheet(
        COLUMNS,
        header,
        rows,
        lambda field, text: _value(field, text, categories),
        ("username", _identity),
        header_row=header_row,
    )


def username_from(name: str, taken: Container[str]) -> str:
    """A user name for a person: siti.aminah for "Dr. Hj. Siti Aminah, M.Si."; numbered when taken."""
    plain_name = unicodedata.normalize("NFKD", name.partition(",")[0]).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain_name)
    while len(words) > 1 and words[0] in TITLES:
        words.pop(0)
    base = ".".join(words[:NAME_PARTS])[:50].strip(".") or "juri"
    username, number = base, 1
    while username in taken:
        number += 1
        username = f"{base}{number}"
    return username


class Every(tuple[str, ...]):
    """The slugs of all categories, for who judges every one: those that are added later too."""

    __slots__ = ()


def categories_of(text: str, categories: Mapping[str, str]) -> tuple[str, ...]:
    """The slugs that a cell names, separated by `;` or `,` or lines, or `Every` for "semua". Raises CellError."""
    if folded(text) in ALL:
        return Every(categories)
    named = {folded(word) for pair in categories.items() for word in pair}
    found: list[str] = []
    for part in re.split(r"[;\n]", text):
        # A category's own name may hold a comma.
        pieces = [part] if folded(part) in named else part.split(",")
        found += [category_of(piece.strip(), categories) for piece in pieces if piece.strip()]
    return tuple(slug for slug in categories if slug in found)


def _identity(values: Mapping[str, Any]) -> tuple[str, str]:
    """By user name; without one by name, so that two people of one name need user names."""
    if values.get("username"):
        return f"@{values['username']}", str(values["username"])
    return folded(str(values.get("name", ""))), str(values.get("name", ""))


def _value(field: str, text: str, categories: Mapping[str, str]) -> Any:
    text = plain(text, LIMITS.get(field), lines=field == "categories")
    if field == "categories":
        return categories_of(text, categories)
    if field == "username" and text:
        try:
            return normal_username(text)
        except UsernameInvalidError:
            raise CellError("username", text=quoted(text)) from None
    return text
