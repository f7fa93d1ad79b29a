"""Categories of an exhibition: making, describing, ordering and removing them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from showcase.accounts.tables import JurySeat
from showcase.categories.actions import criteria as criteria_edits
from showcase.declaration.actions import changes, rules
from showcase.declaration.rules import RuleKind
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import (
    DECIDED,
    MOST_CATEGORIES,
    CategoriesOpenedError,
    CategoryDescription,
    CategoryInUseError,
    CategoryInvalidError,
    DecidedError,
    Phase,
)
from showcase.exhibitions.tables import Category, Exhibition
from showcase.jury.queries import criteria
from showcase.jury.rules.criteria import ALL, TEMPLATES
from showcase.jury.rules.scoring import centi_text
from showcase.jury.tables import Criterion
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.kernel.chain import LineType
from showcase.kernel.errors import NotFoundError
from showcase.kernel.slugs import slug_from
from showcase.printing.palette import Palette


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category in the organizers' list, with the number of its entries (drafts too) and its criteria's weights."""

    slug: str
    name: str
    palette: Palette
    winners: int
    entries: int
    criteria: int
    weight_bp: int

    @property
    def weight(self) -> str:
        """The criteria's weights together in percent, machine form."""
        return centi_text(self.weight_bp)

    @property
    def is_whole(self) -> bool:
        """Whether the criteria weigh exactly 1 together, as the opening asks."""
        return self.weight_bp == ALL


def lines(session: Session, exhibition_id: int) -> tuple[CategoryLine, ...]:
    """The categories in order: one query, however many."""
    entries = select(func.count(Entry.id)).where(Entry.category_id == Category.id).scalar_subquery()
    number = select(func.count(Criterion.id)).where(Criterion.category_id == Category.id).scalar_subquery()
    total = func.coalesce(func.sum(Criterion.weight_bp), 0)
    weights = select(total).where(Criterion.category_id == Category.id).scalar_subquery()
    rows = session.execute(
        select(Category.slug, Category.name, Category.palette, Category.winners, entries, number, weights)
        .where(Category.exhibition_id == exhibition_id)
        .order_by(Category.position, Category.id)
    )
    return tuple(CategoryLine(*row) for row in rows)


def add(
    session: Session, act: Act, exhibition_id: int, described: Sequence[CategoryDescription], *, template: str
) -> tuple[str, ...]:
    """Make categories after those that there are, each with a template's criteria; answers their slugs.

    Only in setup. Raises CategoryInvalidError, CategoriesOpenedError and DecidedError.
    """
    _in_setup(session, exhibition_id)
    known = list(_all(session, exhibition_id))
    taken, names = {row.slug for row in known}, {row.name.casefold() for row in known}
    wrong: dict[str, str] = {} if template in TEMPLATES else {"criteria": "choice-needed"}
    if len(known) + len(described) > MOST_CATEGORIES:
        wrong["name"] = "too-many"
    made = []
    for position, one in enumerate(
        map(_trimmed, described), start=max((row.position for row in known), default=-1) + 1
    ):
        wrong = {**one.faults(names), **wrong}
        names.add(one.name.casefold())
        slug = slug_from(one.name, taken, "kategori")
        taken.add(slug)
        made.append(Category(exhibition_id=exhibition_id, slug=slug, position=position, **asdict(one)))
    if wrong:
        raise CategoryInvalidError(wrong)
    for row in made:
        session.add(row)
        session.flush()
        criteria_edits.fill(session, row.id, TEMPLATES[template])
    told = {row.slug: row.name for row in made}
    act.record(session, "category.add", ", ".join(told), exhibition_id=exhibition_id, after=told)
    content.touch(session)
    return tuple(told)


