"""Conflicts of interest: when to ask, and what is refused."""

import re
import unicodedata

from showcase.kernel.errors import N_, DomainError

MAX_REASON = 500


class RecusalReasonError(DomainError):
    """A recusal needs a reason of 1 to 500 characters."""

    code = "recusal-reason"
    status = 422
    sentence = N_("Tuliskan alasan konflik kepentingan, paling banyak 500 huruf.")


class RecusalAsksError(DomainError):
    """The sheet already holds scores: the juror has to say that they shall not count."""

    code = "recusal-asks"
    status = 409
    sentence = N_("Lembar ini sudah terisi. Bila Anda menyatakan konflik kepentingan, nilainya tidak dihitung.")


def same_office(first: str, second: str) -> bool:
    """Whether two names are of one office, as people type them: letter case, punctuation, "&" and spaces do not matter.

    Empty names are no office. It only ever leads to a question; nobody is recused by it.
    """
    return bool(_plain(first)) and _plain(first) == _plain(second)


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold().replace("&", " dan ")
    return " ".join(re.findall(r"\w+", folded))
