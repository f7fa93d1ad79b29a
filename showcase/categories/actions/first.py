"""The first categories of a new exhibition."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.categories.actions import categories
from showcase.exhibitions.actions.exhibitions import ExhibitionInvalidError, to_change
from showcase.exhibitions.rules import MOST_CATEGORIES, Phase, PhaseRefusedError
from showcase.exhibitions.tables import Category
from showcase.jury.rules.criteria import TEMPLATES
from showcase.kernel.act import Act


def add_categories(session: Session, act: Act, slug: str, names: Sequence[str], template: str) -> None:
    """Add categories, each with the template's criteria and the next free colour; those of the same name stay as
    they are. Before the opening only. Raises ExhibitionInvalidError, PhaseRefusedError.
    """
    row = to_change(session, slug)
    if row.phase is not Phase.SETUP:
        raise PhaseRefusedError("Categories can be added before the opening only.")
    there = list(session.scalars(select(Category).where(Category.exhibition_id == row.id)))
    have = {group.name.casefold() for group in there}
    wanted: dict[str, str] = {}
    for name in filter(None, map(str.strip, names)):
        wanted.setdefault(name.casefold(), name)
    fresh = [name for key, name in wanted.items() if key not in have]
    wrong = {}
    if not wanted or len(there) + len(fresh) > MOST_CATEGORIES or any(len(name) > 120 for name in fresh):
        wrong["categories"] = "categories-needed"
    if template not in TEMPLATES:
        wrong["criteria"] = "choice-needed"
    if wrong:
        raise ExhibitionInvalidError(wrong)
    made = categories.proposed(fresh, beside=[group.palette for group in there])
    categories.add(session, act, row.id, made, template=template)
