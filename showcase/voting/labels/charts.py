"""Votes over time as a page draws them: columns of an SVG without scale, with its words beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from showcase.kernel.filters import language, whole
from showcase.voting.rules.turnout import Bar, peak


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
