"""What declared weights really do: a simulation, because nominal weights are not real influence.

The jury's scores spread by a few points, votes by powers of ten. Each draw makes a category of this many entries: a
quality around 78, every juror's own view of it, log-normal votes; and ranks it. With five jurors the jury's scores then
spread by 6 points (standard deviation), as panels in such contests do. The seed is fixed: the same rules show the same
figures. Nothing here enters a ranking, so floats are fine.
"""

import random
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import sqrt
from statistics import fmean, median

from showcase.declaration.rules.ranking import ALL, Declaration
from showcase.ranking.model import JuryMethod
from showcase.ranking.public import public_scores

DRAWS = 400
QUALITY_MEAN, QUALITY_SPREAD, VIEW_SPREAD = 78, 5.5, 5.4
VOTES_LOCATION, VOTES_SPREAD = 4.0, 1.2
SEED = 2025
# A category of one has nothing to rank; beyond this many entries or jurors the figures hardly move.
FEWEST_ENTRIES, MOST_ENTRIES = 2, 40
FEWEST_JURORS, MOST_JURORS = 1, 15
# The trimmed mean needs four totals.
FEWEST_TO_TRIM = 4


class Winner(StrEnum):
    """Who comes first: the one with the most votes, the jury's best, one who is both, or neither of them."""

    VOTES = "votes"
    BOTH = "both"
    JURY = "jury"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Simulated:
    """`public_share`: the public's share of the real spread, in percent. `winners`: who wins each of 100."""

    public_share: int
    winners: tuple[Winner, ...]

    @property
    def leader_wins(self) -> int:
        """How often the vote leader comes first, in percent."""
        return self.winners.count(Winner.VOTES) + self.winners.count(Winner.BOTH)

    @property
    def jury_wins(self) -> int:
        """How often the jury's best comes first, in percent."""
        return self.winners.count(Winner.JURY) + self.winners.count(Winner.BOTH)


@lru_cache(maxsize=256)
def simulate(declaration: Declaration, entries: int, jurors: int = 5) -> Simulated:
    """Rank DRAWS simulated categories of this many entries, every juror scoring every entry."""
    chance = random.Random(SEED)  # noqa: S311 - a simulation, not a secret
    size = min(max(entries, FEWEST_ENTRIES), MOST_ENTRIES)
    panel = min(max(jurors, FEWEST_JURORS), MOST_JURORS)
    jury_weight, public_weight = declaration.jury_weight_bp / ALL, declaration.public_weight_bp / ALL
    floor = declaration.floor_centi / 100
    shares, counts = 0.0, Counter[Winner]()
    for _ in range(DRAWS):
        jury = [100 * (_score(declaration.jury_method, panel, chance) - floor) / (100 - floor) for _ in range(size)]
        votes = {str(n): int(chance.lognormvariate(VOTES_LOCATION, VOTES_SPREAD)) for n in range(size)}
        scores = public_scores(declaration.public_method, votes, reference=declaration.public_reference)
        public = [float(score) for score in scores.values()]
        finals = [jury_weight * a + public_weight * v for a, v in zip(jury, public, strict=True)]
        by_public, by_jury = public_weight * _spread(public), jury_weight * _spread(jury)
        shares += by_public / (by_public + by_jury) if by_public + by_jury else 0
        counts[_winner(finals, list(votes.values()), jury)] += 1
    return Simulated(round(100 * shares / DRAWS), _hundred(counts))


def _score(method: JuryMethod, jurors: int, chance: random.Random) -> float:
    """One entry's jury score. Every juror scores all, so that corrections change nothing between entries."""
    quality = chance.gauss(QUALITY_MEAN, QUALITY_SPREAD)
    views = sorted(quality + chance.gauss(0, VIEW_SPREAD) for _ in range(jurors))
    if method is JuryMethod.MEDIAN:
        return median(views)
    if method is JuryMethod.TRIMMED and jurors >= FEWEST_TO_TRIM:
        return fmean(views[1:-1])
    return fmean(views)


def _winner(finals: list[float], votes: list[int], jury: list[float]) -> Winner:
    first = finals.index(max(finals))
    leads, best = first == votes.index(max(votes)), first == jury.index(max(jury))
    if leads:
        return Winner.BOTH if best else Winner.VOTES
    return Winner.JURY if best else Winner.NEITHER


def _hundred(counts: Counter[Winner]) -> tuple[Winner, ...]:
    """The contests in the order of Winner, thinned to a hundred."""
    every = [kind for kind in Winner for _ in range(counts[kind])]
    step = DRAWS // 100
    return tuple(every[step // 2 :: step])


def _spread(values: list[float]) -> float:
    mean = fmean(values)
    return sqrt(fmean((value - mean) ** 2 for value in values))
