"""What can be imported."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from showcase.importing.rules import criteria, entries, jurors
from showcase.importing.rules.columns import Column, headers_known
from showcase.kernel.sentences import Sentence


class Kind(StrEnum):
    """What a sheet holds."""

    ENTRIES = "entries"
    JURORS = "jurors"
    CRITERIA = "criteria"


NAMES: Mapping[Kind, Sentence] = {
    Kind.ENTRIES: Sentence("Inovasi", "Entries"),
    Kind.JURORS: Sentence("Juri", "Jurors"),
    Kind.CRITERIA: Sentence("Kriteria", "Criteria"),
}
# What a preview says of a criterion that only moves: no column has it, the order of the rows does.
ORDER, PLACE = "order", Sentence("urutan", "order")
# What a preview says of a juror who has an account already and comes to this exhibition.
EXHIBITION, WHERE = "exhibition", Sentence("pameran", "exhibition")
COLUMNS: Mapping[Kind, tuple[Column, ...]] = {
    Kind.ENTRIES: entries.COLUMNS,
    Kind.JURORS: jurors.COLUMNS,
    Kind.CRITERIA: criteria.COLUMNS,
}
CHECKS = {Kind.ENTRIES: entries.check, Kind.JURORS: jurors.check, Kind.CRITERIA: criteria.check}


def known_headers(kind: Kind) -> Callable[[Sequence[str]], int]:
    """What counts the cells of a row that are headers of this kind of sheet."""
    return lambda cells: headers_known(COLUMNS[kind], cells)


def header(kind: Kind, name: str, language: str) -> str:
    """A column's header in this language, by its field or its English header; the name itself if nobody knows it."""
    if name == ORDER:
        return PLACE.told({}, language)
    if name == EXHIBITION:
        return WHERE.told({}, language)
    named = (column for column in COLUMNS[kind] if name in (column.field, column.english))
    return next((column.header(language) for column in named), name)
