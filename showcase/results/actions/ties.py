"""Ties across the last awarded place, and recording what the jury decided about one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.exhibitions.rules import DECIDED, DecidedError, Phase
from showcase.exhibitions.tables import Category, Exhibition
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.kernel.chain import LineType
from showcase.kernel.errors import NotFoundError, ReasonNeededError
from showcase.results.queries import results
from showcase.results.queries.results import Names, Standing
from showcase.results.rules import (
    BoundaryTie,
    Decision,
    NoTieError,
    TieMovedError,
    boundary_tie,
    check_order,
    holding,
    state_of,
)
from showcase.results.tables import TieDecision

MAX_REASON = 1000


@dataclass(frozen=True, slots=True)
class CategoryTie:
    """A tie that crosses a category's last awarded place (`winners`); `decision` only while it holds."""

    category: str
    winners: int
    tie: BoundaryTie
    state: str
    decision: Decision | None


def across(standing: Standing, names: Names) -> tuple[CategoryTie, ...]:
    """Every such tie in the order of the categories, decided or not."""
    found = []
    for category in standing.categories:
        shown, ranking = names.categories[category.slug], category.ranking
        tie = boundary_tie(ranking, shown.winners) if ranking is not None else None
        if tie is not None and ranking is not None:
            state, holds = state_of(ranking, shown.winners), holding(shown.decision, ranking, shown.winners)
            found.append(CategoryTie(category.slug, shown.winners, tie, state, holds))
    return tuple(found)


def decide(
    session: Session, act: Act, exhibition_id: int, category_slug: str, order: Sequence[str] | None, *, seen: str = ""
) -> None:
    """Record the jury's decision: an order of the tied entries' slugs, or (None) a shared prize.

    `seen` is the state of the ranking that the form showed, if a form was shown. The latest decision holds. Raises
    NotFoundError, DecidedError once the result is fixed, ReasonNeededError, NoTieError, TieMovedError, TieOrderError.
    """
    ledger.hold(session, exhibition_id)
    exhibition = session.get(Exhibition, exhibition_id, populate_existing=True)
    if exhibition is None:
        raise NotFoundError
    if exhibition.phase in DECIDED:
        raise DecidedError("The result is fixed; the jury can't decide a tie any more.")
    act = act.trimmed(MAX_REASON)
    if not act.reason:
        raise ReasonNeededError("A reason is needed: it is printed in the minutes.")
    mine = (Category.exhibition_id == exhibition_id, Category.slug == category_slug)
    group = session.scalar(select(Category).where(*mine).execution_options(populate_existing=True))
    if group is None:
        raise NotFoundError(f"There is no category {category_slug} in this exhibition.")
    standing = results.standing(session, exhibition)
    crossing = {one.category: one for one in across(standing, results.names(session, exhibition))}
    found = crossing.get(category_slug)
    # Before the opening categories and entries still come and go; there is nothing that a decision could be about.
    if found is None or exhibition.phase is Phase.SETUP:
        raise NoTieError(f"No tie crosses the last awarded place (place {group.winners}) of {category_slug}.")
    if seen and seen != found.state:
        raise TieMovedError("The ranking has changed since; look at the tie as it stands now.")
    if order is not None:
        check_order(found.tie, order)
    _record(session, act, exhibition, group, found, order)


def _record(
    session: Session, act: Act, exhibition: Exhibition, group: Category, found: CategoryTie, order: Sequence[str] | None
) -> None:
    entries, shared = list(found.tie.entries if order is None else order), order is None
    decided = {"place": found.tie.place, "entries": entries, "shared": shared}
    row = TieDecision(category_id=group.id, place=found.tie.place, entries=entries, is_shared=shared)
    row.state, row.reason, row.decided_by, row.at = found.state, act.reason, act.actor, act.now
    session.add(row)
    session.flush()
    sealed = {"category": group.slug, **decided, "state": found.state, "reason": act.reason}
    act.record(
        session,
        "tie.decide",
        group.slug,
        exhibition_id=exhibition.id,
        after=decided,
        official=(LineType.TIE_DECIDED, sealed),
    )
    content.touch(session)
