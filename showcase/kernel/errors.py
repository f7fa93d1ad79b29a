"""Refusals: each class states its code, its HTTP status and its sentence."""

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar


def N_(text: str) -> str:  # noqa: N802 - gettext's name, which the collector of texts looks for
    """Mark a text for translation; it is translated where it is shown."""
    return text


# For refusals that a page tells at the fields that are wrong, or only a command tells.
REFUSED = N_("Permintaan ini ditolak. Tidak ada yang berubah.")


class DomainError(Exception):
    """A use case was refused; nothing was changed.

    A subclass states all of `code`, `status` and `sentence`, or none of them to be told as the refusal that it
    extends. `code` is stable and is what pages, scripts and tests rely on. `status` is HTTP's: 422 for what a person
    can mend in the form. `sentence` is what people read, in Indonesian, to be translated: what happened, that nothing
    was lost, and what to do. `retry_after`: seconds until another try makes sense.

    The message is English, for the command line and the log; without one it is what the class says of itself.
    `details` are values for whoever shows more than the sentence.
    """

    code: ClassVar[str]
    status: ClassVar[int]
    sentence: ClassVar[str]
    retry_after: ClassVar[int | None] = None

    def __init__(self, message: str = "", **details: str | int) -> None:
        super().__init__(message or _first_sentence(type(self).__doc__ or type(self).__name__))
        self.details: Mapping[str, str | int] = details


def refusals(above: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    """Every refusal of the modules that are loaded; one that extends two others comes twice."""
    for refusal in above.__subclasses__():
        yield refusal
        yield from refusals(refusal)


def refusal_of(code: str) -> type[DomainError] | None:
    """The refusal that states this code; None for a code of something else, such as a field's or a ranking's."""
    return next((refusal for refusal in refusals() if refusal.code == code), None)


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=\.)\s", " ".join(text.split()), maxsplit=1)[0]


class NotFoundError(DomainError):
    """There is nothing of that name. Also for what is another person's, so that a stranger learns nothing."""

    code = "not-found"
    status = 404
    sentence = N_("Halaman ini tidak ada. Periksa alamatnya, atau mulai dari daftar inovasi.")


class TextInvalidError(DomainError):
    """The database can't store a text as it was sent, such as one with a character of value 0."""

    code = "text-invalid"
    status = 422
    sentence = N_("Ada huruf yang tidak bisa disimpan.")


class TooManyError(DomainError):
    """Too many of the same act from one device in a short time; `details["seconds"]` is how long to wait."""

    code = "too-many"
    status = 429
    sentence = N_("Terlalu cepat. Suara terakhir Anda tetap tercatat; tunggu sebentar, lalu coba lagi.")
    retry_after = 30


class ReasonNeededError(DomainError):
    """A recorded act needs a reason."""

    code = "reason-needed"
    status = 422
    sentence = N_("Tuliskan alasannya.")


class StaleFormError(DomainError):
    """The form is too old, altered, another phone's, or was used."""

    code = "stale-form"
    status = 409
    sentence = N_("Suara Anda belum berubah, karena halaman ini sudah lama terbuka. Silakan sentuh sekali lagi.")


class CookiesNeededError(DomainError):
    """The phone sent no cookie at all."""

    code = "cookies-needed"
    status = 403
    sentence = N_(
        "Suara Anda belum tercatat, karena peramban ini menolak kuki. Izinkan kuki untuk alamat ini, lalu coba lagi."
    )
