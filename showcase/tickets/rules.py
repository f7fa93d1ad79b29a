"""The rules of tickets and kiosks."""

import hashlib
import hmac
import re
from datetime import timedelta
from enum import StrEnum

from showcase.kernel.codes import CROCKFORD, normal_code
from showcase.kernel.errors import N_, DomainError

# Desk mode: a tablet that lends each visitor one turn, and forgets the visitor afterwards.

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


# Tickets: one-time codes on paper, each worth one voter, and what may go wrong with them.

# The QR's token: 26 characters of five bits, of which 128 are random at least.
TOKEN_LENGTH = 26
LOCATOR_LENGTH, SECRET_LENGTH = 5, 8
# A batch is hashed and drawn while the browser waits: about ten seconds for the largest.
MOST_IN_BATCH = 500
MOST_TRIES, TRY_MINUTES = 5, 15
MOST_REASON = 500
_RANGE = re.compile(r"\s*([0-9]{1,7})\s*(?:[-–]\s*([0-9]{1,7})\s*)?")


class TicketState(StrEnum):
    """printed: in stock; handed: given to a visitor; used: bound to a phone or a desk; spoiled: worth nothing."""

    PRINTED = "printed"
    HANDED = "handed"
    USED = "used"
    SPOILED = "spoiled"


class TicketUnknownError(DomainError):
    """No ticket has this code. A wrong secret and an unknown locator get this same answer."""

    code = "ticket-unknown"
    status = 404
    sentence = N_("Kode tiket ini salah. Periksa lagi ketikannya, atau minta bantuan di meja panitia.")


class TicketFormError(DomainError):
    """What was typed has not the form of a ticket's code. It is no try."""

    code = "ticket-form"
    status = 422
    sentence = N_("Kode tiket terdiri dari 13 huruf dan angka, misalnya 7QK2M-9DAB-X4TR.")


class TicketTakenError(DomainError):
    """The ticket is bound to another phone, or to the desk."""

    code = "ticket-taken"
    status = 409
    sentence = N_("Tiket ini sudah dipakai di perangkat lain. Satu tiket hanya untuk satu pemilih.")


class TicketSpoiledError(DomainError):
    """The ticket was declared spoiled or lost."""

    code = "ticket-spoiled"
    status = 410
    sentence = N_("Tiket ini sudah dibatalkan panitia. Minta tiket lain di meja panitia.")


class TooManyTriesError(DomainError):
    """Five tries were wrong; `details["seconds"]` is how long to wait."""

    code = "too-many-tries"
    status = 429
    sentence = N_("Sudah lima kali salah. Tunggu 15 menit, lalu coba lagi.")
    retry_after = 900


class TicketRangeError(DomainError):
    """The numbers are none of tickets that this can be done with. Nothing was changed."""

    code = "ticket-range"
    status = 409
    sentence = N_("Belum diubah: ada nomor yang tidak ada, sudah dipakai, sudah dibatalkan, atau sudah diserahkan.")


class BatchSizeError(DomainError):
    """A batch has 1 to 500 tickets."""

    code = "batch-size"
    status = 422
    sentence = N_("Tulis jumlah tiket, 1 sampai 500.")


class BatchOvertakenError(DomainError):
    """Another batch was made meanwhile, with the numbers that this one has on its paper. Nothing was stored."""

    code = "batch-overtaken"
    status = 409
    sentence = N_(
        "Tidak dicetak: bundel lain baru saja dibuat, mungkin karena tombol ditekan dua kali. Lihat daftar bundel "
        "dulu, dan batalkan bundel yang berkasnya tidak sampai."
    )


class NoTicketsError(DomainError):
    """The exhibition's level needs no tickets, or its vote is over."""

    code = "no-tickets"
    status = 409
    sentence = N_("Pameran ini tidak memakai tiket, atau pemungutan suaranya sudah ditutup.")


def typed_code(text: str) -> tuple[str, str]:
    """Locator and secret from typed text; case, spaces, hyphens and look-alikes aside. Raises TicketFormError."""
    code = normal_code("".join(text.split()))
    if len(code) != LOCATOR_LENGTH + SECRET_LENGTH or any(c not in CROCKFORD for c in code):
        raise TicketFormError
    return code[:LOCATOR_LENGTH], code[LOCATOR_LENGTH:]


def shown_code(locator: str, secret: str) -> str:
    """A ticket's code as people read it: 7QK2M-9DAB-X4TR."""
    return f"{locator}-{secret[:4]}-{secret[4:]}"


def shown_number(serial: int) -> str:
    """A ticket's number as it is printed: 00042."""
    return f"{serial:05d}"


def typed_range(text: str) -> tuple[int, int]:
    """First and last number from "12" or "12-40". Raises TicketRangeError."""
    found = _RANGE.fullmatch(text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last:
        raise TicketRangeError
    return first, last


def bearer_key(pepper: str, bearer: str) -> str:
    """HMAC(exhibition's pepper, bearer): 128 bits, hex. `bearer` begins with what it is, such as `ticket/17`."""
    return hmac.new(pepper.encode(), bearer.encode(), hashlib.sha256).hexdigest()[:32]


def ticket_voter(pepper: str, ticket_id: int) -> str:
    """The voter that a ticket is, whichever phone holds it."""
    return bearer_key(pepper, f"ticket/{ticket_id}")
