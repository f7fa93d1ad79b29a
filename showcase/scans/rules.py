"""The walk through the hall before opening: each poster is scanned once, and the stand it hangs at is compared."""

from enum import StrEnum

from showcase.kernel.codes import normal_code
from showcase.kernel.errors import N_, DomainError

# What is kept of a text that is no code.
MOST_TYPED = 40


class Verdict(StrEnum):
    """What a scanned poster was.

    right: a valid code, at its own stand (or nobody said where); elsewhere: valid, but at another stand; replaced:
    printed before its code was issued anew; withdrawn: of an entry that was taken out; unknown: no code of this
    exhibition.
    """

    RIGHT = "right"
    ELSEWHERE = "elsewhere"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


class ScanBlankError(DomainError):
    """No code was given."""

    code = "scan-blank"
    status = 422
    sentence = N_("Ketik kode di poster, atau tempel alamatnya.")


class WalkNeededError(DomainError):
    """No walk with this phone was begun, or it was begun too long ago."""

    code = "walk-needed"
    status = 409
    sentence = N_("Mulai berkeliling dulu dengan ponsel ini; yang lama berakhir setelah empat jam.")


def typed_code(text: str) -> str:
    """The code in what somebody typed or pasted: a code in any letter case, or a booth's whole address.

    Raises ScanBlankError when there is nothing.
    """
    address = text.strip()
    place = address.lower().rfind("/b/")
    if place >= 0:
        address = address[place + 3 :].partition("?")[0].partition("#")[0].partition("/")[0]
    code = normal_code(address)[:MOST_TYPED].strip()
    if not code:
        raise ScanBlankError
    return code
