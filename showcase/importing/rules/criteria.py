"""The criteria's sheet: its columns, and what each cell may hold."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from showcase.importing.rules.columns import CellError, Column, ImportCheck, check_sheet, folded, plain, quoted
from showcase.importing.rules.jurors import categories_of
from showcase.jury.rules.criteria import ALL as WHOLE
from showcase.jury.rules.criteria import DESCRIPTION_LENGTH, NAME_LENGTH, in_order
from showcase.jury.rules.scoring import centi_text
from showcase.jury.rules.typed_criteria import hundredths

COLUMNS = (
    Column("category", "category", "kategori", required=True),
    Column("name", "name", "kriteria", required=True),
    Column("weight", "weight", "bobot", required=True),
    Column("description", "description", "uraian"),
    Column("least", "least", "min"),
    Column("most", "most", "maks"),
    Column("step", "step", "langkah"),
    Column("levels", "levels", "tingkat"),
)
LIMITS = {"name": NAME_LENGTH, "description": DESCRIPTION_LENGTH}
SCALE = ("least", "most", "step")
WEIGHT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,6})?)\s*(%?)")
LEVEL = re.compile(r"\s*([0-9.,]+)\s*[=:]\s*(.*\S)\s*")


def check(
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    categories: Mapping[str, str],
    header_row: int = 1,
) -> ImportCheck:
    """Check a whole sheet. `rows` are (row number, cells); `categories` maps the exhibition's slugs to names.

    `category` of a row is a tuple of slugs, `weight` in basis points, the scale in hundredths of a point (None for an
    empty cell), `levels` pairs as a score sheet has them.
    """
    return check_sheet(
        COLUMNS,
        header,
        rows,
        lambda field, text: _value(field, text, categories),
        ("name", _identity),
        header_row=header_row,
    )


def weight_of(text: str) -> int:
    """A weight in basis points from "30%", "30", "12,5" or "0.3". Raises CellError."""
    match = WEIGHT.fullmatch(text)
    weight = Decimal(match[1].replace(",", ".")) * 100 if match else Decimal(0)
    if match and not match[2] and weight < 100:
        # Less than one percent means nothing; a spreadsheet stores 30 % as 0.3.
        weight *= 100
    if weight != int(weight) or not 1 <= weight <= WHOLE:
        raise CellError("weight", text=quoted(text))
    return int(weight)


def levels_of(text: str) -> tuple[tuple[str, str], ...]:
    """Levels from "100 = belum pernah ada; 70 = pengembangan", highest first. Raises CellError."""
    found = []
    for part in re.split(r"[;\n]", text):
        if not part.strip():
            continue
        match = LEVEL.fullmatch(part)
        score = hundredths(match[1]) if match else None
        if match is None or score is None:
            raise CellError("level", text=quoted(part.strip()))
        found.append((centi_text(score), " ".join(match[2].split())))
    return in_order(found)


def _identity(values: Mapping[str, Any]) -> tuple[str, str]:
    if "category" not in values or "name" not in values:
        return "", ""
    return f"{values['category']} {folded(values['name'])}", str(values["name"])


def _value(field: str, text: str, categories: Mapping[str, str]) -> Any:
    text = plain(text, LIMITS.get(field), lines=field in {"description", "levels", "category"})
    if field == "category":
        return categories_of(text, categories)
    if field == "weight":
        return weight_of(text)
    if field == "levels":
        return levels_of(text)
    if field in SCALE and text:
        points = hundredths(text)
        if points is None:
            raise CellError("points", text=quoted(text))
        return points
    return text if field not in SCALE else None
