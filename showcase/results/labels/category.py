"""The page of one category: every intermediate number, and how firm its first places are."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from showcase.ranking.model import Rules
from showcase.results.labels import firmness, words
from showcase.results.labels.arithmetic import shown_number
from showcase.results.labels.firmness import FirmnessView
from showcase.results.labels.table import Group
from showcase.results.queries.firmness import Firmness
from showcase.results.queries.results import CategoryResult


@dataclass(frozen=True, slots=True)
class TotalsLine:
    """One entry's totals y by juror, in the order of the heads; empty where there is no sheet; and their outcome a."""

    entry: str
    name: str
    totals: tuple[str, ...]
    score: str


@dataclass(frozen=True, slots=True)
class CategoryPage:
    """What the page shows beside the category's rows; nothing of it where there is no ranking."""

    group: Group
    jurors: tuple[str, ...]
    totals: tuple[TotalsLine, ...]
    firm: FirmnessView | None


def page(rules: Rules, group: Group, found: CategoryResult, firm: Firmness | None) -> CategoryPage:
    """The page of a category, ranked or refused."""
    ranking = found.ranking
    if ranking is None or firm is None:
        return CategoryPage(group, (), (), None)
    names = {row.entry: row.shown.name for row in group.rows}
    jurors = tuple(dict.fromkeys(juror for juror, _ in ranking.totals))
    lines = tuple(
        TotalsLine(
            row.entry,
            names[row.entry],
            tuple(_total(ranking.totals, juror, row.entry) for juror in jurors),
            shown_number(row.raw_jury, 2),
        )
        for row in ranking.standings
    )
    heads = tuple(words.juror(juror) for juror in jurors)
    return CategoryPage(group, heads, lines, firmness.view(rules, found, firm, names))


def _total(totals: Mapping[tuple[str, str], Fraction], juror: str, entry: str) -> str:
    total = totals.get((juror, entry))
    return "" if total is None else shown_number(total, 2)
