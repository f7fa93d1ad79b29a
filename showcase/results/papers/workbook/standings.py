"""The ranking of a category as formulas over its sheets of scores: a, A, V, F and the place."""

from collections.abc import Sequence

from showcase.ranking.model import JuryMethod, PublicMethod, Standing, Ties
from showcase.results.papers.workbook.addresses import cell, down, fixed, quoted
from showcase.results.papers.workbook.inputs import MAXIMA
from showcase.results.papers.workbook.page import Page
from showcase.results.papers.workbook.plan import (
    ALONE,
    ENTRY,
    FINAL,
    JURY,
    JURY_PART,
    PLACE,
    PUBLIC,
    PUBLIC_PART,
    QUARANTINED,
    RAW,
    SCORES,
    SHEETS,
    STANDINGS,
    VOTES,
    Plan,
)
from showcase.results.papers.workbook.values import ResultValues, Texts

HEAD = STANDINGS - 1
WIDE = FINAL + 1
# Where there is no ranking: the entry, its sheets, its votes, the suspended ones.
REFUSED = (40, 10, 12, 16)


def standing_widths(plan: Plan) -> list[int]:
    """Column widths in characters."""
    if not plan.part.ranking:
        return [*REFUSED, *[12] * (WIDE - len(REFUSED))]
    return [11, 40, 9, 15, 12, 10, 14, 12, 13, 13, 13, *[16] * len(plan.part.category.criteria)]


def write_standings(page: Page, plan: Plan, values: ResultValues, texts: Texts) -> None:
    """A row an entry, in order of place; below, what a reader should know, and who was withdrawn."""
    page.text(0, 0, f"{plan.part.name}: {texts.standings.sheet}", "title")
    page.paragraph(1, texts.standings.note, WIDE, "note")
    named = [plan.part.criteria.get(criterion.id, criterion.id) for criterion in plan.part.category.criteria]
    words = texts.standings
    heads = [words.place, texts.entry, texts.sheets, words.raw_jury, words.jury, words.votes, words.quarantined]
    heads += [words.public, words.jury_part, words.public_part, words.final]
    heads += [words.criterion_alone % {"criterion": name} for name in named]
    page.heads(HEAD, heads)
    page.keep(HEAD, ENTRY + 1)
    ranking = plan.part.ranking
    for row, standing in enumerate(ranking.standings if ranking else (), STANDINGS):
        page.text(row, ENTRY, values.entries.get(standing.entry, standing.entry))
        _write_jury(page, row, standing, plan)
        _write_public(page, row, standing, plan)
        _write_final(page, row, standing, plan)
    _write_below(page, STANDINGS + len(plan.entries) + 1, plan, values, texts)


def write_refused(page: Page, plan: Plan, values: ResultValues, texts: Texts) -> None:
    """Where there is no ranking: why, and what there is to rank."""
    page.text(0, 0, f"{plan.part.name}: {texts.standings.sheet}", "title")
    page.paragraph(1, f"{texts.standings.refused} {plan.part.refused}", WIDE, "warning")
    page.heads(HEAD, [texts.entry, texts.sheets, texts.standings.votes, texts.standings.quarantined])
    page.keep(HEAD, 1)
    counts = [sheet.entry for sheet in plan.sheets]
    for row, entry in enumerate(plan.entries, STANDINGS):
        page.text(row, 0, values.entries.get(entry, entry))
        page.number(row, 1, counts.count(entry), "count given")
        page.number(row, 2, plan.part.category.votes.get(entry, 0), "count given")
        page.number(row, 3, plan.part.quarantined.get(entry, 0), "count given")
    _write_below(page, STANDINGS + len(plan.entries) + 1, plan, values, texts)


def _write_jury(page: Page, row: int, standing: Standing, plan: Plan) -> None:
    entry = standing.entry
    block = plan.inputs_block(entry, plan.total)
    sheets = sum(1 for sheet in plan.sheets if sheet.entry == entry)
    page.formula(row, SHEETS, f"=COUNT({block})", sheets, "count")
    totals = plan.inputs_block(entry, plan.corrected) if plan.corrects else block
    page.formula(row, RAW, f"={_middle(plan.rules.jury, totals)}", standing.raw_jury, "score")
    floor = plan.names.rule("floor")
    page.formula(row, JURY, f"=100*({cell(row, RAW)}-{floor})/(100-{floor})", standing.jury, "score")
    for place, fit in enumerate(plan.alone):
        if plan.corrects:
            formula = _middle(plan.rules.jury, plan.inputs_block(entry, plan.criterion_corrected + place))
        else:
            top = fixed(MAXIMA, SCORES + place)
            middle = _middle(plan.rules.jury, plan.inputs_block(entry, SCORES + place))
            formula = f"100*{middle}/{quoted(plan.names.inputs)}{top}"
        page.formula(row, ALONE + place, f"={formula}", fit.scores[entry], "score")


