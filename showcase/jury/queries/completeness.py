"""How complete the judging is: sheets due, submitted, and still drafts."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.tables import Category
from showcase.jury.rules.scoring import COUNTED, SheetState
from showcase.jury.tables import Assignment, Recusal, Sheet


@dataclass(frozen=True, slots=True)
class Completeness:
    """Sheets of a category: how many are due, submitted or locked, and still drafts."""

    due: int
    submitted: int
    drafts: int


NOTHING_DUE = Completeness(0, 0, 0)


def completeness(session: Session, exhibition_id: int) -> Mapping[str, Completeness]:
    """Sheets by category's slug; recused pairs and withdrawn entries are not due. One query."""
    pairs = (
        select(Category.slug, Sheet.state, func.count(Assignment.juror_id))
        .select_from(Assignment)
        .join(Entry, Entry.id == Assignment.entry_id)
        .join(Category, Category.id == Entry.category_id)
        .outerjoin(Sheet, (Sheet.juror_id == Assignment.juror_id) & (Sheet.entry_id == Assignment.entry_id))
        .outerjoin(Recusal, (Recusal.juror_id == Assignment.juror_id) & (Recusal.entry_id == Assignment.entry_id))
        .where(Entry.exhibition_id == exhibition_id, Entry.status == Status.PUBLISHED, Recusal.juror_id.is_(None))
        .group_by(Category.slug, Sheet.state)
    )
    found: dict[str, dict[SheetState | None, int]] = {}
    for slug, state, number in session.execute(pairs):
        found.setdefault(slug, {})[state] = number
    return {
        slug: Completeness(
            due=sum(counts.values()),
            submitted=sum(counts.get(state, 0) for state in COUNTED),
            drafts=counts.get(SheetState.DRAFT, 0),
        )
        for slug, counts in found.items()
    }