def proposed(names: Sequence[str], *, beside: Sequence[Palette] = ()) -> tuple[CategoryDescription, ...]:
    """Categories of these names, each in a colour that is not in use as long as there is one."""
    free = [colour for colour in Palette if colour not in beside] + list(Palette)
    free += list(Palette) * (len(names) // len(Palette))
    return tuple(CategoryDescription(name, colour) for name, colour in zip(names, free, strict=False))


def describe(session: Session, act: Act, exhibition_id: int, slug: str, described: CategoryDescription) -> bool:
    """Change a category's name, colour and number of winners; its slug stays. Answers whether all of it holds now.

    Once rules are in use, another number of winners is a proposal: it needs a reason and another organizer. Raises
    CategoryInvalidError, ReasonNeededError, RuleChangeWaitingError and DecidedError.
    """
    _undecided(session, exhibition_id)
    row = of_slug(session, exhibition_id, slug)
    described = _trimmed(described)
    others = {other.name.casefold() for other in _all(session, exhibition_id) if other.id != row.id}
    if wrong := described.faults(others):
        raise CategoryInvalidError(wrong)
    before = asdict(CategoryDescription(row.name, row.palette, row.winners))
    after = asdict(described)
    changed = [name for name in after if before[name] != after[name]]
    proposed = "winners" in changed and rules.is_guarded(session, exhibition_id)
    if proposed:
        changed.remove("winners")
        was, wanted = ({"winners": values["winners"]} for values in (before, after))
        kind = RuleKind.WINNERS
        changes.propose(session, act, exhibition_id, kind, category=slug, before=was, after=wanted)
    if not changed:
        return not proposed
    for name in changed:
        setattr(row, name, after[name])
    session.flush()
    old, new = ({name: values[name] for name in changed} for values in (before, after))
    act.trimmed().record(session, "category.describe", slug, exhibition_id=exhibition_id, before=old, after=new)
    content.touch(session)
    return not proposed


def award(session: Session, exhibition_id: int, slug: str, winners: int, *, now: datetime) -> None:
    """Make an approved number of winners count, with its line in the ledger once the vote was opened."""
    row = of_slug(session, exhibition_id, slug)
    if session.scalar(select(Exhibition.phase).where(Exhibition.id == exhibition_id)) is not Phase.SETUP:
        sealed = {"rule": "winners", "category": slug, "before": row.winners, "after": winners}
        ledger.append(session, exhibition_id, LineType.RULES_CHANGE, now, sealed)
    row.winners = winners
    session.flush()
    content.touch(session)


def move(session: Session, act: Act, exhibition_id: int, slug: str, *, by: int) -> None:
    """Move a category `by` places (negative: up), as far as there are places. Raises DecidedError."""
    _undecided(session, exhibition_id)
    rows = list(_all(session, exhibition_id))
    row = of_slug(session, exhibition_id, slug)
    before = [one.slug for one in rows]
    place = rows.index(row)
    rows.insert(min(max(place + by, 0), len(rows) - 1), rows.pop(place))
    after = [one.slug for one in rows]
    if after == before:
        return
    for position, one in enumerate(rows):
        one.position = position
    session.flush()
    old, new = {"order": before}, {"order": after}
    act.record(session, "category.move", slug, exhibition_id=exhibition_id, before=old, after=new)
    content.touch(session)


def remove(session: Session, act: Act, exhibition_id: int, slug: str) -> None:
    """Remove a category that has no entry, with its criteria; only in setup.

    Raises CategoryInUseError, CategoriesOpenedError and DecidedError.
    """
    row = of_slug(session, exhibition_id, slug)
    _in_setup(session, exhibition_id)
    if session.scalar(select(Entry.id).where(Entry.category_id == row.id).limit(1)) is not None:
        raise CategoryInUseError
    before = {"name": row.name, "criteria": [one.name for one in criteria.rows_of(session, row.id)]}
    session.execute(delete(Criterion).where(Criterion.category_id == row.id))
    session.execute(delete(JurySeat).where(JurySeat.category_id == row.id))
    session.delete(row)
    session.flush()
    act.record(session, "category.remove", slug, exhibition_id=exhibition_id, before=before)
    content.touch(session)


def of_slug(session: Session, exhibition_id: int, slug: str) -> Category:
    """The category of this slug. Raises NotFoundError."""
    found = session.scalars(
        select(Category).where(Category.exhibition_id == exhibition_id, Category.slug == slug)
    ).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def _all(session: Session, exhibition_id: int) -> Sequence[Category]:
    mine = select(Category).where(Category.exhibition_id == exhibition_id)
    return session.scalars(mine.order_by(Category.position, Category.id)).all()


def _trimmed(described: CategoryDescription) -> CategoryDescription:
    return replace(described, name=" ".join(described.name.split()))


def _undecided(session: Session, exhibition_id: int) -> Phase:
    """The phase, which stays until the transaction ends."""
    ledger.hold(session, exhibition_id)
    phase = session.scalar(select(Exhibition.phase).where(Exhibition.id == exhibition_id))
    if phase is None:
        raise NotFoundError
    if phase in DECIDED:
        raise DecidedError
    return phase


def _in_setup(session: Session, exhibition_id: int) -> None:
    if _undecided(session, exhibition_id) is not Phase.SETUP:
        raise CategoriesOpenedError
