"""The form of a category's criteria: its fields as rows, and the buttons that change rows before anything is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from showcase.jury.rules.criteria import FIVE, HUNDRED, MOST_CRITERIA, MOST_LEVELS, TEN, CriterionRow
from showcase.jury.rules.scoring import Scale, centi_text
from showcase.jury.rules.typed_criteria import TypedCriterion
from showcase.kernel.filters import decimal

SCALES: dict[str, Scale] = {"0-100": HUNDRED, "1-10": TEN, "1-5": FIVE}
OWN = "own"
TEXTS = {"slug": 60, "name": 200, "weight": 20, "scale": 10, "least": 20, "most": 20, "step": 20, "description": 1100}
LONGEST_MEANING = 300
# A row always offers one level more than it has; a new one three.
FIRST_LEVELS = 3


@dataclass(frozen=True, slots=True)
class FormRow:
    """A criterion as the form holds it, all text. `scale` names one of SCALES, or `own` for least, most and step."""

    name: str = ""
    weight: str = ""
    description: str = ""
    scale: str = "0-100"
    least: str = "0"
    most: str = "100"
    step: str = "1"
    levels: tuple[tuple[str, str], ...] = ()
    slug: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def offered(self) -> tuple[tuple[str, str], ...]:
        """The levels with blank ones to fill."""
        blanks = max(FIRST_LEVELS - len(self.levels), 1 if len(self.levels) < MOST_LEVELS else 0)
        return self.levels + (("", ""),) * blanks

    def typed(self) -> TypedCriterion:
        """As the domain reads it."""
        ends = {"least": self.least, "most": self.most, "step": self.step}
        if self.scale in SCALES:
            ends = _texts(SCALES[self.scale])
        return TypedCriterion(
            self.name, self.weight, description=self.description, levels=self.levels, slug=self.slug, **ends
        )


def from_stored(rows: Sequence[CriterionRow]) -> list[FormRow]:
    """Stored criteria as a person would have typed them."""
    return [
        FormRow(
            name=row.name,
            weight=decimal(centi_text(row.weight_bp)),
            description=row.description,
            scale=next((name for name, scale in SCALES.items() if scale == row.scale), OWN),
            levels=tuple((decimal(score), meaning) for score, meaning in row.levels),
            slug=row.slug,
            least=decimal(centi_text(row.scale.least)),
            most=decimal(centi_text(row.scale.most)),
            step=decimal(centi_text(row.scale.step)),
        )
        for row in rows
    ]


def from_form(form: MultiDict[str, str]) -> list[FormRow]:
    """The rows that were sent, in their order, with levels left blank left out."""
    return [
        _row(form, number)
        for number in form.getlist("row")[: MOST_CRITERIA + 1]
        if number.isascii() and number.isdigit()
    ]


def acted(rows: Sequence[FormRow], action: str) -> tuple[list[FormRow], str]:
    """The rows after one of the form's buttons, and the id of what has the focus then: ("add", "remove.2", "up.2" ...).

    Nothing is stored by any of them.
    """
    kind, _, text = action.partition(".")
    made, number = list(rows), int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else len(rows)
    if kind == "add" and len(made) < MOST_CRITERIA:
        made.append(FormRow())
        return made, f"name-{len(made) - 1}"
    if number >= len(made):
        return made, ""
    if kind == "remove":
        made.pop(number)
        return made, f"name-{min(number, len(made) - 1)}" if made else "add"
    if kind in {"up", "down"}:
        place = min(max(number + (-1 if kind == "up" else 1), 0), len(made) - 1)
        made.insert(place, made.pop(number))
        return made, f"{kind}-{place}"
    if kind == "level" and len(made[number].levels) < MOST_LEVELS:
        return made, f"level-{number}-{len(made[number].levels)}"
    return made, ""


def told(rows: Sequence[FormRow], wrong: Mapping[int, Mapping[str, str]]) -> list[FormRow]:
    """The rows with what is wrong in each."""
    return [replace(row, wrong=wrong.get(number, {})) for number, row in enumerate(rows)]


def _row(form: MultiDict[str, str], number: str) -> FormRow:
    texts: dict[str, Any] = {name: form.get(f"{name}.{number}", "")[:longest] for name, longest in TEXTS.items()}
    levels = []
    for place in range(MOST_LEVELS + 1):
        score = form.get(f"score.{number}.{place}", "")[:20]
        meaning = form.get(f"meaning.{number}.{place}", "")[:LONGEST_MEANING]
        if score.strip() or meaning.strip():
            levels.append((score, meaning))
    texts["scale"] = texts["scale"] if texts["scale"] in SCALES else OWN
    return FormRow(**texts, levels=tuple(levels))


def _texts(scale: Scale) -> dict[str, str]:
    return {"least": centi_text(scale.least), "most": centi_text(scale.most), "step": centi_text(scale.step)}
