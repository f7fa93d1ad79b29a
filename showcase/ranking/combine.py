"""Jury score and public score into one order: floor, weights, tie chain, places, flags."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from showcase.ranking.checks import check_ids, check_minimum, check_rules, check_scored, check_sheets, check_weights
from showcase.ranking.jury import jury_scores, sheet_total
from showcase.ranking.model import Category, CategoryRanking, Criterion, JuryScores, Rules, Sheet, Standing, Ties
from showcase.ranking.public import public_scores

HUNDRED = Fraction(100)
# A name, and an entry's value by which it decides.
TieBreak = tuple[str, Callable[[str], Fraction]]


def check(rules: Rules, category: Category) -> None:
    """Every refusal of one category, in the declared order. Raises RankingRefused."""
    check_ids(category)
    check_rules(rules)
    check_weights(category)
    check_sheets(category)


def rank_category(rules: Rules, category: Category) -> CategoryRanking:
    """The ranking of one category. Raises RankingRefused."""
    check(rules, category)
    return ranking_of(rules, category)


def ranking_of(rules: Rules, category: Category) -> CategoryRanking:
    """As `rank_category`, for a category whose ids, weights and sheets were checked."""
    check_scored(category)
    check_minimum(rules, category)
    scoring = Scoring.of(rules, category)
    votes = {entry: category.votes.get(entry, 0) for entry in category.standing}
    return CategoryRanking(
        category.slug,
        scoring.standings(votes),
        flags(rules, category, scoring.totals, votes),
        scoring.jury.corrections,
        scoring.totals,
    )


def sheet_totals(category: Category, only: Criterion | None = None) -> dict[tuple[str, str], Fraction]:
    """y of each counted sheet: 100 * sum of u x / M, or 100 x / M for one criterion alone."""
    criteria = category.criteria if only is None else (replace(only, weight=Fraction(1)),)
    return {(sheet.juror, sheet.entry): total_of(criteria, sheet) for sheet in category.counted_sheets}


def total_of(criteria: Sequence[Criterion], sheet: Sheet) -> Fraction:
    """y of one sheet, 0 to 100."""
    return sheet_total((c.weight, sheet.scores[c.id], c.max) for c in criteria)


@dataclass(frozen=True)
class Scoring:
    """A category's jury scores, which votes do not change; and places for any count of votes."""

    rules: Rules
    category: Category
    totals: Mapping[tuple[str, str], Fraction]
    jury: JuryScores

    @classmethod
    def of(cls, rules: Rules, category: Category) -> "Scoring":
        """Score the sheets. Raises what the jury's method refuses."""
        totals = sheet_totals(category)
        return cls(rules, category, totals, jury_scores(rules, category.standing, totals, category.slug))

    @cached_property
    def floored(self) -> dict[str, Fraction]:
        """A = 100 (a - f) / (100 - f); never clamped."""
        floor = self.rules.floor
        return {entry: HUNDRED * (a - floor) / (HUNDRED - floor) for entry, a in self.jury.scores.items()}

    @cached_property
    def by_criterion(self) -> list[Mapping[str, Fraction]]:
        """The same jury method on each criterion alone, in declared order: needed only where all else is equal."""
        return [
            jury_scores(self.rules, self.category.standing, sheet_totals(self.category, only)).scores
            for only in self.category.criteria
        ]

    def public(self, votes: Mapping[str, int]) -> dict[str, Fraction]:
        """V for these votes."""
        rules = self.rules
        return public_scores(rules.public, votes, reference=rules.public_reference, min_votes=rules.min_votes)

    def finals(self, votes: Mapping[str, int]) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
        """F and V for these votes."""
        public = self.public(votes)
        rules = self.rules
        finals = {e: rules.jury_weight * self.floored[e] + rules.public_weight * public[e] for e in public}
        return finals, public

    def tie_breaks(self, votes: Mapping[str, int], public: Mapping[str, Fraction]) -> list[TieBreak]:
        """The declared chain after F, each with the name that is told when it decides."""
        chain: list[TieBreak] = [("jury", self.floored.__getitem__)]
        if self.rules.ties is Ties.PUBLIC:
            chain.insert(0, ("public", public.__getitem__))
        for place, criterion in enumerate(self.category.criteria):
            chain.append((f"criterion:{criterion.id}", lambda entry, k=place: self.by_criterion[k][entry]))  # type: ignore[misc]  # a default ends inference
        return [*chain, ("votes", lambda entry: Fraction(votes[entry]))]

    def first(self, votes: Mapping[str, int]) -> list[str]:
        """The entries in first place."""
        finals, public = self.finals(votes)
        best = max(finals.values())
        leaders = [entry for entry, final in finals.items() if final == best]
        for _, value in self.tie_breaks(votes, public):
            if len(leaders) == 1:
                break
            top = max(value(entry) for entry in leaders)
            leaders = [entry for entry in leaders if value(entry) == top]
        return leaders

    def standings(self, votes: Mapping[str, int]) -> tuple[Standing, ...]:
        """All places: 1 + the number of entries whose key is strictly greater; equal keys share, then a gap."""
        finals, public = self.finals(votes)
        chain = self.tie_breaks(votes, public)
        tiers = _tiers(list(self.category.standing), finals, chain)
        rows: list[Standing] = []
        for tier, decided_by in tiers:
            place = len(rows) + 1
            for entry in tier:
                rows.append(
                    Standing(
                        entry=entry,
                        place=place,
                        shared=len(tier) > 1,
                        final=finals[entry],
                        jury=self.floored[entry],
                        public=public[entry],
                        votes=votes[entry],
                        raw_jury=self.jury.scores[entry],
                        decided_by=decided_by,
                    )
                )
        return tuple(rows)


