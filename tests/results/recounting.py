"""Recounts a result's workbook: a spreadsheet engine that is not ours computes every formula without stored values."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import formualizer
import openpyxl
import pytest

from showcase.ranking.combine import rank_category
from showcase.ranking.model import Bundle, Category, Criterion, JuryMethod, PublicMethod, RankingRefused, Rules, Sheet
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

RULES = Rules(JuryMethod.ADDITIVE, PublicMethod.SQRT, Fraction(4, 5), Fraction(1, 5), Fraction(50))
AT = datetime(2025, 12, 15, 10, tzinfo=UTC)
CLOSE = 1e-9


def _words(kind: type[Any], **special: Any) -> Any:
    return kind(**{field.name: special.get(field.name, field.name) for field in fields(kind)})


TEXTS = _words(
    Texts,
    rules=_words(RulesTexts, sheet="Rules", declared=("declared",), steps=("=1+1 is no formula here",)),
    inputs=_words(InputTexts, sheet="Sheets", criterion_corrected="%(criterion)s corrected"),
    standings=_words(StandingTexts, sheet="Standings", criterion_alone="%(criterion)s alone"),
    jurors=_words(JurorTexts, sheet="Jurors", criterion_correction="%(criterion)s correction"),
)


def values_of(bundle: Bundle, names: Mapping[str, str] | None = None, **categories: str) -> ResultValues:
    """The bundle ranked; `names` of entries, and by slug of categories."""
    parts = []
    for category in bundle.categories:
        ranking, refused = None, ""
        try:
            ranking = rank_category(bundle.rules, category)
        except RankingRefused as error:
            refused = error.message
        notes = ranking.flags if ranking else ()
        criteria = {criterion.id: criterion.id.title() for criterion in category.criteria}
        shown = categories.get(category.slug, category.slug.upper())
        parts.append(ResultCategory(category, ranking, shown, criteria, refused, notes, {"simandor-bmd": 3}))
    return ResultValues(bundle, "ab" * 32, tuple(parts), names or {}, {"J1": "Juror 1"}, AT)


def one(rules: Rules, category: Category) -> Bundle:
    """A bundle of one category."""
    return Bundle("pameran", "Pameran", rules, (category,))


class Opened:
    """A workbook as stored, and as the engine computes it from nothing but data and formulas."""

    def __init__(self, data: bytes) -> None:
        self.formulas = openpyxl.load_workbook(io.BytesIO(data))
        self.stored = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        self.engine = formualizer.load_workbook_bytes(_without_results(data))
        self.engine.evaluate_all()

    def cells(self) -> Iterator[tuple[str, Any, Any]]:
        """Every formula: where, the stored value, the computed value."""
        for sheet in self.formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        stored = self.stored[sheet.title].cell(cell.row, cell.column).value
                        computed = self.engine.get_value(sheet.title, cell.row, cell.column)
                        yield f"{sheet.title}!{cell.coordinate} {cell.value}", stored, computed

    def table(self, sheet: str, head: int = 3) -> list[dict[str, Any]]:
        """The computed rows below a header, up to the first empty row."""
        rows = self.formulas[sheet]
        titles = [cell.value for cell in rows[head] if cell.value]
        found = []
        for number in range(head + 1, rows.max_row + 1):
            if rows.cell(number, 1).value is None and rows.cell(number, 2).value is None:
                break
            line = [self.engine.get_value(sheet, number, column) for column in range(1, len(titles) + 1)]
            found.append(dict(zip(titles, line, strict=True)))
        return found

    def texts(self, sheet: str) -> list[str]:
        """All texts of a sheet."""
        return [cell.value for row in self.formulas[sheet].iter_rows() for cell in row if isinstance(cell.value, str)]


def _without_results(data: bytes) -> bytes:
    """The same file with every stored result of a formula taken out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name.startswith("xl/worksheets/"):
                body = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", body)
            new.writestr(name, body)
    return file.getvalue()


def checked(values: ResultValues) -> Opened:
    """The opened workbook, once every formula gave its exact number and every place the library's."""
    opened = Opened(result_workbook(values, TEXTS))
    wrong = [
        (where, stored, computed)
        for where, stored, computed in opened.cells()
        if not isinstance(computed, int | float) or abs(computed - stored) > CLOSE
    ]
    assert not wrong
    for part in values.categories:
        if part.ranking:
            rows = opened.table(f"{part.name} - Standings")
            found = [(row["place"], row["votes"]) for row in rows]
            assert found == [(row.place, row.votes) for row in part.ranking.standings]
            for row, standing in zip(rows, part.ranking.standings, strict=True):
                for name, exact in (("final", standing.final), ("jury", standing.jury), ("public", standing.public)):
                    assert row[name] == pytest.approx(float(exact), abs=CLOSE)
    return opened


def example() -> Bundle:
    """The example that the contract recounts."""
    rows = {
        ("J1", "simandor-bmd"): 80,
        ("J1", "pepes-papari"): 70,
        ("J2", "simandor-bmd"): 90,
        ("J2", "pepes-papari"): 60,
    }
    category = Category(
        slug="skpd",
        entries=("simandor-bmd", "pepes-papari"),
        withdrawn=frozenset(),
        criteria=(
            Criterion("kebaruan", Fraction(3, 10), Fraction(100)),
            Criterion("kemanfaatan", Fraction(7, 10), Fraction(100)),
        ),
        votes={"simandor-bmd": 100, "pepes-papari": 400},
        sheets=tuple(
            Sheet(juror, entry, {"kebaruan": Fraction(score), "kemanfaatan": Fraction(score)})
            for (juror, entry), score in rows.items()
        ),
        recusals=frozenset(),
    )
    return one(RULES, category)


def criteria(*weights: Fraction) -> tuple[Criterion, ...]:
    """Criteria a, b, ... with maxima 100, 50, 20."""
    maxima = (Fraction(100), Fraction(50), Fraction(20))
    return tuple(Criterion("abc"[n], weight, maxima[n]) for n, weight in enumerate(weights))


def panel(scores: Mapping[str, Mapping[str, int]], votes: Mapping[str, int], **changes: Any) -> Category:
    """A category of criteria a (30 %, to 100) and b (70 %, to 50); scores by entry and juror, half of it for b."""
    both = criteria(Fraction(3, 10), Fraction(7, 10))
    sheets = tuple(
        Sheet(juror, entry, {"a": Fraction(score), "b": Fraction(score + len(juror + entry) % 7, 2)})
        for entry, row in scores.items()
        for juror, score in row.items()
    )
    made = Category("skpd", tuple(scores), frozenset(), both, votes, sheets, frozenset())
    return replace(made, **changes)


INCOMPLETE = panel(
    {
        "satu": {"J1": 80, "J2": 71, "J3": 66, "J4": 90, "J10": 55},
        "dua": {"J1": 64, "J2": 59, "J3": 77, "J10": 81},
        "tiga": {"J2": 88, "J3": 70, "J4": 73, "J1": 74},
        "mundur": {"J1": 99, "J3": 98},
        "empat": {"J4": 60, "J1": 61, "J3": 62, "J2": 63},
    },
    {"satu": 9, "dua": 16, "tiga": 7, "mundur": 500},
    withdrawn=frozenset({"mundur"}),
    recusals=frozenset({("J4", "dua")}),
)


def under(jury: JuryMethod, public: PublicMethod, **changes: Any) -> Rules:
    """These methods with the numbers that some of them need."""
    return replace(RULES, jury=jury, public=public, ridge_lambda=Fraction(3, 2), public_reference=12, **changes)
