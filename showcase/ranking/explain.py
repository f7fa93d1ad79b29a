"""The arithmetic of one entry's place, number by number, so that a reader can redo it in a spreadsheet."""

from dataclasses import dataclass
from fractions import Fraction

from showcase.ranking.model import CategoryRanking, Standing


@dataclass(frozen=True, slots=True)
class JurorLine:
    """One juror's part: y, the correction b, and y - b."""

    juror: str
    total: Fraction
    correction: Fraction
    corrected: Fraction


@dataclass(frozen=True, slots=True)
class EntryExplanation:
    """Everything that made this place. `residual` is the sum of (y - a - b) over the entry's sheets: 0 for additive."""

    standing: Standing
    lines: tuple[JurorLine, ...]
    residual: Fraction
    most_votes: int
    total_votes: int
    ranked: int


@dataclass(frozen=True, slots=True)
class Proof:
    """The sums that prove the corrections: by juror the sum of (y - a - b), and the sum of b over all sheets."""

    by_juror: dict[str, Fraction]
    corrections: Fraction


def explain_entry(ranking: CategoryRanking, entry: str) -> EntryExplanation:
    """The arithmetic of one entry. Raises KeyError for one that is not ranked."""
    standing = ranking.of(entry)
    lines = tuple(
        JurorLine(juror, total, correction := ranking.corrections.get(juror, Fraction(0)), total - correction)
        for (juror, scored), total in ranking.totals.items()
        if scored == entry
    )
    residual = sum((line.corrected - standing.raw_jury for line in lines), Fraction(0))
    votes = [row.votes for row in ranking.standings]
    return EntryExplanation(
        standing=standing,
        lines=lines,
        residual=residual,
        most_votes=max(votes),
        total_votes=sum(votes),
        ranked=len(ranking.standings),
    )


def proof(ranking: CategoryRanking) -> Proof:
    """The sums that are 0 in the additive method, whoever computed the corrections."""
    by_juror: dict[str, Fraction] = dict.fromkeys(ranking.corrections, Fraction(0))
    total = Fraction(0)
    for (juror, entry), y in ranking.totals.items():
        correction = ranking.corrections.get(juror, Fraction(0))
        by_juror[juror] = by_juror.get(juror, Fraction(0)) + y - ranking.of(entry).raw_jury - correction
        total += correction
    return Proof(by_juror, total)
