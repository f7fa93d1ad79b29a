"""Last year's exhibition as this year's beginning: what was decided is copied, what happened is not."""

from collections.abc import Iterable

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.actions.exhibitions import OFFERED_LEVELS, Description, named
from showcase.exhibitions.rules import Level
from showcase.exhibitions.tables import Category, RuleSet
from showcase.jury.tables import Criterion
from showcase.kernel import content
from showcase.kernel.act import Act

SETTINGS = (
    "level",
    "visibility",
    "vote_limit",
    "min_visits",
    "logo_digest",
    "logo_width",
    "accent",
    "privacy_office",
    "privacy_reach",
    "privacy_more",
    "retention_days",
    "objections_how",
    "panel_judges_all",
)


def create(session: Session, act: Act, described: Description, *, source: str) -> str:
    """Make an exhibition with another's categories, criteria, rules and settings; answers its slug.

    Never copied: entries, votes, codes, assignments, hours, the pepper. The rules come as a proposal, and whether money
    depends on the vote is asked again: both are declared anew each year. Jurors keep their accounts, and are
    brought into the new exhibition by an organizer. Raises ExhibitionInvalidError and NotFoundError.
    """
    old = named(session, source)
    slug = exhibitions.create(session, act, described)
    new = named(session, slug)
    for name in SETTINGS:
        setattr(new, name, getattr(old, name))
    if new.level not in OFFERED_LEVELS:
        new.level = Level.BOOTH
    _copy_categories(session, old.id, new.id)
    rules = session.get(RuleSet, old.id)
    if rules is not None:
        declared = _columns(rules, but={"exhibition_id", "confirmed_at", "confirmed_by"})
        session.add(RuleSet(exhibition_id=new.id, **declared))
    session.flush()
    act.record(session, "exhibition.copy", slug, exhibition_id=new.id, after={"source": old.slug})
    content.touch(session)
    return slug


def _copy_categories(session: Session, old_id: int, new_id: int) -> None:
    groups = list(session.scalars(select(Category).where(Category.exhibition_id == old_id).order_by(Category.id)))
    made = {
        group.id: Category(exhibition_id=new_id, **_columns(group, but={"id", "exhibition_id"})) for group in groups
    }
    session.add_all(made.values())
    session.flush()
    criteria = select(Criterion).where(Criterion.category_id.in_(made)).order_by(Criterion.id)
    session.add_all(
        Criterion(category_id=made[row.category_id].id, **_columns(row, but={"id", "category_id"}))
        for row in session.scalars(criteria)
    )
    session.flush()


def _columns(row: object, *, but: Iterable[str]) -> dict[str, object]:
    """Every column of a row except these, so that a column that is new next year is not forgotten."""
    left_out = set(but)
    names = [attribute.key for attribute in inspect(type(row)).column_attrs if attribute.key not in left_out]
    return {name: getattr(row, name) for name in names}
