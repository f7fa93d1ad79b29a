"""How firm a result is: shown to the jury meeting, and published with it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from showcase.domain.ranking.checks import check_coverage
from showcase.domain.ranking.combine import Scoring, ranking_of
from showcase.domain.ranking.jury import groups
from showcase.domain.ranking.model import (
    Category,
    CategoryRanking,
    JuryMethod,
    PublicMethod,
    RankingRefused,
    Rules,
)

# Beyond this many added votes nothing changes any more: the others' public scores are 0 at four decimals.
FAR = 10**14
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
    changes: list[VoteChange] = []

    def least(most: int, changed: Callable[[int], Mapping[str, int]]) -> int | None:
        def falls(number: int) -> bool:
            return scoring.first(changed(number)) != [winner]

        return _least(most, falls)

    for rival in rivals:
        found = least(FAR, lambda n, r=rival: {**votes, r: votes[r] + n})  # type: ignore[misc]
        changes += [VoteChange("add", rival, found)] if found else []
    for rival in rivals:
        found = least(votes[winner], lambda n, r=rival: {**votes, r: votes[r] + n, winner: votes[winner] - n})  # type: ignore[misc]
        changes += [VoteChange("move", rival, found)] if found else []
    found = least(votes[winner], lambda n: {**votes, winner: votes[winner] - n})
    changes += [VoteChange("remove", None, found)] if found else []
    return tuple(changes)


def _least(most: int, falls: Callable[[int], bool]) -> int | None:
    """The least number from 1 to `most` for which the winner falls; None if it does not fall at `most`.

    Found by doubling and halving, so that it falls at the answer and not one below: for sqrt and leader that is the
    least of all, because more votes never lower an entry.
    """
    if most < 1 or not falls(most):
        return None
    high = 1
    while high < most and not falls(high):
        high = min(2 * high, most)
    low = high // 2
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
            check_coverage(other, category)
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