def _tiers(
    entries: Sequence[str], finals: Mapping[str, Fraction], chain: Sequence[TieBreak]
) -> list[tuple[list[str], str | None]]:
    """Entries in order, equal ones together, and what set each tier apart from the next (None: F did)."""
    tiers: list[tuple[list[str], str | None]] = [(tier, None) for tier in _split(entries, finals.__getitem__)]
    for name, value in chain:
        finer: list[tuple[list[str], str | None]] = []
        for tier, decided_by in tiers:
            parts = [tier] if len(tier) == 1 else _split(tier, value)
            finer += [(part, name) for part in parts[:-1]]
            finer.append((parts[-1], decided_by))
        tiers = finer
    return tiers


def _split(entries: Sequence[str], value: Callable[[str], Fraction]) -> list[list[str]]:
    by_value: dict[Fraction, list[str]] = {}
    for entry in entries:
        by_value.setdefault(value(entry), []).append(entry)
    return [by_value[key] for key in sorted(by_value, reverse=True)]


def flags(
    rules: Rules, category: Category, totals: Mapping[tuple[str, str], Fraction], votes: Mapping[str, int]
) -> tuple[str, ...]:
    """What a reader should know about this ranking; nothing of it changes the order by itself."""
    cast = sum(votes.values())
    by_juror: dict[str, list[Fraction]] = {}
    for (juror, _), total in totals.items():
        by_juror.setdefault(juror, []).append(total)
    found = []
    if cast == 0:
        found.append("NO_VOTES")
    elif cast < rules.min_votes:
        found.append("LOW_TURNOUT")
    if len(category.standing) == 1:
        found.append("SINGLE_ENTRY")
    if len(by_juror) == 1:
        found.append("SINGLE_JUROR")
    constant = [j for j, values in by_juror.items() if len(values) > 1 and len(set(values)) == 1]
    found += [f"JUROR_CONSTANT:{juror}" for juror in constant]
    if len(category.standing) > 1:
        found += [f"JUROR_ONE_SHEET:{juror}" for juror, values in by_juror.items() if len(values) == 1]
    return tuple(found)
