"""The colours and sasirangan motifs that a category can carry.

A strict Content-Security-Policy leaves no room for a colour picker's inline styles, and free colours could not promise
contrast; so a category names one of these pairs. White text has at least 5:1 on every band.
"""

from dataclasses import dataclass
from enum import StrEnum


class Palette(StrEnum):
    """The name of a pair, also its class in the style sheets (`band-<name>`)."""

    INDIGO = "indigo"
    GREEN = "green"
    BERRY = "berry"
    AMBER = "amber"
    TEAL = "teal"
    VIOLET = "violet"
    BRICK = "brick"
    SLATE = "slate"


@dataclass(frozen=True, slots=True)
class Dye:
    """`band` is the colour in sRGB hex; `motif` the file `static/img/motif-<motif>.svg`."""

    band: str
    motif: str


DYES: dict[Palette, Dye] = {
    Palette.INDIGO: Dye("#2b3f99", "gigi-haruan"),
    Palette.GREEN: Dye("#0b6b46", "ombak"),
    Palette.BERRY: Dye("#a01f55", "kambang"),
    Palette.AMBER: Dye("#8a4b00", "bintang"),
    Palette.TEAL: Dye("#0a6370", "naga"),
    Palette.VIOLET: Dye("#6a3093", "tampuk"),
    Palette.BRICK: Dye("#a3301c", "jaruju"),
    Palette.SLATE: Dye("#44505e", "dayang"),
}
