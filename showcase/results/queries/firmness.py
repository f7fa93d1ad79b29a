"""How firm a category's result is, beyond what a recount reports: other methods, rank intervals, the panel's design."""

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from showcase.ranking.intervals import RankIntervals, rank_intervals
from showcase.ranking.robustness import Alternative, Design, alternatives, design
from showcase.results.queries.results import CategoryResult, Standing, computed

# One at a time in a process: the second who asks for the same category then finds it computed.
_computing = Lock()


@dataclass(frozen=True, slots=True)
class Firmness:
    """Questions 4, 5 and 7 of the jury meeting; the others stand in `results.CategoryResult`."""

    alternatives: tuple[Alternative, ...]
    intervals: RankIntervals
    design: Design


def firmness(standing: Standing, category: CategoryResult) -> Firmness | None:
    """Computed once per state of the count and process; None where there is no ranking."""
    if category.ranking is None:
        return None
    with _computing:
        return _firmness(standing.bundle_text, category.slug)


@lru_cache(maxsize=64)
def _firmness(text: str, slug: str) -> Firmness:
    standing = computed(text)
    found = standing.of(slug)
    assert found.ranking is not None
    rules = standing.bundle.rules
    return Firmness(
        alternatives(rules, found.category),
        rank_intervals(rules, found.category, standing.sha256),
        design(found.category, found.ranking),
    )
