"""Juror cards: a secret to scan and a PIN to type, and what may go wrong with them."""

import re

from showcase.kernel.errors import N_, DomainError

PIN_DIGITS = 6
# The fifth wrong PIN locks the card until the desk issues another.
MOST_TRIES = 5
# ASCII only: `\d` would take Arabic and full-width digits.
_PIN = re.compile(r"[0-9]{6}")
_AS_TYPED = re.compile(r"[0-9]{3}[ -]?[0-9]{3}")
_BETWEEN = re.compile(r"[ -]")


class CardUnknownError(DomainError):
    """The secret is no card's, the card was replaced, or its account is disabled: the answer is the same."""

    code = "card-unknown"
    status = 404
    sentence = N_("Kartu ini tidak berlaku lagi. Mintalah kartu baru di meja panitia; nilai Anda tersimpan.")


class CardLockedError(DomainError):
    """Five PINs were wrong. Only a new card helps."""

    code = "card-locked"
    status = 423
    sentence = N_(
        "Kartu ini terkunci setelah lima PIN yang salah. Mintalah kartu baru di meja panitia; nilai Anda tersimpan."
    )


class PinWrongError(DomainError):
    """The PIN is not this card's; `details["left"]` is how many tries remain."""

    code = "pin-wrong"
    status = 401
    sentence = N_("PIN salah.")


class PinFormError(DomainError):
    """What was typed is not six digits. It is no try."""

    code = "pin-form"
    status = 422
    sentence = N_("PIN terdiri dari enam angka.")


def is_pin(text: str) -> bool:
    """Whether what was typed has a PIN's form, 482913 or 482 913. No password has: those are longer."""
    return _AS_TYPED.fullmatch(text.strip()) is not None


def typed_pin(text: str) -> str:
    """The PIN from typed text; spaces and hyphens aside. Raises PinFormError."""
    pin = _BETWEEN.sub("", text)
    if not _PIN.fullmatch(pin):
        raise PinFormError(f"A PIN has {PIN_DIGITS} digits.")
    return pin


def shown_pin(pin: str) -> str:
    """A PIN as people read it: 482 913."""
    return f"{pin[:3]} {pin[3:]}"
