"""The jurors' calibration as a page shows it: numbers in words, and a scale on which all jurors stand together."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from showcase.ranking.calibration import JurorCalibration
from showcase.ranking.numbers import rounded
from showcase.results.labels import words
from showcase.results.labels.arithmetic import shown_number, signed_number
from showcase.results.queries.calibrations import CategoryCalibration
from showcase.results.queries.results import CategoryName

# The scale of corrections reaches at least this far to both sides, so that small ones look small.
LEAST_SCALE = Fraction(5)


@dataclass(frozen=True, slots=True)
class JurorLine:
    """One juror; `start` and `length` place the correction's bar in percent, `low` to `high` the range of totals."""

    number: str
    name: str
    sheets: int
    mean: str
    lowest: str
    highest: str
    correction: str
    start: str
    length: str
    spread: str
    scatter: str
    constant: bool
    one_sheet: bool


@dataclass(frozen=True, slots=True)
class BridgeLine:
    """One more sheet that would join groups of entries."""

    juror: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PanelView:
    """A category's panel. `groups` has more than one part where not every entry can be compared with every other."""

    slug: str
    shown: CategoryName
    jurors: tuple[JurorLine, ...]
    scale: str
    groups: tuple[tuple[str, ...], ...]
    unscored: tuple[str, ...]
    bridges: tuple[BridgeLine, ...]


def groups(found: Sequence[CategoryCalibration]) -> tuple[PanelView, ...]:
    """All categories."""
    return tuple(_panel(category) for category in found)


def _panel(found: CategoryCalibration) -> PanelView:
    panel = found.panel
    names = {slug: shown.name for slug, shown in found.entries.items()}
    scale = max((abs(line.correction) for line in panel.jurors if line.correction is not None), default=LEAST_SCALE)
    scale = max(scale, LEAST_SCALE)
    return PanelView(
        slug=found.slug,
        shown=found.shown,
        jurors=tuple(_juror(line, found.jurors.get(line.juror, line.juror), scale) for line in panel.jurors),
        scale=shown_number(scale, 1),
        groups=tuple(tuple(names[entry] for entry in part) for part in panel.groups),
        unscored=tuple(names[entry] for entry in panel.unscored),
        bridges=tuple(
            BridgeLine(found.jurors.get(bridge.juror, bridge.juror), tuple(names[entry] for entry in bridge.entries))
            for bridge in panel.bridges
        ),
    )


def _juror(line: JurorCalibration, name: str, scale: Fraction) -> JurorLine:
    shift = line.correction or Fraction(0)
    length = abs(shift) / scale * 50
    return JurorLine(
        number=words.juror(line.juror),
        name=name,
        sheets=line.sheets,
        mean=shown_number(line.mean, 2),
        lowest=shown_number(line.lowest, 2),
        highest=shown_number(line.highest, 2),
        correction="" if line.correction is None else signed_number(line.correction),
        start=rounded(50 - length if shift < 0 else Fraction(50), 2),
        length=rounded(length, 2),
        spread=_float(line.spread),
        scatter=_float(line.scatter),
        constant=line.constant,
        one_sheet=line.one_sheet,
    )


def _float(value: float | None) -> str:
    return "" if value is None else shown_number(Fraction(value), 2)
