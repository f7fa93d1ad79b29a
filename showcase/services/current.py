"""Which exhibition is the current one: the one place that decides, for pages, commands and jurors alike.

The newest that is no archive; but one that is being prepared does not take over while another one is running.
"""

from collections.abc import Iterable
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
