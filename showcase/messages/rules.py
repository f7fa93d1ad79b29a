"""Messages of support, and questions, to an innovator: what may be written, how often, and what a moderator is told."""

import re
import unicodedata
from datetime import timedelta
from enum import StrEnum

from showcase.exhibitions.rules import Phase
from showcase.kernel.errors import N_, DomainError, TooManyError

LONGEST = 280
# A device may send this many messages within this time; every one of these limits holds.
LIMITS = ((3, timedelta(minutes=10)), (10, timedelta(days=1)))
# How many approved messages an entry's page shows.
SHOWN = 20
OPEN_PHASES = frozenset({Phase.VOTING, Phase.PAUSED, Phase.DELIBERATION})

# Zero-width joiners hold emoji together; every other invisible character hides something from the moderator.
_ALLOWED_INVISIBLE = frozenset("\n\u200d\ufe0f")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LINK = re.compile(
    r"https?:|www\.|\bwa\.me\b|\bt\.me\b|[\w-]+\.(?:com|net|org|info|biz|xyz|me|co|io|id|my|link|site|shop)\b", re.I
)
_PHONE = re.compile(r"\d(?:[\s().+-]{0,2}\d){7,}")


class MessageKind(StrEnum):
    """What a message is meant as."""

    SUPPORT = "support"
    QUESTION = "question"


class MessageState(StrEnum):
    """waiting until an organizer has decided; nobody else sees it before."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


class Hint(StrEnum):
    """What a moderator should look at twice."""

    LINK = "link"
    PHONE = "phone"


class MessageBlankError(DomainError):
    """There is nothing in the message that one could read."""

    code = "message-blank"
    status = 422
    sentence = N_("Pesan ini masih kosong. Tulis sesuatu, lalu kirim lagi.")


class MessageLongError(DomainError):
    """The message has more than 280 characters."""

    code = "message-long"
    status = 422
    sentence = N_(
        "Pesan ini terlalu panjang, paling banyak 280 huruf. Tidak ada yang hilang; persingkat, lalu kirim lagi."
    )


class MessageCharactersError(DomainError):
    """The message holds control or invisible characters."""

    code = "message-characters"
    status = 422
    sentence = N_(
        "Ada huruf tersembunyi di pesan ini yang tidak bisa dikirim. Ketik ulang bagian itu, lalu kirim lagi."
    )


class MessageKindError(DomainError):
    """Neither support nor question was chosen."""

    code = "message-kind"
    status = 422
    sentence = N_("Pilih dulu: dukungan atau pertanyaan.")


class MessagesClosedError(DomainError):
    """Nothing can be sent to this entry now."""

    code = "messages-closed"
    status = 409
    sentence = N_("Pesan bisa dikirim selama pameran berlangsung.")


class TooManyMessagesError(TooManyError):
    """3 messages in 10 minutes, or 10 in a day, were sent from this device already."""


def checked(text: str) -> str:
    """The message as it is stored: line ends as LF, tabs as spaces, NFC, outer space gone, 1 to 280 characters.

    Raises MessageCharactersError, MessageBlankError and MessageLongError.
    """
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()
    if any(unicodedata.category(c) in _HIDDEN and c not in _ALLOWED_INVISIBLE for c in plain):
        raise MessageCharactersError
    if not any(unicodedata.category(c)[0] in "LNPS" for c in plain):
        raise MessageBlankError
    if len(plain) > LONGEST:
        raise MessageLongError
    return re.sub(r"\n{3,}", "\n\n", plain)


def hints(text: str) -> tuple[Hint, ...]:
    """What a moderator should look at: something like a link, something like a telephone number (8 digits or more)."""
    found = []
    if _LINK.search(text):
        found.append(Hint.LINK)
    if _PHONE.search(text):
        found.append(Hint.PHONE)
    return tuple(found)
