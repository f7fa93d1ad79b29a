"""What declared weights really do: a simulation, because nominal weights are not real influence.

The jury's scores spread by a few points, votes by powers of ten. Each draw makes a category of this many entries with
jury scores around 78 (standard deviation 6, as panels in such contests have) and log-normal votes, and ranks it. The
seed is fixed: the same rules show the same figures. Nothing here enters a ranking, so floats are fine.
"""

import random
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from showcase.domain.ranking.public import public_scores
from showcase.domain.rules import ALL, Declaration

DRAWS = 400
JURY_MEAN, JURY_SPREAD = 78, 6
VOTES_LOCATION, VOTES_SPREAD = 4.0, 1.2
SEED = 2025
# A category of one has nothing to rank; beyond this many entries the figures hardly move.
FEWEST, MOST = 2, 40


@dataclass(frozen=True, slots=True)
class Simulated:
    """In percent: the public's share of the real spread, and how often the vote leader comes first."""

    public_share: int
    leader_wins: int


@lru_cache(maxsize=64)
def simulate(declaration: Declaration, entries: int) -> Simulated:
    """Rank DRAWS simulated categories of `entries` entries. The jury's method hardly matters when all score all."""
    chance = random.Random(SEED)  # noqa: S311 - a simulation, not a secret
    size = min(max(entries, FEWEST), MOST)
    jury_weight, public_weight = declaration.jury_weight_bp / ALL, declaration.public_weight_bp / ALL
    floor = declaration.floor_centi / 100
    shares, leads = 0.0, 0
    for _ in range(DRAWS):
        jury = [100 * (chance.gauss(JURY_MEAN, JURY_SPREAD) - floor) / (100 - floor) for _ in range(size)]
        votes = {str(n): int(chance.lognormvariate(VOTES_LOCATION, VOTES_SPREAD)) for n in range(size)}
        scores = public_scores(declaration.public_method, votes, reference=declaration.public_reference)
        public = [float(score) for score in scores.values()]
        finals = [jury_weight * a + public_weight * v for a, v in zip(jury, public, strict=True)]
        by_public, by_jury = public_weight * _spread(public), jury_weight * _spread(jury)
        shares += by_public / (by_public + by_jury) if by_public + by_jury else 0
        leads += finals.index(max(finals)) == list(votes.values()).index(max(votes.values()))
    return Simulated(round(100 * shares / DRAWS), round(100 * leads / DRAWS))


def _spread(values: list[float]) -> float:
    mean = sum(values) / len(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / len(values))
