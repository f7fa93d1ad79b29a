"""Rank intervals: in which places an entry would stand if the same panel scored again with errors as large as these.

Indicative, and labelled so. A residual bootstrap of the additive model (Efron): the fit says y = a + b + e; each draw
keeps a and b, deals the residuals e out anew with replacement, and ranks by the declared method. Votes are a census
and are not resampled. Two people get the same intervals: the draws come from a SHA-256 counter seeded by the bundle's
hash, and the arithmetic is exact.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from math import lcm

from showcase.ranking.combine import HUNDRED, Scoring
from showcase.ranking.jury import jury_scores, normal_equations, solve_all
from showcase.ranking.model import Category, JuryMethod, RankingRefused, Rules

DRAWS = 2000
# With fewer degrees of freedom left, the residuals are mostly fitted away and say nothing of a juror's error.
FEWEST_FREE = 5
# The middle 95 of 100 draws: 50 of 2,000 are left out at each end.
CUT = DRAWS // 40
WORD, WORDS = 4, 8
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class RankIntervals:
    """Entry -> best and worst place in the middle 95 % of draws; `free`: residual degrees of freedom.

    `places` is empty where there are fewer than FEWEST_FREE of them, or no additive fit.
    """

    places: Mapping[str, tuple[int, int]]
    free: int


def rank_intervals(rules: Rules, category: Category, seed: str) -> RankIntervals:
    """The intervals of a category that can be ranked. `seed`: the bundle's hash; the category's slug is added to it."""
    scoring = Scoring.of(rules, category)
    totals, entries = scoring.totals, category.standing
    free = len(totals) - len(entries) - len({juror for juror, _ in totals}) + 1
    try:
        fit = jury_scores(replace(rules, jury=JuryMethod.ADDITIVE), entries, totals)
    except RankingRefused:
        return RankIntervals({}, 0)
    if free < FEWEST_FREE:
        return RankIntervals({}, free)
    residuals = [y - fit.scores[entry] - fit.corrections[juror] for (juror, entry), y in totals.items()]
    fitted = [fit.scores[entry] + fit.corrections[juror] for juror, entry in totals]
    votes = {entry: category.votes.get(entry, 0) for entry in entries}
    points = {entry: rules.public_weight * v for entry, v in scoring.public(votes).items()}
    jury = refit(rules, entries, list(totals))
    chances = positions(f"{seed}:{category.slug}", len(residuals))
    seen: dict[str, list[int]] = {entry: [] for entry in entries}
    for _ in range(DRAWS):
        scores = jury([base + residuals[next(chances)] for base in fitted])
        for entry, place in _places(rules, scores, points).items():
            seen[entry].append(place)
    ordered = {entry: sorted(found) for entry, found in seen.items()}
    return RankIntervals({entry: (found[CUT], found[-CUT - 1]) for entry, found in ordered.items()}, free)


def positions(seed: str, size: int) -> Iterator[int]:
    """Endless even draws from 0 to size - 1.

    Block n is SHA-256 of "seed:n" in ASCII, n from 0; it gives eight big-endian words of 32 bits. A word at or above
    the largest multiple of `size` is passed over, so that no position comes more often than another.
    """
    fair = 2**32 // size * size
    block = 0
    while True:
        digest = sha256(f"{seed}:{block}".encode()).digest()
        for start in range(0, WORD * WORDS, WORD):
            word = int.from_bytes(digest[start : start + WORD], "big")
            if word < fair:
                yield word % size
        block += 1


def _places(rules: Rules, scores: Mapping[str, Fraction], points: Mapping[str, Fraction]) -> dict[str, int]:
    """Places by the final score alone; entries that are equal share the better one."""
    slope = rules.jury_weight * HUNDRED / (HUNDRED - rules.floor)
    finals = {entry: slope * a + points[entry] for entry, a in scores.items()}
    ahead: dict[Fraction, int] = {}
    for place, final in enumerate(sorted(finals.values(), reverse=True), start=1):
        ahead.setdefault(final, place)
    return {entry: ahead[final] for entry, final in finals.items()}


def refit(
    rules: Rules, entries: Sequence[str], keys: Sequence[tuple[str, str]]
) -> Callable[[Sequence[Fraction]], Mapping[str, Fraction]]:
    """A function from totals, in the order of `keys`, to jury scores, up to a constant that all entries share."""
    if rules.jury in {JuryMethod.ADDITIVE, JuryMethod.RIDGE}:
        return _linear(rules, entries, keys)
    return lambda values: jury_scores(rules, entries, dict(zip(keys, values, strict=True))).scores


def _linear(
    rules: Rules, entries: Sequence[str], keys: Sequence[tuple[str, str]]
) -> Callable[[Sequence[Fraction]], Mapping[str, Fraction]]:
    """The least squares fit as one matrix from totals to scores, so that a draw needs no system solved."""
    rows = _weights(rules, entries, keys)

    def scores(values: Sequence[Fraction]) -> Mapping[str, Fraction]:
        scale = lcm(*(value.denominator for value in values))
        whole = [value.numerator * (scale // value.denominator) for value in values]
        found = {}
        for entry, (numbers, below) in zip(entries, rows, strict=True):
            found[entry] = Fraction(sum(map(int.__mul__, numbers, whole)), below * scale)
        return found

    return scores


def _weights(rules: Rules, entries: Sequence[str], keys: Sequence[tuple[str, str]]) -> list[tuple[list[int], int]]:
    """For each entry the weight of every sheet's total in its score, as whole numbers over one denominator.

    a = C^-1 q, and a sheet by j on i adds its total to q_i and takes 1/n_j of it from every entry that j scored.
    """
    sizes: dict[str, Fraction] = {}
    scored: dict[str, list[int]] = {}
    index = {entry: place for place, entry in enumerate(entries)}
    penalty = (rules.ridge_lambda or ZERO) if rules.jury is JuryMethod.RIDGE else ZERO
    for juror, entry in keys:
        sizes[juror] = sizes.get(juror, penalty) + 1
        scored.setdefault(juror, []).append(index[entry])
    inverse = _inverse(rules, entries, keys, sizes)
    rows = []
    for line in inverse:
        shared = {
            juror: sum((line[place] for place in places), ZERO) / sizes[juror] for juror, places in scored.items()
        }
        weights = [line[index[entry]] - shared[juror] for juror, entry in keys]
        below = lcm(*(weight.denominator for weight in weights))
        rows.append(([weight.numerator * (below // weight.denominator) for weight in weights], below))
    return rows


def _inverse(
    rules: Rules, entries: Sequence[str], keys: Sequence[tuple[str, str]], sizes: Mapping[str, Fraction]
) -> list[list[Fraction]]:
    """The inverse of C; for the additive model, where C is singular, with the last entry's score fixed at 0."""
    matrix, _right = normal_equations(entries, dict.fromkeys(keys, ZERO), sizes)
    solved = len(entries) if rules.jury is JuryMethod.RIDGE else len(entries) - 1
    unit = [[Fraction(row == column) for column in range(len(entries))] for row in range(solved)]
    found = solve_all([row[:solved] for row in matrix[:solved]], unit) if solved else []
    return found if solved == len(entries) else [*found, [ZERO] * len(entries)]
