"""What is declared of a field of an entry."""

from dataclasses import dataclass
from enum import StrEnum

from showcase.kernel.sentences import Sentence


class Shape(StrEnum):
    """What a field holds, and so how it is typed and read."""

    LINE = "line"
    TEXT = "text"
    TERM = "term"
    DATE = "date"
    LINK = "link"
    CATEGORY = "category"


class Group(StrEnum):
    """The part of the organizer's form in which a field stands."""

    IDENTITY = "identity"
    PROFILE = "profile"
    MORE = "more"


class Place(StrEnum):
    """Where the booth page shows a field. What stands in its head or foot has its own place in the template."""

    HEAD = "head"
    CARD = "card"
    DETAILS = "details"
    FACTS = "facts"
    FOOT = "foot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of an entry.

    `name`: the column of the table and the name in forms. `label`: what pages call it, `title` what the booth page does
    where that is shorter, `hint` what stands below it in forms: Indonesian, with their English in the catalogue.
    `headers`: of an import's column, English and Indonesian; `guide`: what a template says of it; `width`: of its
    column there, in characters; `examples`: of three rows. `limit`: the most characters; 0 where none are typed.
    `is_required`: no entry is without it; `in_every_sheet`: an import must have it. `is_proposable`: innovators may
    propose another value. `is_counted`: a complete profile has it. `place`: None for what the booth page does not show
    as a field.
    """

    name: str
    shape: Shape
    group: Group
    label: str
    headers: tuple[str, str]
    guide: Sentence
    width: int
    examples: tuple[str, str, str] = ("", "", "")
    title: str = ""
    hint: str = ""
    limit: int = 0
    rows: int = 4
    is_wide: bool = False
    place: Place | None = None
    is_required: bool = False
    in_every_sheet: bool = False
    is_proposable: bool = True
    is_counted: bool = False

    @property
    def column(self) -> str:
        """What an import calls it: a sheet names a category, a form sends its number."""
        return "category" if self.shape is Shape.CATEGORY else self.name
