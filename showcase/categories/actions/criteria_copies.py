"""Criteria taken from another category, of this exhibition or an earlier one, or given to all categories at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.categories.actions import criteria as criteria_edits
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Category, Exhibition
from showcase.jury.queries import criteria
from showcase.jury.queries.criteria_use import is_scored
from showcase.jury.rules.criteria import CriteriaOpenedError, CriteriaScoredError, CriterionRow
from showcase.jury.tables import Criterion
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Source:
    """A category that has criteria to copy. `key` is "<exhibition>/<category>"."""

    key: str
    exhibition: str
    category: str
    criteria: int


def sources(session: Session, exhibition_id: int, besides: str) -> tuple[Source, ...]:
    """Every other category with criteria: this exhibition's first, then the newest exhibition's. One query."""
    number = func.count(Criterion.id)
    rows = session.execute(
        select(Exhibition.id, Exhibition.slug, Exhibition.name, Category.slug, Category.name, number)
        .join(Category, Category.exhibition_id == Exhibition.id)
        .join(Criterion, Criterion.category_id == Category.id)
        .group_by(Exhibition.id, Exhibition.slug, Exhibition.name, Category.id, Category.slug, Category.name)
        .order_by(Exhibition.id != exhibition_id, Exhibition.id.desc(), Category.position, Category.id)
    )
    return tuple(
        Source(f"{exhibition}/{category}", title, name, count)
        for owner, exhibition, title, category, name, count in rows
        if (owner, category) != (exhibition_id, besides)
    )


def rows_from(session: Session, key: str) -> tuple[CriterionRow, ...]:
    """The criteria of the category with this key. Raises NotFoundError."""
    # PostgreSQL takes no NUL in a text, and no address holds one.
    exhibition, _, category = key.replace("\0", "").partition("/")
    found = session.scalar(
        select(Category.id)
        .join(Exhibition, Exhibition.id == Category.exhibition_id)
        .where(Exhibition.slug == exhibition, Category.slug == category)
    )
    if found is None:
        raise NotFoundError
    return criteria.rows_of(session, found)


def give_everywhere(
    session: Session, act: Act, exhibition_id: int, category_slug: str, rows: Sequence[CriterionRow], *, seen: str = ""
) -> int:
    """Make these rows the criteria of this category and of every other; answers how many others. All or none.

    Only in setup, and only while no category that would change has a score. Raises as `criteria.replace`;
    CriteriaScoredError names the category.
    """
    criteria_edits.replace(session, act, exhibition_id, category_slug, rows, seen=seen)
    if session.scalar(select(Exhibition.phase).where(Exhibition.id == exhibition_id)) is not Phase.SETUP:
        raise CriteriaOpenedError
    others = session.execute(
        select(Category.id, Category.slug, Category.name)
        .where(Category.exhibition_id == exhibition_id, Category.slug != category_slug)
        .order_by(Category.position, Category.id)
    ).all()
    for category_id, slug, name in others:
        if is_scored(session, category_id):
            raise CriteriaScoredError(category=name)
        criteria_edits.replace(session, act, exhibition_id, slug, rows)
    return len(others)
