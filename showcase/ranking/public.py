"""Public scores: an entry's votes on a scale of 0 to 100. More votes never lower an entry under any of them."""

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt

from showcase.ranking.model import PublicMethod

ZERO = Fraction(0)
HUNDRED = Fraction(100)
# The one rounding that is part of the method: sqrt is cut at four decimals, in integers only.
SQRT_SCALE = 10**4


def public_scores(
    method: PublicMethod, votes: Mapping[str, int], *, reference: int | None = None, min_votes: int = 0
) -> dict[str, Fraction]:
    """V of each entry; 0 for all when nobody voted, or fewer than the declared minimum turnout."""
    total = sum(votes.values())
    if total == 0 or total < min_votes:
        return dict.fromkeys(votes, ZERO)
    most = max(votes.values())
    if method is PublicMethod.SQRT:
        scale = SQRT_SCALE * 100
        return {e: Fraction(isqrt(scale * scale * n // most), SQRT_SCALE) for e, n in votes.items()}
    if method is PublicMethod.LEADER:
        return {entry: Fraction(100 * n, most) for entry, n in votes.items()}
    if method is PublicMethod.SHARE:
        return {entry: Fraction(100 * n, total) for entry, n in votes.items()}
    if method is PublicMethod.FIXED:
        if reference is None:
            raise ValueError("the fixed method needs a reference")
        return {entry: min(HUNDRED, Fraction(100 * n, reference)) for entry, n in votes.items()}
    return _rank_points(votes)


def _rank_points(votes: Mapping[str, int]) -> dict[str, Fraction]:
    """100 (L + T/2) / (m - 1): L entries with fewer votes, T others with as many; 100 for a single entry."""
    if len(votes) == 1:
        return dict.fromkeys(votes, HUNDRED)
    counts = list(votes.values())
    points = {}
    for entry, n in votes.items():
        fewer = sum(1 for other in counts if other < n)
        equal = sum(1 for other in counts if other == n) - 1
        points[entry] = Fraction(100 * (2 * fewer + equal), 2 * (len(counts) - 1))
    return points
