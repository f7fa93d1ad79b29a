"""The workbook of a result: every sheet of scores, and the formulas that make the ranking of them again."""

from showcase.results.papers.workbook.book import result_workbook
from showcase.results.papers.workbook.values import (
    InputTexts,
    JurorTexts,
    ResultCategory,
    ResultValues,
    RulesTexts,
    StandingTexts,
    Texts,
)

__all__ = [
    "InputTexts",
    "JurorTexts",
    "ResultCategory",
    "ResultValues",
    "RulesTexts",
    "StandingTexts",
    "Texts",
    "result_workbook",
]
