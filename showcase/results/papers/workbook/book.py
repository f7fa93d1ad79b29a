"""Puts the sheets together: rules first, then for each category its standings, its sheets of scores and its jurors."""

import io

from xlsxwriter import Workbook

from showcase.printing.spreadsheets import PLAIN_TEXT
from showcase.results.papers.workbook.inputs import input_widths, write_inputs
from showcase.results.papers.workbook.jurors import juror_widths, write_jurors
from showcase.results.papers.workbook.page import Page, Styles, sheet_names
from showcase.results.papers.workbook.plan import Plan, SheetNames
from showcase.results.papers.workbook.rules import WIDTHS, write_rules
from showcase.results.papers.workbook.standings import standing_widths, write_refused, write_standings
from showcase.results.papers.workbook.values import ResultValues, Texts


def result_workbook(values: ResultValues, texts: Texts) -> bytes:
    """An .xlsx file whose formulas give the library's numbers; equal values make equal bytes."""
    file = io.BytesIO()
    book = Workbook(file, PLAIN_TEXT)
    created = values.created.replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": texts.title, "comments": values.sha256, "created": created})
    styles = Styles(book)
    plans = _plans(values, texts)
    rules = plans[0].names.rules if plans else texts.rules.sheet
    write_rules(Page(book, styles, rules, WIDTHS), values, texts)
    for plan in plans:
        _write_category(book, styles, plan, values, texts)
    book.close()
    return file.getvalue()


def _write_category(book: Workbook, styles: Styles, plan: Plan, values: ResultValues, texts: Texts) -> None:
    ranking = plan.part.ranking
    page = Page(book, styles, plan.names.standings, standing_widths(plan))
    (write_standings if ranking else write_refused)(page, plan, values, texts)
    write_inputs(Page(book, styles, plan.names.inputs, input_widths(plan)), plan, values, texts)
    if ranking:
        write_jurors(Page(book, styles, plan.names.jurors, juror_widths(plan)), plan, ranking, values, texts)


def _plans(values: ResultValues, texts: Texts) -> list[Plan]:
    wanted = [("", texts.rules.sheet)]
    for part in values.categories:
        name = part.name.strip() or part.category.slug
        wanted += [(name, texts.standings.sheet), (name, texts.inputs.sheet), (name, texts.jurors.sheet)]
    rules, *rest = sheet_names(wanted)
    threes = zip(rest[::3], rest[1::3], rest[2::3], strict=True)
    return [
        Plan(values.bundle.rules, part, SheetNames(rules, *three))
        for part, three in zip(values.categories, threes, strict=True)
    ]
