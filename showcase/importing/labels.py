"""An import's plan in words: what is wrong where, and what would change from what to what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from showcase.entries.rules import profile
from showcase.importing.actions.entries import EntryPlan
from showcase.importing.actions.plans import Change, Plan, State
from showcase.importing.rules.columns import RowError
from showcase.importing.rules.kinds import NAMES, Kind, header
from showcase.kernel import filters

# What a page shows of thousands: enough to see that it is right.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the preview; `fields` are (column, before, after)."""

    row: int
    key: str
    title: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one state: how many, and the first of them."""

    state: State
    number: int
    lines: tuple[Line, ...]


def kinds() -> dict[Kind, str]:
    """What can be imported, in the page's language."""
    return {kind: name.told({}, filters.language()) for kind, name in NAMES.items()}


def groups(plan: Plan, kind: Kind) -> list[Group]:
    """The plan's rows: changed ones first, because they are what somebody looks for."""
    found = []
    for state in (State.CHANGED, State.NEW, State.UNCHANGED):
        changes = [change for change in plan.changes if change.state is state]
        if changes:
            found.append(Group(state, len(changes), tuple(_line(change, kind) for change in changes[:SHOWN])))
    return found


def judges(plan: Plan) -> list[str]:
    """Who will judge the new entries: one sentence, or one a category where the panels differ."""
    if not isinstance(plan, EntryPlan) or not plan.judges:
        return []
    if not any(jurors for jurors, _new in plan.judges.values()):
        return [_("Inovasi baru belum mendapat juri; tugaskan nanti di halaman Penugasan.")]
    if len({jurors for jurors, _new in plan.judges.values()}) == 1:
        jurors = next(iter(plan.judges.values()))[0]
        return [_judged(sum(new for _jurors, new in plan.judges.values()), jurors, "")]
    return [_judged(new, jurors, name) for name, (jurors, new) in plan.judges.items()]


def errors(found: Iterable[RowError], kind: Kind) -> list[tuple[int, str, str]]:
    """(row, column, sentence) in the page's language."""
    language = filters.language()
    return [(error.row, header(kind, error.column, language), error.told(language)) for error in found]


def _judged(new: int, jurors: int, category: str) -> str:
    where = f"{category}: " if category else ""
    if not jurors:
        return where + _("inovasi barunya belum mendapat juri; tugaskan nanti di halaman Penugasan.")
    fresh = ngettext("%(num)s inovasi baru", "%(num)s inovasi baru", new)
    return where + ngettext(
        "%(new)s akan dinilai oleh %(num)s juri.", "%(new)s akan dinilai oleh %(num)s juri.", jurors, new=fresh
    )


def _line(change: Change, kind: Kind) -> Line:
    fields = tuple((header(kind, name, filters.language()), *_pair(name, pair)) for name, *pair in change.fields)
    return Line(change.row, change.key, change.title, fields)


def _pair(name: str, values: Sequence[Any]) -> tuple[str, str]:
    before, after = (_shown(name, value) for value in values)
    return before, after


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if name in profile.TERMS and value:
        return profile.label(name, str(value), filters.language())
    return str(value)
