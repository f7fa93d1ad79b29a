"""The first sheet: the declared numbers, which all other sheets point to, the rules in words, and how to read it."""

from fractions import Fraction

from showcase.ranking.model import JuryMethod, PublicMethod, Rules
from showcase.results.papers.workbook.page import Page
from showcase.results.papers.workbook.plan import FIRST_RULE, RULE_ROWS, TOLERANCE
from showcase.results.papers.workbook.values import ResultValues, Texts

WIDTHS = (44, 90)


def write_rules(page: Page, values: ResultValues, texts: Texts) -> None:
    """Title, numbers, hash, sentences."""
    words = texts.rules
    page.text(0, 0, texts.title, "title")
    page.text(FIRST_RULE - 1, 0, words.numbers, "heading")
    row = FIRST_RULE
    for name, value in _numbers(values.bundle.rules).items():
        page.text(row, 0, getattr(words, name), "label")
        if value is None:
            page.text(row, 1, words.not_used)
        else:
            page.number(row, 1, value, "rule")
        row += 1
    page.text(row, 0, words.sha256, "label")
    page.text(row, 1, values.sha256, "code")
    row += 2
    for heading, sentences in ((words.declared_heading, words.declared), (words.steps_heading, words.steps)):
        page.text(row, 0, heading, "heading")
        for sentence in sentences:
            row += 1
            page.paragraph(row, sentence, 2)
        row += 2


def _numbers(rules: Rules) -> dict[str, Fraction | int | None]:
    """In the order of the rows; None for a number that the methods don't use."""
    found: dict[str, Fraction | int | None] = {name: getattr(rules, name) for name in RULE_ROWS}
    if rules.jury is not JuryMethod.RIDGE:
        found["ridge_lambda"] = None
    if rules.public is not PublicMethod.FIXED:
        found["public_reference"] = None
    return {**found, "tolerance": TOLERANCE}
