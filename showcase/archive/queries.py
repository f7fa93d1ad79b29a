"""Every exhibition of the installation on one list, with the little that tells them apart."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry, Tally
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.views import Catalogue, ExhibitionView


@dataclass(frozen=True, slots=True)
class Line:
    """An exhibition and its counts; None is what nobody recorded (votes) or what is not known yet (winners)."""

    shown: ExhibitionView
    is_current: bool
    entries: int
    votes: int | None
    winners: int | None


def lines(session: Session, known: Catalogue) -> list[Line]:
    """The current one, then the others of today, the newest first, then the archive, the latest year first. One query,
    however many exhibitions: the rest is in the catalogue.
    """
    votes = _votes(session)
    today = [view for view in known.exhibitions.values() if not view.is_archive]
    today.sort(key=lambda view: (view is known.current, view.id), reverse=True)
    return [
        Line(
            shown=view,
            is_current=view is known.current,
            entries=len(view.entries),
            votes=votes.get(view.id, 0) if view.has_figures else None,
            winners=_winners(view) if view.phase is Phase.PUBLISHED else None,
        )
        for view in (*today, *known.archived)
    ]


def _votes(session: Session) -> dict[int, int]:
    """Standing votes by exhibition, those for withdrawn entries left out as in every count."""
    rows = session.execute(
        select(Entry.exhibition_id, func.sum(Tally.votes))
        .join(Tally, Tally.entry_id == Entry.id)
        .where(Entry.status == Status.PUBLISHED)
        .group_by(Entry.exhibition_id)
    )
    return {row[0]: int(row[1]) for row in rows}


def _winners(view: ExhibitionView) -> int:
    return sum(entry.place is not None for entry in view.entries)
