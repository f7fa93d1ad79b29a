"""The rules of a result: prizes, quarantine, what declared weights do."""

import hashlib
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from math import sqrt
from statistics import fmean, median
from typing import NamedTuple

from showcase.declaration.rules import ALL, Declaration
from showcase.kernel.errors import N_, DomainError
from showcase.ranking.bundle import canonical
from showcase.ranking.combine import rank_category
from showcase.ranking.model import Bundle, Category, CategoryRanking, JuryMethod, RankingRefused, Rules
from showcase.ranking.numbers import exact
from showcase.ranking.public import public_scores

# Who gets a prize: places 1 to the last awarded one, and the jury's decision on a tie that crosses it.
#
# Scores and places never change by a decision; only who is called a winner does.


class NoTieError(DomainError):
    """No tie crosses the last awarded place here, so there is nothing to decide."""

    code = "no-tie"
    status = 409
    sentence = N_(
        "Tidak ada nilai seri yang melewati tempat juara terakhir di kategori ini, jadi tidak ada yang diputuskan."
    )


class TieMovedError(DomainError):
    """The ranking is another one than the page showed."""

    code = "tie-moved"
    status = 409
    sentence = N_("Belum tercatat: peringkatnya berubah sejak halaman ini dibuka. Lihat nilai seri yang sekarang.")


class TieOrderError(DomainError):
    """The order does not name each tied entry once."""

    code = "tie-order"
    status = 422
    sentence = N_(
        "Belum tercatat: pilih juara bersama, atau beri setiap inovasi yang seri urutannya sendiri, mulai dari 1."
    )


@dataclass(frozen=True, slots=True)
class BoundaryTie:
    """Entries equal in everything that share `place` (at most the last awarded one) and reach beyond it."""

    place: int
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the jury decided: a shared prize, or in `entries` the order; `state` is the ranking it was made for."""

    place: int
    entries: tuple[str, ...]
    shared: bool
    state: str
    reason: str
    decided_by: str
    at: datetime


class Awarded(NamedTuple):
    """What a category awards: the last awarded place, and the jury's latest decision on a tie across it, if any."""

    winners: int
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Prize:
    """An entry's prize. `shared`: another entry has the same."""

    entry: str
    place: int
    shared: bool


def boundary_tie(ranking: CategoryRanking, winners: int) -> BoundaryTie | None:
    """The tie that crosses the last of `winners` awarded places, if there is one."""
    last = next((row.place for row in reversed(ranking.standings) if row.place <= winners), None)
    tied = tuple(row.entry for row in ranking.standings if row.place == last)
    return BoundaryTie(last, tied) if last is not None and last + len(tied) - 1 > winners else None


def state_of(ranking: CategoryRanking, winners: int) -> str:
    """SHA-256 over places, exact scores and votes of the category and its awarded places, hex."""
    rows = [[row.entry, row.place, exact(row.final), exact(row.jury), row.votes] for row in ranking.standings]
    return hashlib.sha256(canonical({"standings": rows, "winners": winners}).encode()).hexdigest()


def holding(decision: Decision | None, ranking: CategoryRanking, winners: int) -> Decision | None:
    """The decision, if it was made for this very ranking."""
    return decision if decision is not None and decision.state == state_of(ranking, winners) else None


def prizes(ranking: CategoryRanking, winners: int, decision: Decision | None) -> tuple[Prize, ...]:
    """Who gets a prize, in order of place. Undecided or by decision shared, all of a tie get its place.

    A decision that was made for another ranking changes nothing.
    """
    decision = holding(decision, ranking, winners)
    if decision is None or decision.shared:
        return tuple(Prize(row.entry, row.place, row.shared) for row in ranking.standings if row.place <= winners)
    above = tuple(Prize(row.entry, row.place, row.shared) for row in ranking.standings if row.place < decision.place)
    ordered = enumerate(decision.entries, start=decision.place)
    return above + tuple(Prize(entry, place, shared=False) for place, entry in ordered if place <= winners)


def check_order(tie: BoundaryTie, order: Sequence[str]) -> None:
    """Refuse an order that does not name each tied entry once. Raises TieOrderError."""
    if sorted(order) != sorted(tie.entries):
        tied = ",".join(tie.entries)
        raise TieOrderError(f"The order must name each of the tied entries once: {tied}.", entries=tied)


# What suspended votes would change: the same ranking once more, with them counted.


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


# What declared weights really do: a simulation, because nominal weights are not real influence.
#
# The jury's scores spread by a few points, votes by powers of ten. Each draw makes a category of this many entries: a
# quality around 78, every juror's own view of it, log-normal votes; and ranks it. With five jurors the jury's scores
# then spread by 6 points (standard deviation), as panels in such contests do. The seed is fixed: the same rules show
# the same figures. Nothing here enters a ranking, so floats are fine.

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
