"""The jury's meeting on a category: all sheets side by side, once the juror who asks has locked the own ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.entries.tables import Entry
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.tables import Category, Exhibition
from showcase.jury.queries import juror_numbers
from showcase.jury.queries.own_sheets import own_category
from showcase.jury.rules.locking import NotLockedError, vote_is_over
from showcase.jury.rules.scoring import SheetState
from showcase.jury.tables import CategoryLock, Recusal, Sheet
from showcase.kernel.errors import NotFoundError
from showcase.ranking.bundle import canonical
from showcase.results.queries import bundles, results
from showcase.results.queries.results import CategoryResult, Names, Standing


@dataclass(frozen=True, slots=True)
class PanelMember:
    """A juror in the room. `number` as in the bundle (J1); `account_id` tells whose dot is one's own."""

    account_id: int
    number: str
    name: str
    has_locked: bool


@dataclass(frozen=True, slots=True)
class Note:
    """What a juror wrote for the jury room on an entry; read only after that sheet was locked."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Deliberation:
    """A category in the jury room. While the public may still vote, `standing` is the jury's alone, with no vote."""

    slug: str
    exhibition_slug: str
    timezone: str
    with_votes: bool
    standing: Standing
    result: CategoryResult
    names: Names
    booths: Mapping[str, str]
    members: tuple[PanelMember, ...]
    notes: Mapping[str, tuple[Note, ...]]


def for_juror(session: Session, juror_id: int, slug: str) -> Deliberation:
    """As a juror may see it. Raises NotLockedError before the own lock, NotFoundError where the juror has no entry."""
    own = own_category(session, juror_id, slug)
    if not own.is_locked:
        raise NotLockedError
    return for_organizer(session, slug, own.exhibition_slug)


def for_organizer(session: Session, slug: str, exhibition_slug: str | None = None) -> Deliberation:
    """As an organizer sees it, and may show it to the jury: the same; of the current exhibition unless one is named.

    Raises NotFoundError.
    """
    exhibition = named(session, exhibition_slug)
    mine = (Category.exhibition_id == exhibition.id, Category.slug == slug)
    category_id = session.scalar(select(Category.id).where(*mine))
    if category_id is None:
        raise NotFoundError
    with_votes = vote_is_over(exhibition.phase)
    standing = results.standing(session, exhibition) if with_votes else _jury_alone(session, exhibition, slug)
    names = results.names(session, exhibition)
    found = standing.of(slug)
    return Deliberation(
        slug=slug,
        exhibition_slug=exhibition.slug,
        timezone=exhibition.timezone,
        with_votes=with_votes,
        standing=standing,
        result=found,
        names=names,
        booths={entry: names.entries[entry].booth for entry in found.category.entries},
        members=_members(session, exhibition.id, category_id, found),
        notes=_notes(session, category_id),
    )


def _jury_alone(session: Session, exhibition: Exhibition, slug: str) -> Standing:
    """The jury's ranking, as if its weight were all and nobody had voted. Computed once per state of the sheets."""
    whole = bundles.bundle(session, exhibition)
    rules: dict[str, Any] = {**whole["rules"], "jury_weight": "1", "public_weight": "0", "min_votes": 0}
    categories = [{**found, "votes": {}} for found in whole["categories"] if found["slug"] == slug]
    return results.computed(canonical({**whole, "rules": rules, "categories": categories}))


def _members(session: Session, exhibition_id: int, category_id: int, found: CategoryResult) -> tuple[PanelMember, ...]:
    numbers = juror_numbers.juror_ids(session, exhibition_id)
    judging = {sheet.juror for sheet in found.category.sheets}
    rows = session.execute(
        select(Account.id, Account.name, CategoryLock.id)
        .outerjoin(
            CategoryLock,
            (CategoryLock.juror_id == Account.id)
            & (CategoryLock.category_id == category_id)
            & CategoryLock.ended_at.is_(None),
        )
        .where(Account.id.in_([account for account, number in numbers.items() if number in judging]))
        .order_by(Account.id)
    )
    return tuple(PanelMember(key, numbers[key], name, lock is not None) for key, name, lock in rows)


def _notes(session: Session, category_id: int) -> dict[str, tuple[Note, ...]]:
    rows = session.execute(
        select(Entry.slug, Account.name, Sheet.note)
        .join(Sheet, Sheet.entry_id == Entry.id)
        .join(Account, Account.id == Sheet.juror_id)
        .outerjoin(Recusal, (Recusal.juror_id == Sheet.juror_id) & (Recusal.entry_id == Sheet.entry_id))
        .where(Entry.category_id == category_id, Sheet.state == SheetState.LOCKED, Sheet.note != "")
        .where(Recusal.juror_id.is_(None))
        .order_by(Account.id)
    )
    found: dict[str, tuple[Note, ...]] = {}
    for slug, name, text in rows:
        found[slug] = (*found.get(slug, ()), Note(name, text))
    return found
