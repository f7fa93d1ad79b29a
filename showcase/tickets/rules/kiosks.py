"""Desk mode: a tablet that lends each visitor one turn, and forgets the visitor afterwards."""

import re
from datetime import timedelta

from showcase.kernel.errors import N_, DomainError

KIOSK_TIME = timedelta(hours=12)
# A turn ends by itself: on the tablet after so many seconds without a touch, on the server after so many minutes.
IDLE_SECONDS = 30
TURN_TIME = timedelta(minutes=15)
MOST_NAME = 60
_PIN = re.compile(r"[0-9]{4,8}")


class KioskPinFormError(DomainError):
    """A kiosk's PIN has four to eight digits."""

    code = "kiosk-pin-form"
    status = 422
    sentence = N_("PIN kios terdiri dari empat sampai delapan angka.")


class KioskPinWrongError(DomainError):
    """The PIN is not this kiosk's. The try was counted."""

    code = "kiosk-pin-wrong"
    status = 401
    sentence = N_("PIN kios salah.")


class KioskNameError(DomainError):
    """A kiosk has a name of 1 to 60 letters, by which people find the tablet."""

    code = "kiosk-name"
    status = 422
    sentence = N_("Beri nama tablet ini, paling banyak 60 huruf.")


class KioskEndedError(DomainError):
    """The tablet is no kiosk, or no longer."""

    code = "kiosk-ended"
    status = 404
    sentence = N_("Tablet ini bukan kios lagi. Minta bantuan petugas meja.")


class TurnEndedError(DomainError):
    """The turn is over, or was never begun."""

    code = "turn-ended"
    status = 409
    sentence = N_("Giliran ini sudah selesai. Suara yang belum disentuh tidak tercatat.")


def checked_pin(text: str) -> str:
    """The PIN as typed, without spaces. Raises KioskPinFormError."""
    pin = text.replace(" ", "")
    if not _PIN.fullmatch(pin):
        raise KioskPinFormError
    return pin
