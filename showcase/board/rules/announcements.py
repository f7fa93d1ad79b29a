"""What the organizers tell the hall on every screen, and how screens are told apart."""

import re

from showcase.kernel.errors import N_, DomainError
from showcase.messages.rules import checked

LONGEST_ANNOUNCEMENT = 160
# Minutes that can be chosen; 0: until it is taken down.
MINUTES = (0, 1, 5, 15, 60)
MOST_SCREENS = 50
SCREEN_KEY = re.compile(r"[0-9a-f]{32}")


class AnnouncementLongError(DomainError):
    """More than 160 characters: nobody reads that from 20 metres."""

    code = "announcement-long"
    status = 422
    sentence = N_("Pengumuman terlalu panjang, paling banyak 160 huruf. Persingkat, lalu kirim lagi.")


class AnnouncementMinutesError(DomainError):
    """How long it stands was not chosen from what is offered."""

    code = "announcement-minutes"
    status = 422
    sentence = N_("Pilih berapa lama pengumuman tampil.")


def announced(words: str) -> str:
    """The announcement as it is stored: one line, 1 to 160 characters, none of them hidden.

    Raises MessageBlankError, MessageCharactersError and AnnouncementLongError.
    """
    line = " ".join(words.split())
    if len(line) > LONGEST_ANNOUNCEMENT:
        raise AnnouncementLongError
    return checked(line)
