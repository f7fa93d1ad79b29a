"""The rules of the stage: rows, and announcements."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from showcase.exhibitions.rules import Visibility
from showcase.kernel.errors import N_, DomainError
from showcase.messages.rules import checked

# What the organizers tell the hall on every screen, and how screens are told apart.

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


# The board: what the screen shows, and what the exhibition's rules hide at this moment.


class FreezePastError(DomainError):
    """The board can't be frozen at a moment that is over."""

    code = "freeze-past"
    status = 422
    sentence = N_("Waktu itu sudah lewat. Pilih waktu yang akan datang, atau bekukan sekarang.")


class FrozenError(DomainError):
    """The board is frozen already."""

    code = "frozen-already"
    status = 409
    sentence = N_("Layar sudah beku. Cairkan dulu untuk menjadwalkan lagi.")


@dataclass(frozen=True, slots=True)
class Counted:
    """An entry with its votes and its public score (four decimals); jury and final only when published."""

    entry: str
    name: str
    booth: str
    votes: int
    public: str
    place: int | None = None
    jury: str | None = None
    final: str | None = None


def rows(counted: Sequence[Counted], visibility: Visibility) -> list[dict[str, Any]]:
    """The rows of a category as every surface shows them: what is hidden is null, and the order tells nothing of it."""
    if visibility is Visibility.HIDDEN:
        return [_row(item, None, shared=False, visibility=visibility) for item in sorted(counted, key=_by_booth)]
    places = {item.entry: _place(item, counted) for item in counted}
    ranked = sorted(counted, key=lambda item: (places[item.entry] or len(counted) + 1, item.booth, item.entry))
    taken = list(places.values())
    return [
        _row(item, place, shared=place is not None and taken.count(place) > 1, visibility=visibility)
        for item in ranked
        for place in (places[item.entry],)
    ]


def _place(item: Counted, counted: Sequence[Counted]) -> int | None:
    """The place of what has a score or votes; None of what has neither."""
    if item.place is not None:
        return item.place
    return 1 + sum(1 for other in counted if other.votes > item.votes) if item.votes else None


def _by_booth(item: Counted) -> tuple[str, str]:
    return item.booth, item.entry


def _row(item: Counted, place: int | None, *, shared: bool, visibility: Visibility) -> dict[str, Any]:
    shown = visibility is Visibility.COUNTS
    return {
        "place": place,
        "shared": shared,
        "entry": item.entry,
        "name": item.name,
        "booth": item.booth,
        "votes": item.votes if shown else None,
        "public": item.public if shown else None,
        "jury": item.jury,
        "final": item.final,
    }


def total(counted: Sequence[Counted], visibility: Visibility) -> int | None:
    """A category's votes, where numbers may be shown."""
    return sum(item.votes for item in counted) if visibility is Visibility.COUNTS else None


@dataclass(frozen=True, slots=True)
class Bar:
    """A row's bar on the stage: its length from 0 to 100, and the weighted parts of a published score (not cut)."""

    share: Fraction
    jury: Fraction | None = None
    public: Fraction | None = None

    @property
    def jury_length(self) -> Fraction:
        """How much of the bar is the jury's; the rest is the public's."""
        return min(max(self.jury or Fraction(0), Fraction(0)), self.share)


def bar(row: Mapping[str, Any], most: int, jury_weight: Fraction, public_weight: Fraction) -> Bar:
    """The bar of a row of `rows`: its final score once that is published, else its votes beside the category's most.

    What is hidden has no length.
    """
    if row["final"] is None:
        return Bar(Fraction(100 * (row["votes"] or 0), most) if most else Fraction(0))
    share = min(max(Fraction(row["final"]), Fraction(0)), Fraction(100))
    return Bar(share, jury_weight * Fraction(row["jury"]), public_weight * Fraction(row["public"]))


def left(now: datetime, until: datetime | None) -> tuple[int, int, int] | None:
    """Hours, minutes and seconds until a moment; None without one, or once it has come."""
    if until is None or now >= until:
        return None
    minutes, seconds = divmod(int((until - now).total_seconds()), 60)
    return minutes // 60, minutes % 60, seconds


def frozen_since(frozen_at: datetime | None, freeze_at: datetime | None, now: datetime) -> datetime | None:
    """Since when the board stands still: by hand, or because the moment planned for it has come. None: it moves."""
    if frozen_at is not None:
        return frozen_at
    return freeze_at if freeze_at is not None and now >= freeze_at else None


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two boards show the same, their moments aside."""
    return {**one, "as_of": None} == {**other, "as_of": None}
