"""Which exhibition is the current one: the one place that decides, for pages, commands and jurors alike.

It is the one that an organizer chose (`exhibitions.make_current`); until somebody chooses, the first one. Preparing,
opening, publishing or archiving an exhibition changes nothing about it. Once it is put into the archive the front page
goes on showing it, but it is nobody's work any more: there is then no current one until another is chosen."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol, TypeVar

from sqlalchemy import ScalarSelect, exists, func, select

from showcase.exhibitions.tables import Exhibition
from showcase.kernel.tables import Installation


class Candidate(Protocol):
    """What the choice depends on."""

    @property
    def id(self) -> int: ...
    @property
    def is_archive(self) -> bool: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...


Kind = TypeVar("Kind", bound=Candidate)


def current_id() -> ScalarSelect[Any]:
    """The current exhibition's id, inside of another query; null when there is none."""
    live, chosen = Exhibition.is_archive.is_(False), Installation.current_exhibition_id
    undecided = ~exists(select(Installation.id).where(chosen.is_not(None)))
    by_choice = select(Exhibition.id).join(Installation, chosen == Exhibition.id).where(live)
    the_first = select(func.min(Exhibition.id)).where(live, undecided)
    either = func.coalesce(by_choice.correlate(None).scalar_subquery(), the_first.correlate(None).scalar_subquery())
    return select(either).correlate(None).scalar_subquery()


def current(exhibitions: Iterable[Kind], chosen_id: int | None) -> Kind | None:
    """The same among exhibitions in memory, `chosen_id` being the organizer's choice."""
    live = [one for one in exhibitions if not one.is_archive]
    if chosen_id is None:
        return min(live, key=lambda one: one.id, default=None)
    return next((one for one in live if one.id == chosen_id), None)


def archived(exhibitions: Iterable[Kind]) -> tuple[Kind, ...]:
    """The archive, the latest year first; by its days, because an early year may have been brought in last."""
    gone = [one for one in exhibitions if one.is_archive]
    return tuple(sorted(gone, key=lambda one: (one.ends_on or one.starts_on or date.min, one.id), reverse=True))
