"""The criteria of every category, as the public rules page lists them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.exhibitions.tables import Category
from showcase.jury.tables import Criterion


@dataclass(frozen=True, slots=True)
class DeclaredCriterion:
    """A criterion as it is published: its name, its weight in basis points, its maximum in hundredths."""

    name: str
    description: str
    weight_bp: int
    max_centi: int


def criteria(session: Session, exhibition_id: int) -> dict[str, list[DeclaredCriterion]]:
    """The criteria by category's slug, in declared order. One query."""
    rows = session.execute(
        select(Category.slug, Criterion)
        .join(Category, Category.id == Criterion.category_id)
        .where(Category.exhibition_id == exhibition_id)
        .order_by(Category.position, Category.id, Criterion.position, Criterion.id)
    )
    found: dict[str, list[DeclaredCriterion]] = {}
    for slug, row in rows:
        found.setdefault(slug, []).append(DeclaredCriterion(row.name, row.description, row.weight_bp, row.max_centi))
    return found
