"""What can be imported."""

from collections.abc import Mapping
from enum import StrEnum

from showcase.domain.importing import entries, jurors
from showcase.domain.importing.columns import Column
from showcase.domain.importing.words import Sentence


class Kind(StrEnum):
    """What a sheet holds."""

    ENTRIES = "entries"
    JURORS = "jurors"


NAMES: Mapping[Kind, Sentence] = {
    Kind.ENTRIES: Sentence("Inovasi", "Entries"),
    Kind.JURORS: Sentence("Juri", "Jurors"),
}
COLUMNS: Mapping[Kind, tuple[Column, ...]] = {Kind.ENTRIES: entries.COLUMNS, Kind.JURORS: jurors.COLUMNS}
CHECKS = {Kind.ENTRIES: entries.check, Kind.JURORS: jurors.check}


def header(kind: Kind, name: str, language: str) -> str:
    """A column's header in this language, by its field or its English header; the name itself if nobody knows it."""
    named = (column for column in COLUMNS[kind] if name in (column.field, column.english))
    return next((column.header(language) for column in named), name)
