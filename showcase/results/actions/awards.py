"""Awards: given from the stored result when it is published, never before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.entries.tables import Award, Entry
from showcase.exhibitions.rules import NotReadyError
from showcase.exhibitions.tables import Category, Exhibition
from showcase.ranking.model import CategoryRanking
from showcase.results import rules
from showcase.results.actions import decisions
from showcase.results.queries import results

PLACE, FAVOURITE = "place", "favourite"


@dataclass(frozen=True, slots=True)
class AwardView:
    """A prize as pages show it. `kind`: place, favourite or special; `entry` and `category` are slugs."""

    kind: str
    place: int | None
    title: str
    note: str
    category: str
    entry: str
    name: str


def give(session: Session, exhibition: Exhibition) -> None:
    """Juara 1 to n of each category and the favourites; a tie across the last place as the jury decided it.

    Raises NotReadyError without a result.
    """
    kept = results.fixed(session, exhibition)
    if kept is None:
        raise NotReadyError("There is no stored result to publish.", missing="ranking")
    rows = session.execute(select(Entry.slug, Entry.id).where(Entry.exhibition_id == exhibition.id))
    entries = {row.slug: row.id for row in rows}
    mine = select(Category).where(Category.exhibition_id == exhibition.id)
    groups = session.scalars(mine.order_by(Category.position, Category.id))
    decided: Mapping[int, rules.Decision] = decisions.latest(session, exhibition.id)
    rankings = {found.slug: found.ranking for found in results.computed(kept.bundle).categories}
    for group in groups:
        ranking = rankings.get(group.slug)
        if ranking is None:
            continue
        for kind, place, slug in _prizes(ranking, group.winners, decided.get(group.id)):
            session.add(
                Award(
                    exhibition_id=exhibition.id,
                    category_id=group.id,
                    entry_id=entries[slug],
                    kind=kind,
                    place=place,
                    title="Favorit" if place is None else f"Juara {place}",
                )
            )
    session.flush()


def given(session: Session, exhibition: Exhibition) -> tuple[AwardView, ...]:
    """Every award of an exhibition, by category and place."""
    rows = session.execute(
        select(Award, Category.slug, Entry.slug, Entry.display_name)
        .outerjoin(Category, Category.id == Award.category_id)
        .outerjoin(Entry, Entry.id == Award.entry_id)
        .where(Award.exhibition_id == exhibition.id)
        .order_by(Category.position, Award.place, Award.id)
    )
    return tuple(
        AwardView(row.kind, row.place, row.title, row.note, category or "", entry or "", name or "")
        for row, category, entry, name in rows
    )


def _prizes(
    ranking: CategoryRanking, winners: int, decision: rules.Decision | None
) -> Sequence[tuple[str, int | None, str]]:
    """Places up to the number of winners; favourites are those with the most votes, if enough people voted."""
    placed: list[tuple[str, int | None, str]] = [
        (PLACE, prize.place, prize.entry) for prize in rules.prizes(ranking, winners, decision)
    ]
    if {"NO_VOTES", "LOW_TURNOUT"} & set(ranking.flags):
        return placed
    most = max(row.votes for row in ranking.standings)
    return placed + [(FAVOURITE, None, row.entry) for row in ranking.standings if row.votes == most]
