"""Where everything of a category stands in the workbook, so that the formulas of one sheet can point into another.

Rows and columns count from 0. The sheets of scores are in the order of the standings, so that an entry's rows are one
range, of which any program can take the mean, the median or the extremes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from showcase.ranking.combine import sheet_totals
from showcase.ranking.jury import jury_scores
from showcase.ranking.model import JuryMethod, JuryScores, Rules, Sheet
from showcase.results.papers.workbook.addresses import down, fixed, quoted
from showcase.results.papers.workbook.values import ResultCategory

# Two scores that differ by no more are equal: computer arithmetic is off by far less, and exact scores that differ
# by less have never been seen.
TOLERANCE = Fraction(1, 10**9)
CORRECTING = frozenset({JuryMethod.ADDITIVE, JuryMethod.RIDGE})
RULE_ROWS = ("jury_weight", "public_weight", "floor", "ridge_lambda", "public_reference", "min_votes", "min_sheets")
FIRST_RULE = 3
# The first row of data in each sheet.
INPUTS, STANDINGS, JURORS = 5, 3, 3
# Columns of the standings.
PLACE, ENTRY, SHEETS, RAW, JURY, VOTES, QUARANTINED, PUBLIC, JURY_PART, PUBLIC_PART, FINAL, ALONE = range(12)
# Columns of the sheets of scores before the criteria, and of the jurors.
JUROR, SCORED, SCORES = range(3)
MEAN, CORRECTION, RESIDUALS, CRITERION_CORRECTIONS = 2, 3, 4, 5


@dataclass(frozen=True, slots=True)
class SheetNames:
    """The three sheets of a category, and the one with the rules."""

    rules: str
    standings: str
    inputs: str
    jurors: str

    def rule(self, name: str) -> str:
        """The cell of a declared number."""
        row = FIRST_RULE + (*RULE_ROWS, "tolerance").index(name)
        return quoted(self.rules) + fixed(row, 1)


class Plan:
    """One category: the order of its entries, jurors and sheets, its exact numbers, and their addresses."""

    def __init__(self, rules: Rules, part: ResultCategory, names: SheetNames) -> None:
        category = part.category
        self.rules, self.part, self.names = rules, part, names
        ranking = part.ranking
        self.entries = tuple(row.entry for row in ranking.standings) if ranking else category.standing
        self.jurors = tuple(sorted({sheet.juror for sheet in category.counted_sheets}, key=lambda j: (len(j), j)))
        order = {entry: place for place, entry in enumerate(self.entries)}
        turn = {juror: place for place, juror in enumerate(self.jurors)}
        counted = [sheet for sheet in category.counted_sheets if sheet.entry in order]
        self.sheets: tuple[Sheet, ...] = tuple(sorted(counted, key=lambda s: (order[s.entry], turn[s.juror])))
        self.corrects = ranking is not None and rules.jury in CORRECTING
        self.alone: tuple[JuryScores, ...] = ()
        self.alone_totals: tuple[Mapping[tuple[str, str], Fraction], ...] = ()
        if ranking:
            self.alone_totals = tuple(sheet_totals(category, only) for only in category.criteria)
            self.alone = tuple(jury_scores(rules, category.standing, totals) for totals in self.alone_totals)
        width = len(category.criteria)
        # The columns after the criteria; those of the corrections are only there where the method has any.
        self.total = SCORES + width
        self.correction, self.corrected, self.residual, self.criterion_corrected = range(self.total + 1, self.total + 5)

    def inputs_block(self, entry: str, column: int) -> str:
        """An entry's cells in this column of the sheets of scores."""
        rows = [INPUTS + place for place, sheet in enumerate(self.sheets) if sheet.entry == entry]
        return quoted(self.names.inputs) + down(column, rows[0], rows[-1])

    def inputs_column(self, column: int) -> str:
        """All cells in this column of the sheets of scores."""
        return quoted(self.names.inputs) + down(column, INPUTS, INPUTS + len(self.sheets) - 1)

    def of_juror(self, label: str, column: int) -> str:
        """The formula that looks up, for the juror in cell `label`, this column of the jurors."""
        sheet, last = quoted(self.names.jurors), JURORS + len(self.jurors) - 1
        wanted, known = (sheet + down(place, JURORS, last) for place in (column, JUROR))
        return f"INDEX({wanted},MATCH({label},{known},0))"

    def raw_jury(self, entry: str) -> str:
        """The cell with a, the entry's jury score before the floor."""
        row = STANDINGS + self.entries.index(entry)
        return quoted(self.names.standings) + fixed(row, RAW)
