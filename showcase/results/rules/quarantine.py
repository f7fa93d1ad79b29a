"""What suspended votes would change: the same ranking once more, with them counted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from showcase.ranking.combine import rank_category
from showcase.ranking.model import Bundle, Category, RankingRefused, Rules
from showcase.results.rules.awards import Awarded, Prize, prizes


@dataclass(frozen=True, slots=True)
class Effect:
    """A category with suspended votes by entry, withdrawn ones included.

    `changes`: whether its awarded places would be others if the votes counted; None where there is no ranking.
    """

    category: str
    votes: Mapping[str, int]
    changes: bool | None


def effects(bundle: Bundle, suspended: Mapping[str, int], awarded: Mapping[str, Awarded]) -> dict[str, Effect]:
    """By category with suspended votes: what they would do to places 1 to the last awarded one.

    `suspended` maps entries to votes, `awarded` categories to what they award.
    """
    found = {}
    for category in bundle.categories:
        own = {entry: suspended[entry] for entry in category.entries if suspended.get(entry)}
        if own:
            votes = {entry: category.votes.get(entry, 0) + own.get(entry, 0) for entry in category.entries}
            before = _awarded(bundle.rules, category, awarded[category.slug])
            after = _awarded(bundle.rules, replace(category, votes=votes), awarded[category.slug])
            changes = None if before is None or after is None else before != after
            found[category.slug] = Effect(category.slug, own, changes)
    return found


def _awarded(rules: Rules, category: Category, awarded: Awarded) -> set[Prize] | None:
    try:
        ranking = rank_category(rules, category)
    except RankingRefused:
        return None
    return set(prizes(ranking, awarded.winners, awarded.decision))
