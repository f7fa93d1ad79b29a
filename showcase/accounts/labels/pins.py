"""What a wrong PIN is answered, where a card is entered and where something is confirmed with it."""

from flask_babel import ngettext

from showcase.accounts.rules.cards import CardLockedError, PinWrongError
from showcase.kernel.errors import DomainError
from showcase.kernel.refusals import sentence


def told(error: DomainError) -> tuple[str, str]:
    """A refusal's code and sentence. A wrong PIN says how many tries are left, the last that the card is locked."""
    if not isinstance(error, PinWrongError):
        return error.code, sentence(error.code)
    left = int(error.details["left"])
    if not left:
        return CardLockedError.code, sentence(CardLockedError.code)
    return error.code, sentence(error.code) + " " + ngettext("Sisa %(num)s percobaan.", "Sisa %(num)s percobaan.", left)
