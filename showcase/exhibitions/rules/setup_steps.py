"""The steps from nothing to a printable hall, in the order of the work."""

from enum import StrEnum

from showcase.kernel.errors import N_, DomainError


class Step(StrEnum):
    """A step of the set-up; each is a page of the back office."""

    ACCOUNT = "account"
    EXHIBITION = "exhibition"
    LOOK = "look"
    CATEGORIES = "categories"
    CRITERIA = "criteria"
    RULES = "rules"
    VOTERS = "voters"
    HOURS = "hours"
    PRIVACY = "privacy"
    ENTRIES = "entries"
    JURORS = "jurors"
    PRINT = "print"


# Nothing in the data says that these were looked at, so a person may: they are fine as they are.
MARKABLE = frozenset({Step.LOOK, Step.HOURS, Step.PRINT})


class SetupOpenError(DomainError):
    """Steps are still open, so the set-up can't be called finished."""

    code = "setup-open"
    status = 409
    sentence = N_("Masih ada langkah yang belum selesai. Lihat daftar di bawah.")
