"""The rules of an exhibition: phases, hours, levels, visits, retention, steps of the set-up."""

import base64
import binascii
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from showcase.kernel.errors import N_, REFUSED, DomainError
from showcase.printing.palette import Palette

# The archive: exhibitions that are over and nobody's work any more, with everything that is known about them.


class NotPublishedError(DomainError):
    """Only an exhibition whose result is published may be put away: of any other somebody still expects something."""

    code = "archive-unpublished"
    status = 409
    sentence = N_("Belum bisa masuk arsip: hasilnya belum diumumkan. Umumkan dulu di halaman Tahap.")


class NoFiguresError(DomainError):
    """A year that was brought in with its awards alone can't be taken out: there is nothing in it to work on."""

    code = "no-figures"
    status = 409
    sentence = N_("Tahun ini dimasukkan tanpa nilai dan suara, jadi tempatnya hanya di arsip.")


class InArchiveError(DomainError):
    """The exhibition is in the archive; this can only be done once it is taken out."""

    code = "in-archive"
    status = 409
    sentence = N_("Pameran ini ada di arsip. Keluarkan dulu dari arsip di halaman Semua pameran.")


# Categories: what may be said of one, and the four that a regency usually has.

MOST_CATEGORIES = 20
NAME_LENGTH = 120
MOST_WINNERS = 50
# The groups of a regency's innovation contest, as the Innovative Government Award's participants are usually divided.
USUAL = ("SKPD", "Kecamatan", "UPTD Puskesmas", "Tenaga Pendidik")


class CategoryInvalidError(DomainError):
    """Some fields are wrong. `fields` maps each to a code: `text-needed`, `text-long`, `name-taken`, `winners-range`,
    `choice-needed`, `too-many`."""

    code = "category-invalid"
    status = 422
    sentence = N_("Kategori ini belum bisa disimpan. Perbaiki yang ditandai; yang lain tidak hilang.")

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("These fields can't be stored: " + ", ".join(f"{k} {v}" for k, v in fields.items()))
        self.fields = fields


class CategoryInUseError(DomainError):
    """A category with entries can't be removed."""

    code = "category-in-use"
    status = 409
    sentence = N_("Kategori ini belum bisa dihapus, karena masih ada inovasi di dalamnya.")


class CategoriesOpenedError(DomainError):
    """The vote has been opened: no category is added or removed any more."""

    code = "categories-opened"
    status = 409
    sentence = N_("Pameran sudah dibuka, jadi kategori tidak bisa ditambah atau dihapus lagi.")


@dataclass(frozen=True, slots=True)
class CategoryDescription:
    """What an organizer says of a category."""

    name: str
    palette: Palette
    winners: int = 5

    def faults(self, taken: Container[str]) -> dict[str, str]:
        """What is wrong, by field. `taken`: the other categories' names in lower case (casefold)."""
        wrong = {}
        if not self.name:
            wrong["name"] = "text-needed"
        elif len(self.name) > NAME_LENGTH:
            wrong["name"] = "text-long"
        elif not self.name.isprintable():
            wrong["name"] = "text-invalid"
        elif self.name.casefold() in taken:
            wrong["name"] = "name-taken"
        if not 1 <= self.winners <= MOST_WINNERS:
            wrong["winners"] = "winners-range"
        return wrong


# The phases of an exhibition and the moves between them.


class Phase(StrEnum):
    """setup -> voting -> (paused <-> voting) -> deliberation -> final -> published."""

    SETUP = "setup"
    VOTING = "voting"
    PAUSED = "paused"
    DELIBERATION = "deliberation"
    FINAL = "final"
    PUBLISHED = "published"


NEXT: dict[Phase, tuple[Phase, ...]] = {
    Phase.SETUP: (Phase.VOTING,),
    Phase.VOTING: (Phase.PAUSED, Phase.DELIBERATION),
    Phase.PAUSED: (Phase.VOTING, Phase.DELIBERATION),
    Phase.DELIBERATION: (Phase.FINAL,),
    Phase.FINAL: (Phase.PUBLISHED,),
    Phase.PUBLISHED: (),
}

# The vote has been closed by hand, and nothing opens it again.
AFTER_VOTE = frozenset({Phase.DELIBERATION, Phase.FINAL, Phase.PUBLISHED})
DECIDED = frozenset({Phase.FINAL, Phase.PUBLISHED})


