"""Which exhibition is the current one: the one place that decides, for pages, commands and jurors alike.

The newest that is not in the archive; but one that is being prepared does not take over while another one is running.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from sqlalchemy import ScalarSelect, case, select

from showcase.domain.phases import RUNNING, Phase
from showcase.models import Exhibition


class Candidate(Protocol):
    """What the choice depends on."""

    @property
    def id(self) -> int: ...
    @property
    def phase(self) -> Phase: ...
    @property
    def is_archive(self) -> bool: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...


class Why(StrEnum):
    """Why an exhibition is the current one (RUNS, NEWEST), or is not."""

    RUNS = "runs"
    NEWEST = "newest"
    ANOTHER_RUNS = "another-runs"
    OLDER = "older"
    ARCHIVED = "archived"


Kind = TypeVar("Kind", bound=Candidate)


def current_id() -> ScalarSelect[Any]:
    """The current exhibition's id, inside of another query; null when there is none."""
    runs = case((Exhibition.phase.in_(RUNNING), 0), else_=1)
    live = select(Exhibition.id).where(Exhibition.is_archive.is_(False))
    return live.order_by(runs, Exhibition.id.desc()).limit(1).correlate(None).scalar_subquery()


def current(exhibitions: Iterable[Kind]) -> Kind | None:
    """The same choice among exhibitions in memory."""
    live = [one for one in exhibitions if not one.is_archive]
    return max(live, key=lambda one: (one.phase in RUNNING, one.id), default=None)


def why(one: Candidate, chosen: Candidate | None) -> Why:
    """The reason that holds for this exhibition, `chosen` being the current one."""
    if one.is_archive or chosen is None:
        return Why.ARCHIVED
    if one.id == chosen.id:
        return Why.RUNS if chosen.phase in RUNNING else Why.NEWEST
    return Why.ANOTHER_RUNS if chosen.phase in RUNNING else Why.OLDER


def archived(exhibitions: Iterable[Kind]) -> tuple[Kind, ...]:
    """The archive, the latest year first; by its days, because an early year may have been brought in last."""
    gone = [one for one in exhibitions if one.is_archive]
    return tuple(sorted(gone, key=lambda one: (one.ends_on or one.starts_on or date.min, one.id), reverse=True))