def _middle(method: JuryMethod, cells: str) -> str:
    """One score out of an entry's totals. The corrected ones are fitted so that a is their plain mean, ridge as well:
    its normal equations say that an entry's sum of (y - a - b) is 0.
    """
    if method is JuryMethod.TRIMMED:
        return f"(SUM({cells})-MAX({cells})-MIN({cells}))/(COUNT({cells})-2)"
    return f"MEDIAN({cells})" if method is JuryMethod.MEDIAN else f"AVERAGE({cells})"


def _write_public(page: Page, row: int, standing: Standing, plan: Plan) -> None:
    page.number(row, VOTES, standing.votes, "count given")
    page.number(row, QUARANTINED, plan.part.quarantined.get(standing.entry, 0), "count given")
    n, votes = cell(row, VOTES), _column(VOTES, plan.entries)
    turnout = f"SUM({votes})<MAX(1,{plan.names.rule('min_votes')})"
    formula = f"=IF({turnout},0,{_public(plan, n, votes)})"
    page.formula(row, PUBLIC, formula, standing.public, "score")


def _public(plan: Plan, n: str, votes: str) -> str:
    """V where enough people voted."""
    method = plan.rules.public
    if method is PublicMethod.SQRT:
        # 100 * sqrt(n / most), cut at four decimals. The inner rounding lifts what arithmetic left a hair below a whole
        # number; checked against whole-number arithmetic for every count up to 6,000.
        return f"INT(ROUND(1000000*SQRT({n}/MAX({votes})),8))/10000"
    if method is PublicMethod.LEADER:
        return f"100*{n}/MAX({votes})"
    if method is PublicMethod.SHARE:
        return f"100*{n}/SUM({votes})"
    if method is PublicMethod.FIXED:
        return f"MIN(100,100*{n}/{plan.names.rule('public_reference')})"
    if len(plan.entries) == 1:
        return "100"
    return f'100*(COUNTIF({votes},"<"&{n})+(COUNTIF({votes},{n})-1)/2)/(COUNT({votes})-1)'


def _write_final(page: Page, row: int, standing: Standing, plan: Plan) -> None:
    jury, public = plan.rules.jury_weight * standing.jury, plan.rules.public_weight * standing.public
    weights = plan.names.rule("jury_weight"), plan.names.rule("public_weight")
    page.formula(row, JURY_PART, f"={weights[0]}*{cell(row, JURY)}", jury, "score")
    page.formula(row, PUBLIC_PART, f"={weights[1]}*{cell(row, PUBLIC)}", public, "score")
    page.formula(row, FINAL, f"={cell(row, JURY_PART)}+{cell(row, PUBLIC_PART)}", standing.final, "final")
    first = [PUBLIC] if plan.rules.ties is Ties.PUBLIC else []
    chain = [FINAL, *first, JURY, *range(ALONE, ALONE + len(plan.alone)), VOTES]
    ahead = _ahead(chain, row, plan.entries, plan.names.rule("tolerance"))
    page.formula(row, PLACE, f"=1+SUMPRODUCT(--({ahead}>0))", standing.place, "place")


def _ahead(chain: Sequence[int], row: int, entries: Sequence[str], tolerance: str) -> str:
    """Above 0 for every entry that is ahead: more in the first column, or as much there and ahead in the next ones."""
    more, *others = chain
    gap = f"{_column(more, entries)}-{cell(row, more)}"
    if not others:
        return f"({gap}>{tolerance})"
    rest = _ahead(others, row, entries, tolerance)
    return f"(({gap}>{tolerance})+({gap}>=-{tolerance})*{rest})"


def _write_below(page: Page, row: int, plan: Plan, values: ResultValues, texts: Texts) -> None:
    for note in plan.part.notes:
        page.paragraph(row, note, WIDE)
        row += 1
    category = plan.part.category
    withdrawn = [entry for entry in category.entries if entry in category.withdrawn]
    if withdrawn:
        page.text(row + 1, 0, texts.standings.withdrawn, "heading")
        for line, entry in enumerate(withdrawn, row + 2):
            page.text(line, ENTRY if plan.part.ranking else 0, values.entries.get(entry, entry))


def _column(column: int, entries: Sequence[str]) -> str:
    return down(column, STANDINGS, STANDINGS + len(entries) - 1)
