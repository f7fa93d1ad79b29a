"""The published result of a year of which only the awards are known."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.entries.rules.states import Status
from showcase.entries.tables import Award, Entry
from showcase.exhibitions.tables import Category as CategoryRow
from showcase.ranking.result import FORMAT


def without_figures(session: Session, exhibition_id: int) -> dict[str, Any]:
    """A result of which only the awards are known: what is unknown is null, never guessed."""
    rows = session.execute(
        select(CategoryRow.slug, Entry.slug, Award.place)
        .select_from(Entry)
        .join(CategoryRow, CategoryRow.id == Entry.category_id)
        .outerjoin(Award, (Award.entry_id == Entry.id) & (Award.kind == "place"))
        .where(Entry.exhibition_id == exhibition_id, Entry.status == Status.PUBLISHED)
        .order_by(CategoryRow.position, CategoryRow.id, Award.place.is_(None), Award.place, Entry.booth)
    )
    places: dict[str, list[tuple[str, int | None]]] = {}
    for category, entry, place in rows:
        places.setdefault(category, []).append((entry, place))
    return {
        "format": FORMAT,
        "bundle_sha256": None,
        "categories": [
            {
                "slug": category,
                "flags": [],
                "standings": [_unknown(entry, place, [other for _, other in found]) for entry, place in found],
                "corrections": {},
                "robustness": None,
                "quarantine_changes_awards": None,
            }
            for category, found in places.items()
        ],
    }


def _unknown(entry: str, place: int | None, places: list[int | None]) -> dict[str, Any]:
    shared = None if place is None else places.count(place) > 1
    figures = dict.fromkeys(("final", "jury", "public", "votes", "quarantined"))
    return {"entry": entry, "place": place, "shared": shared, **figures}
