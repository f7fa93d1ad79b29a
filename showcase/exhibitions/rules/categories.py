"""Categories: what may be said of one, and the four that a regency usually has."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from showcase.kernel.errors import N_, DomainError
from showcase.printing.palette import Palette

MOST_CATEGORIES = 20
NAME_LENGTH = 120
MOST_WINNERS = 50
# The groups of a regency's innovation contest, as the Innovative Government Award's participants are usually divided.
USUAL = ("SKPD", "Kecamatan", "UPTD Puskesmas", "Tenaga Pendidik")


class CategoryInvalidError(DomainError):
    """Some fields are wrong. `fields` maps each to a code: `text-needed`, `text-long`, `name-taken`, `winners-range`,
    `choice-needed`, `too-many`."""

    code = "category-invalid"
    status = 422
    sentence = N_("Kategori ini belum bisa disimpan. Perbaiki yang ditandai; yang lain tidak hilang.")

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("These fields can't be stored: " + ", ".join(f"{k} {v}" for k, v in fields.items()))
        self.fields = fields


class CategoryInUseError(DomainError):
    """A category with entries can't be removed."""

    code = "category-in-use"
    status = 409
    sentence = N_("Kategori ini belum bisa dihapus, karena masih ada inovasi di dalamnya.")


class CategoriesOpenedError(DomainError):
    """The vote has been opened: no category is added or removed any more."""

    code = "categories-opened"
    status = 409
    sentence = N_("Pameran sudah dibuka, jadi kategori tidak bisa ditambah atau dihapus lagi.")


@dataclass(frozen=True, slots=True)
class CategoryDescription:
    """What an organizer says of a category."""

    name: str
    palette: Palette
    winners: int = 5

    def faults(self, taken: Container[str]) -> dict[str, str]:
        """What is wrong, by field. `taken`: the other categories' names in lower case (casefold)."""
        wrong = {}
        if not self.name:
            wrong["name"] = "text-needed"
        elif len(self.name) > NAME_LENGTH:
            wrong["name"] = "text-long"
        elif not self.name.isprintable():
            wrong["name"] = "text-invalid"
        elif self.name.casefold() in taken:
            wrong["name"] = "name-taken"
        if not 1 <= self.winners <= MOST_WINNERS:
            wrong["winners"] = "winners-range"
        return wrong
