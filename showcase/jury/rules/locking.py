"""Locking a category's sheets, and what is seen only afterwards."""

from showcase.exhibitions.rules import DECIDED, Phase
from showcase.kernel.errors import N_, DomainError


class SheetsOpenError(DomainError):
    """Some of the juror's sheets in this category are not submitted yet, or there is none to lock."""

    code = "sheets-open"
    status = 409
    sentence = N_("Belum bisa dikunci: masih ada lembar yang belum dikirim di kategori ini.")


class NotLockedError(DomainError):
    """The juror has not locked the own sheets of this category, so the others' stay hidden."""

    code = "not-locked"
    status = 409
    sentence = N_("Kunci dulu lembar Anda di kategori ini; setelah itu nilai juri lain terbuka.")


class ConfirmationWrongError(DomainError):
    """The password that should confirm the lock is wrong."""

    code = "confirmation-wrong"
    status = 401
    sentence = N_("Kata sandi salah. Belum ada yang dikunci.")


def vote_is_over(phase: Phase) -> bool:
    """Whether the public vote can't be opened again, so that the jury may see it."""
    return phase is Phase.DELIBERATION or phase in DECIDED
