"""What the jury wrote: every sheet of scores in a row, its total y, and what is left of it after correction."""

from showcase.ranking.model import CategoryRanking, Sheet
from showcase.results.papers.workbook.addresses import across, cell, fixed
from showcase.results.papers.workbook.page import Page
from showcase.results.papers.workbook.plan import CORRECTION, CRITERION_CORRECTIONS, INPUTS, JUROR, SCORED, SCORES, Plan
from showcase.results.papers.workbook.values import ResultValues, Texts

HEAD = INPUTS - 1
WEIGHTS, MAXIMA = HEAD - 2, HEAD - 1


def input_widths(plan: Plan) -> list[int]:
    """Column widths in characters."""
    criteria = len(plan.part.category.criteria)
    return [14, 40, *[15] * criteria, *[17] * 4, *[17] * criteria]


def write_inputs(page: Page, plan: Plan, values: ResultValues, texts: Texts) -> None:
    """Weights and maxima over the scores; then the sheets that count, by entry; then what doesn't count, and why."""
    page.text(0, 0, f"{plan.part.name}: {texts.inputs.sheet}", "title")
    if plan.part.ranking:
        page.paragraph(1, texts.inputs.note, plan.total + 1, "note")
    _write_head(page, plan, texts)
    for row, sheet in enumerate(plan.sheets, INPUTS):
        _write_sheet(page, row, sheet, plan, values)
        if plan.part.ranking:
            _write_arithmetic(page, row, sheet, plan, plan.part.ranking)
    _write_rest(page, INPUTS + len(plan.sheets) + 1, plan, values, texts)


def _write_head(page: Page, plan: Plan, texts: Texts) -> None:
    criteria = plan.part.category.criteria
    page.text(WEIGHTS, SCORED, texts.inputs.weight, "label")
    page.text(MAXIMA, SCORED, texts.inputs.maximum, "label")
    for column, criterion in enumerate(criteria, SCORES):
        page.number(WEIGHTS, column, criterion.weight, "given")
        page.number(MAXIMA, column, criterion.max, "given")
    named = [plan.part.criteria.get(criterion.id, criterion.id) for criterion in criteria]
    heads = [texts.juror, texts.entry, *named]
    if plan.part.ranking:
        heads.append(texts.inputs.total)
    if plan.corrects:
        heads += [texts.correction, texts.inputs.corrected, texts.inputs.residual]
        heads += [texts.inputs.criterion_corrected % {"criterion": name} for name in named]
    page.heads(HEAD, heads)
    page.keep(HEAD, SCORES, above=2)


def _write_sheet(page: Page, row: int, sheet: Sheet, plan: Plan, values: ResultValues) -> None:
    page.text(row, JUROR, values.jurors.get(sheet.juror, sheet.juror))
    page.text(row, SCORED, values.entries.get(sheet.entry, sheet.entry))
    for column, criterion in enumerate(plan.part.category.criteria, SCORES):
        if criterion.id in sheet.scores:
            page.number(row, column, sheet.scores[criterion.id], "score given")


def _write_arithmetic(page: Page, row: int, sheet: Sheet, plan: Plan, ranking: CategoryRanking) -> None:
    pair, last = (sheet.juror, sheet.entry), plan.total - 1
    y = ranking.totals[pair]
    weights, maxima = (f"{fixed(line, SCORES)}:{fixed(line, last)}" for line in (WEIGHTS, MAXIMA))
    scores = across(row, SCORES, last)
    page.formula(row, plan.total, f"=100*SUMPRODUCT({weights},{scores}/{maxima})", y, "score")
    if not plan.corrects:
        return
    b, a = ranking.corrections[sheet.juror], ranking.of(sheet.entry).raw_jury
    label = cell(row, JUROR, fixed_column=True)
    page.formula(row, plan.correction, f"={plan.of_juror(label, CORRECTION)}", b, "score")
    total, correction, corrected = (cell(row, column) for column in (plan.total, plan.correction, plan.corrected))
    page.formula(row, plan.corrected, f"={total}-{correction}", y - b, "score")
    page.formula(row, plan.residual, f"={corrected}-{plan.raw_jury(sheet.entry)}", y - b - a, "score")
    for place, (totals, fit) in enumerate(zip(plan.alone_totals, plan.alone, strict=True)):
        score, top = cell(row, SCORES + place), fixed(MAXIMA, SCORES + place)
        found = plan.of_juror(label, CRITERION_CORRECTIONS + place)
        value = totals[pair] - fit.corrections[sheet.juror]
        page.formula(row, plan.criterion_corrected + place, f"=100*{score}/{top}-{found}", value, "score")


def _write_rest(page: Page, row: int, plan: Plan, values: ResultValues, texts: Texts) -> None:
    """Sheets on withdrawn entries, and the pairs that a conflict of interest leaves out: shown, never computed with."""
    category = plan.part.category
    counted = {(sheet.juror, sheet.entry) for sheet in plan.sheets}
    left_out = [sheet for sheet in category.sheets if (sheet.juror, sheet.entry) not in counted]
    if left_out:
        page.text(row, 0, texts.inputs.withdrawn, "heading")
        for sheet in left_out:
            row += 1
            _write_sheet(page, row, sheet, plan, values)
        row += 2
    if category.recusals:
        page.text(row, 0, texts.inputs.recusals, "heading")
        for juror, entry in sorted(category.recusals):
            row += 1
            page.text(row, JUROR, values.jurors.get(juror, juror))
            page.text(row, SCORED, values.entries.get(entry, entry))
