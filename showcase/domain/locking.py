"""Locking a category's sheets, and what is seen only afterwards."""

from showcase.domain.errors import DomainError
from showcase.domain.phases import DECIDED, Phase


class SheetsOpenError(DomainError):
    """Some of the juror's sheets in this category are not submitted yet, or there is none to lock."""

    code = "sheets-open"


class NotLockedError(DomainError):
    """The juror has not locked the own sheets of this category, so the others' stay hidden."""

    code = "not-locked"


class ConfirmationWrongError(DomainError):
    """The password that should confirm the lock is wrong."""

    code = "confirmation-wrong"


def vote_is_over(phase: Phase) -> bool:
    """Whether the public vote can't be opened again, so that the jury may see it."""
    return phase is Phase.DELIBERATION or phase in DECIDED
