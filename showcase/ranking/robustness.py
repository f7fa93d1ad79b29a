"""How firm a result is: shown to the jury meeting, and published with it."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from showcase.ranking.checks import check_minimum, check_scored
from showcase.ranking.combine import Scoring, ranking_of
from showcase.ranking.jury import groups
from showcase.ranking.model import Category, CategoryRanking, JuryMethod, PublicMethod, RankingRefused, Rules

# Beyond this many times the votes cast, added votes change nothing: the others' public scores are 0 at four decimals.
FAR = 10**12
# What the alternatives use for methods that need a number of their own and have none declared.
RIDGE_DEFAULT = Fraction(1)


@dataclass(frozen=True, slots=True)
class VoteChange:
    """The fewest votes after which the winner is no longer alone in first place. `kind`: add, move or remove."""

    kind: str
    entry: str | None
    votes: int


@dataclass(frozen=True, slots=True)
class Robustness:
    """What a recount reports. `leave_one_out` maps a juror to places without that juror, or to a refusal's code."""

    winner: str | None
    public_weight_interval: tuple[Fraction, Fraction] | None
    leave_one_out: Mapping[str, Mapping[str, int] | str]
    votes_to_change: tuple[VoteChange, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """The places under another method, or the code of its refusal."""

    jury: JuryMethod
    public: PublicMethod
    winner: str | None
    places: Mapping[str, int]
    refused: str | None


def robustness(rules: Rules, category: Category, ranking: CategoryRanking) -> Robustness:
    """The first three questions: other weights, without one juror, other votes."""
    winner = ranking.winner
    return Robustness(
        winner=winner,
        public_weight_interval=weight_interval(ranking) if winner else None,
        leave_one_out=leave_one_out(rules, category),
        votes_to_change=votes_to_change(Scoring.of(rules, category), ranking) if winner else (),
    )


def weight_interval(ranking: CategoryRanking) -> tuple[Fraction, Fraction]:
    """All public weights w in [0, 1] with (1 - w) dA + w dV >= 0 against every rival of the sole winner; exact ends."""
    first, low, high = ranking.standings[0], Fraction(0), Fraction(1)
    for rival in ranking.standings[1:]:
        by_jury, by_public = first.jury - rival.jury, first.public - rival.public
        slope = by_public - by_jury
        if slope > 0:
            low = max(low, -by_jury / slope)
        elif slope < 0:
            high = min(high, -by_jury / slope)
    return low, high


def leave_one_out(rules: Rules, category: Category) -> dict[str, Mapping[str, int] | str]:
    """Places without each juror in turn, or the code of the refusal."""
    found: dict[str, Mapping[str, int] | str] = {}
    for juror in dict.fromkeys(sheet.juror for sheet in category.counted_sheets):
        rest = tuple(sheet for sheet in category.sheets if sheet.juror != juror)
        try:
            ranking = ranking_of(rules, replace(category, sheets=rest))
        except RankingRefused as refused:
            found[juror] = refused.code
        else:
            found[juror] = {standing.entry: standing.place for standing in ranking.standings}
    return found


def votes_to_change(scoring: Scoring, ranking: CategoryRanking) -> tuple[VoteChange, ...]:
    """The fewest votes to add to a rival, to move to it from the winner, or to remove from the winner."""
    votes = {standing.entry: standing.votes for standing in ranking.standings}
    winner = ranking.standings[0].entry
    rivals = [standing.entry for standing in ranking.standings[1:]]
    far = FAR * (sum(votes.values()) + 1)

    def least(most: int, gains: str | None, loses: str | None) -> int | None:
        def falls(number: int) -> bool:
            after = {e: n + number * (e == gains) - number * (e == loses) for e, n in votes.items()}
            return scoring.first(after) != [winner]

        touched = [entry for entry in (gains, loses) if entry is not None]
        return _least(most, falls, _jumps(scoring.rules, votes, touched))

    tried = [("add", rival, least(far, rival, None)) for rival in rivals]
    tried += [("move", rival, least(votes[winner], rival, winner)) for rival in rivals]
    changes = [VoteChange(kind, rival, number) for kind, rival, number in tried if number is not None]
    removed = least(votes[winner], None, winner)
    return (*changes, *((VoteChange("remove", None, removed),) if removed is not None else ()))


def _jumps(rules: Rules, votes: Mapping[str, int], touched: Sequence[str]) -> set[int]:
    """The numbers at which public scores may jump: turnout suffices or fails, or the touched entries pass others."""
    cast, turnout = sum(votes.values()), max(rules.min_votes, 1)
    found = {turnout - cast, cast - turnout + 1}
    if rules.public is PublicMethod.RANK:
        apart = {abs(count - votes[entry]) for count in votes.values() for entry in touched}
        # Two that move towards each other meet half way.
        apart |= {number // 2 for number in apart}
        found |= {start for number in apart for start in (number, number + 1)}
    return found


def _least(most: int, falls: Callable[[int], bool], jumps: set[int]) -> int | None:
    """The least number from 1 to `most` for which the winner falls, or None.

    From one jump to the next a winner that fell does not rise again (the cut at four decimals in sqrt aside), so that
    each stretch is searched by its ends; the winner falls at the answer, and not one below.
    """
    starts = sorted({number for number in {1, *jumps} if 1 <= number <= most})
    for start, after in pairwise([*starts, most + 1]):
        if falls(start):
            return start
        if start < after - 1 and falls(after - 1):
            return _first_fall(start, after - 1, falls)
    return None


def _first_fall(low: int, most: int, falls: Callable[[int], bool]) -> int:
    """By doubling and halving, so that the winner falls at the answer and not one below."""
    step = 1
    while low + step < most and not falls(low + step):
        low, step = low + step, 2 * step
    high = min(low + step, most)
    while high - low > 1:
        middle = (low + high) // 2
        if falls(middle):
            high = middle
        else:
            low = middle
    return high


def alternatives(rules: Rules, category: Category) -> tuple[Alternative, ...]:
    """Every method side by side. Methods that need a number take the declared one, else 1 and the leader's votes."""
    votes = {entry: category.votes.get(entry, 0) for entry in category.standing}
    found: list[Alternative] = []
    for jury in JuryMethod:
        other = replace(
            rules,
            jury=jury,
            ridge_lambda=rules.ridge_lambda or RIDGE_DEFAULT,
            public_reference=rules.public_reference or max(*votes.values(), 1),
        )
        try:
            check_scored(category)
            check_minimum(other, category)
            scoring = Scoring.of(other, category)
        except RankingRefused as refused:
            found += [Alternative(jury, public, None, {}, refused.code) for public in PublicMethod]
            continue
        for public in PublicMethod:
            standings = replace(scoring, rules=replace(other, public=public)).standings(votes)
            winner = None if standings[0].shared else standings[0].entry
            places = {standing.entry: standing.place for standing in standings}
            found.append(Alternative(jury, public, winner, places, None))
    return tuple(found)


def realised_public_share(rules: Rules, ranking: CategoryRanking) -> float | None:
    """w_V SD(V) / (w_V SD(V) + w_J SD(A)): the public's share of the real spread; None without any spread."""
    public = float(rules.public_weight) * _spread([standing.public for standing in ranking.standings])
    jury = float(rules.jury_weight) * _spread([standing.jury for standing in ranking.standings])
    return public / (public + jury) if public + jury else None


def _spread(values: list[Fraction]) -> float:
    mean = sum(values, Fraction(0)) / len(values)
    return math.sqrt(sum(((value - mean) ** 2 for value in values), Fraction(0)) / len(values))


@dataclass(frozen=True, slots=True)
class Design:
    """How well the panel holds together. `critical`: sheets whose loss would part it; corrections in points."""

    components: int
    critical: tuple[tuple[str, str], ...]
    largest_correction: Fraction


def design(category: Category, ranking: CategoryRanking) -> Design:
    """Components of the panel, the sheets that hold it together, and the largest correction."""
    totals = ranking.totals
    entries = category.standing
    whole = len(groups(entries, totals))
    critical = tuple(
        key for key in totals if len(groups(entries, {k: y for k, y in totals.items() if k != key})) > whole
    )
    largest = max((abs(b) for b in ranking.corrections.values()), default=Fraction(0))
    return Design(whole, critical, largest)
