"""The result as JSON (`showcase-result/1`): what a recount prints, and what is stored and published."""

from typing import Any

from showcase.ranking.checks import check_ids, check_minimum, check_rules, check_scored, check_sheets, check_weights
from showcase.ranking.combine import ranking_of
from showcase.ranking.model import Bundle, Category, CategoryRanking, Rules
from showcase.ranking.numbers import exact
from showcase.ranking.robustness import Robustness, VoteChange, robustness

FORMAT = "showcase-result/1"


def result_of(bundle: Bundle) -> dict[str, Any]:
    """Rank every category of a bundle. Raises RankingRefused: one refused category refuses the whole result.

    The order of checks goes over all categories: what an earlier stage refuses in any is told first.
    """
    for category in bundle.categories:
        check_ids(category)
    check_rules(bundle.rules)
    for category in bundle.categories:
        check_weights(category)
    for category in bundle.categories:
        check_sheets(category)
    for category in bundle.categories:
        check_scored(category)
    for category in bundle.categories:
        check_minimum(bundle.rules, category)
    return {"format": FORMAT, "categories": [_category(bundle.rules, category) for category in bundle.categories]}


def _category(rules: Rules, category: Category) -> dict[str, Any]:
    ranking = ranking_of(rules, category)
    return {
        "slug": category.slug,
        "flags": list(ranking.flags),
        "standings": _standings(ranking),
        "corrections": {juror: exact(b) for juror, b in ranking.corrections.items()},
        "robustness": _robustness(robustness(rules, category, ranking)),
    }


def _standings(ranking: CategoryRanking) -> list[dict[str, Any]]:
    return [
        {
            "entry": standing.entry,
            "place": standing.place,
            "shared": standing.shared,
            "final": exact(standing.final),
            "jury": exact(standing.jury),
            "public": exact(standing.public),
            "votes": standing.votes,
        }
        for standing in ranking.standings
    ]


def _robustness(found: Robustness) -> dict[str, Any]:
    interval = found.public_weight_interval
    return {
        "winner": found.winner,
        "public_weight_interval": [exact(end) for end in interval] if interval else None,
        "leave_one_juror_out": dict(found.leave_one_out),
        "votes_to_change": [_change(change) for change in found.votes_to_change],
    }


def _change(change: VoteChange) -> dict[str, Any]:
    named = {"entry": change.entry} if change.entry is not None else {}
    return {"kind": change.kind, **named, "votes": change.votes}