class PhaseRefusedError(DomainError):
    """The exhibition can't move from its phase to that one."""

    code = "phase-refused"
    status = 409
    sentence = N_("Tahap tidak bisa dipindah ke sana dari tahap yang sekarang.")


class NotReadyError(DomainError):
    """Something that must be true before the move is not; `details["missing"]` says what."""

    code = "phase-not-ready"
    status = 409
    sentence = N_("Belum bisa pindah tahap, masih ada yang kurang.")


class DecidedError(DomainError):
    """The result is fixed: nothing about it changes any more."""

    code = "result-fixed"
    status = 409
    sentence = N_("Hasil sudah ditetapkan, jadi ini tidak bisa diubah lagi.")


def check_move(current: Phase, wanted: Phase) -> None:
    """Refuse a move that the phases do not have. Raises PhaseRefusedError."""
    if wanted not in NEXT[current]:
        allowed = ", ".join(NEXT[current]) or "nothing: it is the last phase"
        raise PhaseRefusedError(
            f"An exhibition in phase {current} can't move to {wanted}; it can move to {allowed}.",
            current=current.value,
            wanted=wanted.value,
        )


# The hours of voting.


@dataclass(frozen=True, slots=True)
class Hours:
    """When an exhibition takes votes. `has_key`: the key that tells voters apart has not been destroyed yet."""

    phase: Phase
    opens_at: datetime | None
    closes_at: datetime | None
    has_key: bool = True

    def is_early(self, now: datetime) -> bool:
        """Whether the scheduled opening is still to come."""
        return self.opens_at is not None and now < self.opens_at

    def is_over(self, now: datetime) -> bool:
        """Whether the closing has passed, by the phase or by the schedule (the closing time itself is past it)."""
        return self.phase in AFTER_VOTE or (self.closes_at is not None and now >= self.closes_at)


class VotingClosedError(DomainError):
    """Voting has ended."""

    code = "voting-closed"
    status = 409
    sentence = N_("Pemungutan suara sudah ditutup. Suara yang sudah tercatat tetap dihitung.")


# What makes a voter, and what the board shows of the vote.


class Level(StrEnum):
    """What makes a voter, chosen before opening and never silently lowered."""

    OPEN = "open"
    BOOTH = "booth"
    TICKET = "ticket"
    EMAIL = "email"


class Visibility(StrEnum):
    """What the board shows of the vote: numbers, only the order, or nothing."""

    COUNTS = "counts"
    ORDER = "order"
    HIDDEN = "hidden"


# How long what could lead back to a phone is kept after an exhibition, in days.

USUAL_DAYS = 90
# Objections and audits come within the year; beyond ten years nothing is kept for them.
LONGEST_DAYS = 3650


class KeysNeededError(DomainError):
    """The voters' key can't be destroyed yet: the result is not published, or the retention is not over."""

    code = "keys-needed"
    status = 409
    sentence = N_("Belum dimusnahkan: hasilnya belum diumumkan, atau masa simpannya belum lewat.")


class ConfirmationNeededError(DomainError):
    """An act that can't be undone must be confirmed."""

    code = "confirmation-needed"
    status = 422
    sentence = N_("Belum dimusnahkan: tandai dulu bahwa Anda mengerti ini tidak bisa dibatalkan.")


def ends_on(last_day: date | None, published_on: date | None, days: int) -> date | None:
    """The day on which the retention is over: `days` after the last day, or after the publication where that came
    later; None while neither is known. Every day is one of the exhibition's own calendar.
    """
    known = [day for day in (last_day, published_on) if day is not None]
    return max(known) + timedelta(days=days) if known else None


# Whether an exhibition's hours make sense: what is impossible is refused, what is odd is told.


def same_clock(at: datetime | None, before: ZoneInfo, after: ZoneInfo) -> datetime | None:
    """The same time of day in another zone: who corrects the zone does not mean to move the opening."""
    return at.astimezone(before).replace(tzinfo=after) if at else None


def oddities(
    opens_at: datetime | None,
    closes_at: datetime | None,
    days: tuple[date | None, date | None],
    zone: ZoneInfo,
    now: datetime,
) -> Iterator[str]:
    """Codes of what an organizer should look at again. `days` are the exhibition's first and last, where known."""
    first, last = days
    opens, closes = (at.astimezone(zone).date() if at else None for at in (opens_at, closes_at))
    if first and opens and opens < first:
        yield "opens-before-first-day"
    if last and opens and opens > last:
        yield "opens-after-last-day"
    if last and closes and closes > last:
        yield "closes-after-last-day"
    if first and closes and closes < first:
        yield "closes-before-first-day"
    if closes_at and closes_at <= now:
        yield "closes-past"


