"""Entries: their states, slugs and booth codes."""

import re
import unicodedata
from collections.abc import Container
from enum import StrEnum

from showcase.domain.errors import N_, DomainError

# Crockford's base 32: no I, L, O or U, so that a code survives being read aloud and typed.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 5
_ALIASES = str.maketrans("ILOilo", "110110")
SLUG_LENGTH = 60
# Addresses below an exhibition's own, or in the back office, that are taken: no entry or exhibition may be called so.
RESERVED_SLUGS = frozenset({"privacy", "new"})


class Status(StrEnum):
    """draft is seen by staff only; withdrawn stays readable, but can't be voted for or scored."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class EntryWithdrawnError(DomainError):
    """The entry was withdrawn."""

    code = "entry-withdrawn"
    status = 409
    sentence = N_("Inovasi ini ditarik dari lomba, jadi tidak bisa dipilih. Anda bisa memilih inovasi lain.")


class CategoryFixedError(DomainError):
    """An entry with votes or sheets can't change its category."""

    code = "category-fixed"
    status = 409
    sentence = N_("Kategori tidak bisa diganti, karena inovasi ini sudah punya suara atau lembar nilai.")


class EntryJudgedError(DomainError):
    """An entry with votes or sheets can't become a draft again: it is withdrawn, with a reason."""

    code = "entry-judged"
    status = 409
    sentence = N_(
        "Inovasi yang sudah punya suara atau lembar nilai tidak bisa menjadi draf lagi. Tarik dari lomba, bila perlu."
    )


class CodeReplacedError(DomainError):
    """The booth's code was issued anew; this one is on an old poster."""

    code = "code-replaced"
    status = 410
    sentence = N_(
        "Poster ini tidak berlaku lagi, karena kode stannya sudah diganti. Pindai poster baru di stan itu, atau cari "
        "inovasinya di daftar."
    )


class CodesChangedError(DomainError):
    """Somebody replaced these codes since the form was drawn."""

    code = "codes-changed"
    status = 409
    sentence = N_("Belum diganti: kode sudah diganti orang lain sejak halaman ini dibuka. Muat ulang dulu.")


class BoothTakenError(DomainError):
    """Another entry of the exhibition has this booth."""

    code = "booth-taken"
    status = 409
    sentence = N_("Nomor stan ini sudah dipakai inovasi lain.")


def normal_code(text: str) -> str:
    """The code as stored, from what somebody typed: letter case, hyphens and look-alikes (I, L, O) do not matter."""
    return text.strip().replace("-", "").translate(_ALIASES).upper()


def code_from(number: int, length: int = CODE_LENGTH) -> str:
    """`length` Crockford characters from a non-negative (random) number."""
    characters = []
    for _ in range(length):
        number, index = divmod(number, 32)
        characters.append(CROCKFORD[index])
    return "".join(characters)


def slug_from(text: str, taken: Container[str], fallback: str = "inovasi") -> str:
    """A URL's name for a text: lower-case ASCII letters, digits, hyphens; 60 at most; numbered when taken or reserved.

    `fallback` is the name of a text without any such letter.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:SLUG_LENGTH].strip("-") or fallback
    slug, number = base, 1
    while slug in taken or slug in RESERVED_SLUGS:
        number += 1
        tail = f"-{number}"
        slug = base[: SLUG_LENGTH - len(tail)].rstrip("-") + tail
    return slug
