"""The terms of the regency's innovation register, in which an entry's profile is written."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Tahapan inovasi."""

    INITIATIVE = "initiative"
    TRIAL = "trial"
    IMPLEMENTATION = "implementation"


class Form(StrEnum):
    """Bentuk inovasi."""

    GOVERNANCE = "governance"
    SERVICE = "service"
    OTHER = "other"


class Kind(StrEnum):
    """Jenis inovasi."""

    DIGITAL = "digital"
    NON_DIGITAL = "non-digital"


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the register: the stored value, its labels in both languages, and other ways to write it."""

    value: str
    indonesian: str
    english: str
    also: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """The label in `en`; in Indonesian for anything else."""
        return self.english if language == "en" else self.indonesian


TERMS: dict[str, tuple[Term, ...]] = {
    "stage": (
        Term(Stage.INITIATIVE, "Inisiatif", "Initiative"),
        Term(Stage.TRIAL, "Uji coba", "Trial", ("ujicoba",)),
        Term(Stage.IMPLEMENTATION, "Penerapan", "Implementation"),
    ),
    "form": (
        Term(Form.GOVERNANCE, "Tata kelola pemerintahan", "Governance"),
        Term(Form.SERVICE, "Pelayanan publik", "Public service"),
        Term(Form.OTHER, "Bentuk lainnya", "Other", ("lainnya",)),
    ),
    "kind": (
        Term(Kind.DIGITAL, "Digital", "Digital"),
        Term(Kind.NON_DIGITAL, "Non digital", "Non digital", ("nondigital",)),
    ),
}
# What an import may write for each field -> the stored value. All lower case.
WORDS: dict[str, dict[str, str]] = {
    field: {
        word.lower(): str(term.value)
        for term in terms
        for word in (term.value, term.indonesian, term.english, *term.also)
    }
    for field, terms in TERMS.items()
}


def label(field: str, value: str, language: str) -> str:
    """How a page writes a stored value of `stage`, `form` or `kind`; the value itself if the register lacks it."""
    return next((term.label(language) for term in TERMS[field] if term.value == value), value)