# The steps from nothing to a printable hall, in the order of the work.


class Step(StrEnum):
    """A step of the set-up; each is a page of the back office."""

    ACCOUNT = "account"
    EXHIBITION = "exhibition"
    LOOK = "look"
    CATEGORIES = "categories"
    CRITERIA = "criteria"
    RULES = "rules"
    VOTERS = "voters"
    HOURS = "hours"
    PRIVACY = "privacy"
    ENTRIES = "entries"
    JURORS = "jurors"
    PRINT = "print"


# Nothing in the data says that these were looked at, so a person may: they are fine as they are.
MARKABLE = frozenset({Step.LOOK, Step.HOURS, Step.PRINT})


class SetupOpenError(DomainError):
    """Steps are still open, so the set-up can't be called finished."""

    code = "setup-open"
    status = 409
    sentence = N_("Masih ada langkah yang belum selesai. Lihat daftar di bawah.")


# The trail: which booths a phone has visited, how many it still needs, and the text that its cookie keeps of it.

MOST_REQUIRED = 200
# A cookie has room for a row of this many bits: 300 entries need 50 characters, ten thousand still fit.
SPAN = 16_384


class VisitsNeededError(DomainError):
    """The phone has to visit more booths before it may vote; `details["left"]` says how many."""

    code = "visits-needed"
    status = 403
    sentence = N_("Suara Anda belum tercatat, karena stan yang dikunjungi belum cukup.")


def visits_left(minimum: int, visited: int, booths: int) -> int:
    """How many booths a phone must still visit before it may vote.

    `minimum`: what the exhibition asks for (0: nothing); `visited` of `booths`, withdrawn entries left out of both. The
    minimum never asks for more booths than there are: withdrawing entries must not lock everybody out.
    """
    return max(0, min(minimum, booths) - visited)


def packed(numbers: Iterable[int]) -> str:
    """Entry numbers (positive) as a short text: the lowest, and a row of bits from it on, in URL-safe base 64.

    Numbers more than SPAN below the highest are left out: those are entries of exhibitions long past.
    """
    kept = sorted(set(numbers))
    if not kept:
        return ""
    first = next(number for number in kept if number > kept[-1] - SPAN)
    row = 0
    for number in kept:
        if number >= first:
            row |= 1 << (number - first)
    data = row.to_bytes((row.bit_length() + 7) // 8, "little")
    return f"{first}/{base64.urlsafe_b64encode(data).decode().rstrip('=')}"


def unpacked(text: str) -> frozenset[int]:
    """The numbers in a text that `packed` wrote; none of a text that it did not."""
    first, _, bits = text.partition("/")
    if not (first.isascii() and first.isdigit() and bits):
        return frozenset()
    try:
        data = base64.urlsafe_b64decode(bits + "=" * (-len(bits) % 4))
    except (binascii.Error, ValueError):
        return frozenset()
    start = int(first)
    eights = ((start + 8 * index, byte) for index, byte in enumerate(data) if byte)
    return frozenset(number + place for number, byte in eights for place in range(8) if byte >> place & 1)


# Choosing the voter level: what depends on the vote decides how much a vote must prove.

# From the weakest to the strongest promise that one person has one vote.
STRENGTH = (Level.OPEN, Level.BOOTH, Level.EMAIL, Level.TICKET)


class LevelFixedError(DomainError):
    """The vote has been opened: the level stays."""

    code = "level-fixed"
    status = 409
    sentence = N_("Pemungutan suara sudah pernah dibuka, jadi siapa yang boleh memilih tidak bisa diubah lagi.")


class LevelWeakError(DomainError):
    """Money or a rank depends on the vote, and the level can't promise one vote a person; it wants a confirmation."""

    code = "level-weak"
    status = 422
    sentence = REFUSED


def proposed(*, stakes: bool, offered: Collection[Level]) -> Level:
    """What we propose: tickets where money or a rank depends on the vote (if they are offered), else the booth."""
    return Level.TICKET if stakes and Level.TICKET in offered else Level.BOOTH


def is_weak(level: Level, *, stakes: bool) -> bool:
    """Whether more depends on the vote than this level can promise."""
    return stakes and STRENGTH.index(level) < STRENGTH.index(Level.TICKET)
