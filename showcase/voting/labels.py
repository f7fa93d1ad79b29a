"""Voting in words and figures: availability, progress, the trail, and charts over time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from showcase.exhibitions.views import CategoryView, EntryView, ExhibitionView
from showcase.kernel.filters import language, whole
from showcase.kernel.refusals import sentence
from showcase.voting import visitor
from showcase.voting.rules import PASSING, Bar, peak

# Why a vote can't be cast, in words: the one table for pages, waiting votes and the stage.


class Words(NamedTuple):
    """What is said of one reason, besides the refusal's own sentence, which a vote that was tried is told.

    `page`: in place of the button, calmly, because nobody has tried anything yet (None: the refusal's own sentence);
    `waited`: a vote that waited on the phone for a signal (None: it is told in general); `stage`: the hall.
    """

    page: LazyString | None = None
    waited: LazyString | None = None
    stage: LazyString | None = None


WORDS: dict[str, Words] = {
    "voting-closed": Words(
        waited=_l("Pemungutan suara ditutup sebelum suara ini terkirim, jadi tidak tercatat."),
        stage=_l("Pemungutan suara ditutup"),
    ),
    "voting-paused": Words(
        page=_l("Pemungutan suara sedang dijeda. Suara yang sudah tercatat tetap aman."),
        waited=_l("Pemungutan suara sedang dijeda. Suara Anda belum tercatat; dikirim begitu dibuka lagi."),
        stage=_l("Pemungutan suara dijeda"),
    ),
    "not-open-yet": Words(
        page=_l("Pemungutan suara belum dibuka."),
        waited=_l("Pemungutan suara belum dibuka. Suara Anda belum tercatat; dikirim begitu dibuka."),
        stage=_l("pemungutan suara belum dibuka"),
    ),
    "entry-withdrawn": Words(
        page=_l("Inovasi ini ditarik dari lomba, jadi tidak bisa dipilih."),
        waited=_l("Inovasi ini sudah ditarik dari lomba, jadi suara ini tidak tercatat."),
    ),
    "scan-needed": Words(
        page=_l("Pindai kode QR di stan inovasi ini untuk memilihnya."),
        waited=_l("Suara ini tidak tercatat: pindai dulu kode QR di stannya."),
    ),
    "ticket-needed": Words(
        page=_l("Untuk memilih, gunakan tiket dari meja panitia."),
    ),
    "visits-needed": Words(
        waited=_l("Suara ini tidak tercatat: masih ada stan yang perlu dikunjungi dulu."),
    ),
}


def page_sentence(code: str, left: int = 0) -> str:
    """Why there is nothing to tap; empty where there is. `left`: booths still to visit."""
    if left:
        return ngettext(
            "Kunjungi %(num)s stan lagi, lalu suara Anda bisa diberikan.",
            "Kunjungi %(num)s stan lagi, lalu suara Anda bisa diberikan.",
            left,
        )
    return str(WORDS[code].page or sentence(code)) if code else ""


def waited(*, passing: bool) -> dict[str, str]:
    """Code -> what a vote that waited on the phone is told. `passing`: of the reasons after which it is sent again."""
    codes = {reason.code for reason in PASSING}
    return {code: str(words.waited) for code, words in WORDS.items() if words.waited and (code in codes) is passing}


# Votes over time as a page draws them: columns of an SVG without scale, with its words beside it.


@dataclass(frozen=True, slots=True)
class Column:
    """One bar: its place from the left, its height of 100 and the rest above it, and what it stands for."""

    place: int
    height: str
    rest: str
    label: str
    votes: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. `top` is what its full height stands for; `told` says in words what one sees."""

    columns: tuple[Column, ...]
    top: int
    told: str

    @property
    def ends(self) -> tuple[str, str, str]:
        """The labels under its first, middle and last column."""
        shown = self.columns
        return (shown[0].label, shown[len(shown) // 2].label, shown[-1].label)

    @property
    def filled(self) -> list[Column]:
        """The columns of its table: those with votes, the latest first."""
        return [column for column in reversed(self.columns) if column.votes]


def chart(bars: Sequence[Bar], zone: ZoneInfo) -> Chart:
    """The bars, at least one, with labels in local time; the day stands in them when they go over several."""
    most = peak(bars)
    top = _top(most.votes if most else 0)
    long = bars[-1].start - bars[0].start >= timedelta(hours=20)
    columns = tuple(
        Column(place, f"{share:.2f}", f"{100 - share:.2f}", _label(bar.start, zone, long), bar.votes)
        for place, bar in enumerate(bars)
        for share in (100 * bar.votes / top,)
    )
    total = sum(bar.votes for bar in bars)
    told = _("Belum ada suara dalam rentang ini.")
    if most:
        told = ngettext(
            "%(total)s suara; paling ramai %(most)s pada %(time)s.",
            "%(total)s suara; paling ramai %(most)s pada %(time)s.",
            total,
            total=whole(total),
            most=whole(most.votes),
            time=_label(most.start, zone, long),
        )
    return Chart(columns, top, told)


def _label(at: datetime, zone: ZoneInfo, long: bool) -> str:
    local = at.astimezone(zone)
    clock = f"{local:%H.%M}" if language() == "id" else f"{local:%H:%M}"
    return f"{local.day}/{local.month} {clock}" if long else clock


def _top(most: int) -> int:
    """The next of 5, 10, 20, 50, 100, ... so that the scale stays while the chart grows."""
    step = 5
    for factor in (2, 2, 2.5) * 8:
        if step >= most:
            break
        step = int(step * factor)
    return step


# How far a phone has come with its votes: over the categories, or of the votes that it has in all.


@dataclass(frozen=True, slots=True)
class Progress:
    """`chosen` of `total` categories, or, where an exhibition gives so many votes in all, of these votes.

    `missing`: the categories without a vote of this phone; empty where votes are not counted by category.
    """

    chosen: int
    total: int
    missing: tuple[CategoryView, ...]
    by_category: bool

    @property
    def text(self) -> str:
        """In words, in the page's language."""
        if not self.by_category:
            return _("%(chosen)s dari %(total)s suara sudah Anda pakai", chosen=self.chosen, total=self.total)
        if self.total and self.chosen == self.total:
            return _("Semua kategori sudah Anda pilih. Terima kasih!")
        return _("%(chosen)s dari %(total)s kategori sudah Anda pilih", chosen=self.chosen, total=self.total)


def progress(exhibition: ExhibitionView, voted: Collection[int]) -> Progress:
    """The progress of a phone whose standing votes are for these entries; votes for withdrawn ones do not count."""
    known = [exhibition.by_id[entry_id] for entry_id in voted if entry_id in exhibition.standing]
    if exhibition.vote_limit is not None:
        return Progress(len(known), exhibition.vote_limit, (), by_category=False)
    done = {entry.category.id for entry in known}
    missing = tuple(category for category in exhibition.categories if category.id not in done)
    total = len(exhibition.categories)
    return Progress(total - len(missing), total, missing, by_category=True)


# The trail on a phone's own page: which booths it has visited, category by category.

# Above this many booths only the groups that are not finished begin open.
OPEN_AT_ONCE = 24


@dataclass(frozen=True, slots=True)
class Group:
    """The booths of one category in booth order, each with whether it was visited."""

    category: CategoryView
    booths: tuple[tuple[EntryView, bool], ...]
    visited: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Trail:
    """All booths of an exhibition that were not withdrawn. `left`: still to visit before voting."""

    groups: tuple[Group, ...]
    visited: int
    booths: int
    left: int

    @property
    def percent(self) -> int:
        """How much is done, 0 to 100, rounded down."""
        return 100 * self.visited // self.booths if self.booths else 0


def trail(exhibition: ExhibitionView, held: frozenset[int]) -> Trail:
    """The trail of a phone that has come through these entries' booths."""
    groups = tuple(_group(exhibition, category, held) for category in exhibition.categories)
    return Trail(
        groups=tuple(group for group in groups if group.booths),
        visited=len(held & exhibition.standing),
        booths=len(exhibition.standing),
        left=visitor.still_to_visit(exhibition, held),
    )


def _group(exhibition: ExhibitionView, category: CategoryView, held: frozenset[int]) -> Group:
    booths = tuple(
        (entry, entry.id in held)
        for entry in exhibition.entries
        if entry.category.id == category.id and not entry.withdrawn
    )
    visited = sum(done for _, done in booths)
    small = len(exhibition.standing) <= OPEN_AT_ONCE
    return Group(category, booths, visited, is_open=small or 0 < visited < len(booths))
