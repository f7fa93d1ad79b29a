"""The catalogue as each process keeps it in memory: read once for a generation of the content.

What reads it is told by the application (`keep`), because the entries stand above this room.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from sqlalchemy.orm import Session

from showcase.database import db
from showcase.exhibitions.views import Catalogue, ExhibitionView
from showcase.kernel import content
from showcase.kernel.errors import NotFoundError

MOST_RENDERED = 8192
DEFAULT_ZONE = "Asia/Makassar"
Kind = TypeVar("Kind")


@dataclass(slots=True)
class Memory:
    """What one process keeps between requests. `rendered` belongs to the catalogue in memory and goes with it."""

    load: Callable[[Session], Catalogue]
    catalogue: Catalogue | None = None
    rendered: dict[tuple[object, ...], Any] = field(default_factory=dict)


def keep(app: Flask, load: Callable[[Session], Catalogue]) -> None:
    """Begin with an empty memory; `load` reads the catalogue."""
    app.extensions["memory"] = Memory(load)


def memory() -> Memory:
    """This process's memory."""
    found: Memory = current_app.extensions["memory"]
    return found


def known() -> Catalogue:
    """The catalogue as this process knows it; `fresh` says whether that is still right."""
    kept = memory()
    if kept.catalogue is None:
        return reload()
    return kept.catalogue


def reload() -> Catalogue:
    """Read the catalogue again."""
    kept = memory()
    # A dictionary of its own for each catalogue: what a slower request still renders for the old one is not mixed in.
    kept.catalogue, kept.rendered = kept.load(db.session()), {}
    return kept.catalogue


def rendered(key: tuple[object, ...], make: Callable[[], Kind]) -> Kind:
    """What `make` renders for this key, made once for the catalogue in memory."""
    found = memory().rendered
    if key not in found:
        if len(found) >= MOST_RENDERED:
            found.clear()
        found[key] = make()
    made: Kind = found[key]
    return made


def fresh() -> Catalogue:
    """The catalogue, read again if its generation is old: one query. For pages that ask nothing else."""
    found = known()
    return found if content.generation(db.session()) == found.generation else reload()


def zone() -> ZoneInfo:
    """The time zone for pages that belong to no exhibition: that of the one in front."""
    front = fresh().front
    return front.zone if front else ZoneInfo(DEFAULT_ZONE)


def exhibition_or_404(slug: str) -> ExhibitionView:
    """The exhibition of this name. Raises NotFoundError."""
    found = fresh().exhibitions.get(slug)
    if found is None:
        raise NotFoundError
    return found


def years_beside(shown: ExhibitionView) -> list[ExhibitionView]:
    """The archive, the latest year first, without the exhibition that the page is about."""
    return [view for view in known().archived if view.id != shown.id]
