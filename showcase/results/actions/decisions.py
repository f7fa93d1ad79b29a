"""The jury's decisions on ties as they are stored: the latest one of each category."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.exhibitions.tables import Category
from showcase.results.rules import Decision
from showcase.results.tables import TieDecision


def latest(session: Session, exhibition_id: int) -> dict[int, Decision]:
    """By category's id. Whether one still holds depends on the ranking (`domain.awards.holding`). One query."""
    rows = session.scalars(
        select(TieDecision)
        .join(Category, Category.id == TieDecision.category_id)
        .where(Category.exhibition_id == exhibition_id)
        .order_by(TieDecision.id)
    )
    return {
        row.category_id: Decision(
            place=row.place,
            entries=tuple(row.entries),
            shared=row.is_shared,
            state=row.state,
            reason=row.reason,
            decided_by=row.decided_by,
            at=row.at,
        )
        for row in rows
    }
