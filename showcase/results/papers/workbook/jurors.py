"""The jurors of a category: sheets, mean, correction, and the sums that prove the corrections whoever computed them."""

from fractions import Fraction

from showcase.ranking.model import CategoryRanking, JuryMethod
from showcase.results.papers.workbook.addresses import cell, down
from showcase.results.papers.workbook.page import Page
from showcase.results.papers.workbook.plan import (
    CORRECTION,
    CRITERION_CORRECTIONS,
    JUROR,
    JURORS,
    MEAN,
    RESIDUALS,
    Plan,
)
from showcase.results.papers.workbook.values import ResultValues, Texts

HEAD = JURORS - 1
COUNT = 1


def juror_widths(plan: Plan) -> list[int]:
    """Column widths in characters."""
    return [40, 10, 16, 16, 22, *[18] * len(plan.part.category.criteria)]


def write_jurors(page: Page, plan: Plan, ranking: CategoryRanking, values: ResultValues, texts: Texts) -> None:
    """A row a juror; where the method corrects, the corrections and their proof."""
    words = texts.jurors
    page.text(0, 0, f"{plan.part.name}: {words.sheet}", "title")
    note = words.note if plan.corrects else words.note_uncorrected
    page.paragraph(1, note, RESIDUALS + 1, "note")
    heads = [texts.juror, texts.sheets, words.mean]
    is_ridge = plan.rules.jury is JuryMethod.RIDGE
    if plan.corrects:
        named = [plan.part.criteria.get(criterion.id, criterion.id) for criterion in plan.part.category.criteria]
        heads += [texts.correction, words.residual_sum_ridge if is_ridge else words.residual_sum]
        heads += [words.criterion_correction % {"criterion": name} for name in named]
    page.heads(HEAD, heads)
    page.keep(HEAD, 1)
    for row, juror in enumerate(plan.jurors, JURORS):
        page.text(row, JUROR, values.jurors.get(juror, juror))
        _write_juror(page, row, juror, plan, ranking)
    if plan.corrects:
        _write_proof(page, JURORS + len(plan.jurors) + 1, plan, values, texts)


def _write_juror(page: Page, row: int, juror: str, plan: Plan, ranking: CategoryRanking) -> None:
    label, labels = cell(row, JUROR), plan.inputs_column(JUROR)
    given = [y for (judge, _), y in ranking.totals.items() if judge == juror]
    page.formula(row, COUNT, f"=COUNTIF({labels},{label})", len(given), "count")
    mean = sum(given, Fraction(0)) / len(given)
    page.formula(row, MEAN, f"=AVERAGEIF({labels},{label},{plan.inputs_column(plan.total)})", mean, "score")
    if not plan.corrects:
        return
    page.number(row, CORRECTION, ranking.corrections[juror], "correction given")
    residuals = f"SUMIF({labels},{label},{plan.inputs_column(plan.residual)})"
    if plan.rules.jury is JuryMethod.RIDGE:
        residuals += f"-{plan.names.rule('ridge_lambda')}*{cell(row, CORRECTION)}"
    page.formula(row, RESIDUALS, f"=ROUND({residuals},9)", 0, "proof")
    for column, fit in enumerate(plan.alone, CRITERION_CORRECTIONS):
        page.number(row, column, fit.corrections[juror], "correction given")


def _write_proof(page: Page, row: int, plan: Plan, values: ResultValues, texts: Texts) -> None:
    """By entry the sum of (y - a - b); and the sum of b, over the sheets or, for ridge, over the jurors."""
    is_ridge = plan.rules.jury is JuryMethod.RIDGE
    over_jurors = down(CORRECTION, JURORS, JURORS + len(plan.jurors) - 1)
    over = over_jurors if is_ridge else plan.inputs_column(plan.correction)
    page.text(row, 0, texts.jurors.correction_sum_ridge if is_ridge else texts.jurors.correction_sum, "label")
    page.formula(row, COUNT, f"=ROUND(SUM({over}),9)", 0, "proof")
    row += 2
    page.heads(row, [texts.entry, texts.sheets, texts.jurors.residual_sum])
    for line, entry in enumerate(plan.entries, row + 1):
        residuals = plan.inputs_block(entry, plan.residual)
        page.text(line, 0, values.entries.get(entry, entry))
        page.formula(line, COUNT, f"=COUNT({residuals})", sum(s.entry == entry for s in plan.sheets), "count")
        page.formula(line, MEAN, f"=ROUND(SUM({residuals}),9)", 0, "proof")
