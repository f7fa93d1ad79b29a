"""How long what could lead back to a phone is kept after an exhibition, in days."""

from datetime import date, timedelta

from showcase.kernel.errors import N_, DomainError

USUAL_DAYS = 90
# Objections and audits come within the year; beyond ten years nothing is kept for them.
LONGEST_DAYS = 3650


class KeysNeededError(DomainError):
    """The voters' key can't be destroyed yet: the result is not published, or the retention is not over."""

    code = "keys-needed"
    status = 409
    sentence = N_("Belum dimusnahkan: hasilnya belum diumumkan, atau masa simpannya belum lewat.")


class ConfirmationNeededError(DomainError):
    """An act that can't be undone must be confirmed."""

    code = "confirmation-needed"
    status = 422
    sentence = N_("Belum dimusnahkan: tandai dulu bahwa Anda mengerti ini tidak bisa dibatalkan.")


def ends_on(last_day: date | None, published_on: date | None, days: int) -> date | None:
    """The day on which the retention is over: `days` after the last day, or after the publication where that came
    later; None while neither is known. Every day is one of the exhibition's own calendar.
    """
    known = [day for day in (last_day, published_on) if day is not None]
    return max(known) + timedelta(days=days) if known else None
