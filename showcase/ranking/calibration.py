"""How each juror used the scale, and whether the panel holds together: for organizers, before the result is fixed.

Nothing here changes a score. A correction is a habit of scoring high or low, not a fault; a spread says how much of the
scale a juror uses; a scatter says how far a juror's view of the entries lies from the panel's.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from showcase.ranking.combine import sheet_totals
from showcase.ranking.jury import groups, jury_scores
from showcase.ranking.model import Category, JuryMethod, Rules

# A juror needs two sheets before a spread means anything.
FEWEST = 2


@dataclass(frozen=True, slots=True)
class JurorCalibration:
    """One juror in one category; points of 100.

    `correction`: additive model, None where the panel is in parts. `spread`: standard deviation of the totals given;
    `scatter`: root mean square of y - a - b. None where one sheet gives none.
    """

    juror: str
    sheets: int
    mean: Fraction
    lowest: Fraction
    highest: Fraction
    correction: Fraction | None
    spread: float | None
    scatter: float | None
    constant: bool

    @property
    def one_sheet(self) -> bool:
        """Whether this juror compares nothing."""
        return self.sheets == 1


@dataclass(frozen=True, slots=True)
class Bridge:
    """One more sheet that would join two groups: this juror, who scored in one, on any of these entries of another."""

    juror: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A category's panel. `groups`: entries that share jurors, directly or through others; more than one: parted.

    `unscored`: entries without any sheet, which no group holds. `bridges`: sheets that together would join all groups,
    one fewer than there are groups.
    """

    jurors: tuple[JurorCalibration, ...]
    groups: tuple[tuple[str, ...], ...]
    unscored: tuple[str, ...]
    bridges: tuple[Bridge, ...]


def calibration(rules: Rules, category: Category) -> Calibration:
    """The panel of a category whose sheets were checked, complete or not."""
    totals = sheet_totals(category)
    with_sheets = {entry for _, entry in totals}
    scored = [entry for entry in category.standing if entry in with_sheets]
    parts = groups(scored, totals)
    fit = None
    if len(parts) == 1:
        fit = jury_scores(replace(rules, jury=JuryMethod.ADDITIVE), scored, totals)
    by_juror: dict[str, dict[str, Fraction]] = {}
    for (juror, entry), total in totals.items():
        by_juror.setdefault(juror, {})[entry] = total
    return Calibration(
        jurors=tuple(
            _juror(juror, given, fit.corrections[juror] if fit else None, fit.scores if fit else {})
            for juror, given in by_juror.items()
        ),
        groups=tuple(tuple(part) for part in parts),
        unscored=tuple(entry for entry in category.standing if entry not in with_sheets),
        bridges=_bridges(category, parts, by_juror),
    )


def _juror(
    juror: str, given: Mapping[str, Fraction], correction: Fraction | None, scores: Mapping[str, Fraction]
) -> JurorCalibration:
    values = list(given.values())
    mean = sum(values, Fraction(0)) / len(values)
    several = len(values) >= FEWEST
    scatter = None
    if correction is not None and several:
        scatter = _root_mean_square([total - scores[entry] - correction for entry, total in given.items()])
    return JurorCalibration(
        juror=juror,
        sheets=len(values),
        mean=mean,
        lowest=min(values),
        highest=max(values),
        correction=correction,
        spread=_root_mean_square([value - mean for value in values]) if several else None,
        scatter=scatter,
        constant=several and len(set(values)) == 1,
    )


def _root_mean_square(values: Sequence[Fraction]) -> float:
    return math.sqrt(sum((value * value for value in values), Fraction(0)) / len(values))


def _bridges(
    category: Category, parts: Sequence[Sequence[str]], by_juror: Mapping[str, Mapping[str, Fraction]]
) -> tuple[Bridge, ...]:
    """For every further group, the juror of the first with the fewest sheets who is not recused from all of it.

    Every group but the first is joined to the first, so that the order of asking does not matter.
    """
    found = []
    for part in parts[1:]:
        best = _bridge(category, parts[0], part, by_juror) or _bridge(category, part, parts[0], by_juror)
        found += [best] if best else []
    return tuple(found)


def _bridge(
    category: Category,
    known: Sequence[str],
    asked: Sequence[str],
    by_juror: Mapping[str, Mapping[str, Fraction]],
) -> Bridge | None:
    ready = sorted((len(given), juror) for juror, given in by_juror.items() if set(given) & set(known))
    for _sheets, juror in ready:
        allowed = tuple(entry for entry in asked if (juror, entry) not in category.recusals)
        if allowed:
            return Bridge(juror, allowed)
    return None
