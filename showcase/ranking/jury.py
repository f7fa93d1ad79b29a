"""Jury scores before the floor, by the declared method.

`additive` is the least-squares fit of y = a + b (entry plus juror), as in Platt and Burges for NIPS and Fisher's
analysis of incomplete blocks: when every juror scored every entry it is the plain mean, so it corrects only what
unequal panels distort.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm

from showcase.ranking.model import JuryMethod, JuryScores, RankingRefused, Rules

# (juror, entry) -> total of the sheet, 0 to 100.
Totals = Mapping[tuple[str, str], Fraction]
MIN_TO_TRIM = 4


def sheet_total(parts: Iterable[tuple[Fraction, Fraction | int, Fraction | int]]) -> Fraction:
    """A sheet's total, 0 to 100, from (weight, score, maximum) of each scored criterion: 100 * sum of u x / M."""
    return 100 * sum((weight * score / maximum for weight, score, maximum in parts), Fraction(0))


def jury_scores(rules: Rules, entries: Sequence[str], totals: Totals, category: str | None = None) -> JuryScores:
    """a of each entry, and the corrections b. Every entry must have a sheet.

    Raises RankingRefused with TRIM_TOO_FEW or JURY_GRAPH_DISCONNECTED.
    """
    if rules.jury is JuryMethod.ADDITIVE:
        return _additive(entries, totals, category)
    if rules.jury is JuryMethod.RIDGE:
        return _ridge(entries, totals, rules.ridge_lambda or Fraction(1))
    by_entry: dict[str, list[Fraction]] = {entry: [] for entry in entries}
    for (_, entry), total in totals.items():
        by_entry[entry].append(total)
    if rules.jury is JuryMethod.TRIMMED:
        _check_trim(by_entry, category)
    middle = {JuryMethod.PLAIN: _mean, JuryMethod.TRIMMED: _trimmed_mean, JuryMethod.MEDIAN: _median}[rules.jury]
    return JuryScores({entry: middle(values) for entry, values in by_entry.items()}, {})


def groups(entries: Sequence[str], totals: Totals) -> list[list[str]]:
    """The entries in groups that share jurors, directly or through others; one group: all can be compared."""
    group = {entry: {entry} for entry in entries}
    seen: dict[str, str] = {}
    for juror, entry in totals:
        first = seen.setdefault(juror, entry)
        if group[first] is not group[entry]:
            group[first] |= group[entry]
            for member in group[entry]:
                group[member] = group[first]
    found: dict[int, list[str]] = {}
    for entry in entries:
        found.setdefault(id(group[entry]), []).append(entry)
    return list(found.values())


def _additive(entries: Sequence[str], totals: Totals, category: str | None) -> JuryScores:
    found = groups(entries, totals)
    if len(found) > 1:
        named = "; ".join(", ".join(group) for group in found)
        raise RankingRefused(
            "JURY_GRAPH_DISCONNECTED",
            f"These groups of entries have no juror in common: {named}. {len(found) - 1} more sheet(s) by jurors who "
            "then score in two groups would join them; or declare the method `plain`.",
            category,
            groups=named,
            missing=len(found) - 1,
        )
    sizes = _sheets_of_jurors(totals)
    if all(size == len(entries) for size in sizes.values()):
        # A complete design: the fit is the plain mean, so the system need not be solved.
        count = len(sizes)
        scores = {entry: Fraction(0) for entry in entries}
        for (_, entry), total in totals.items():
            scores[entry] += total / count
    else:
        # The system is singular (a constant can go from a to b): fix the last entry at 0, then shift.
        matrix, right = normal_equations(entries, totals, {juror: Fraction(size) for juror, size in sizes.items()})
        solved = solve([row[:-1] for row in matrix[:-1]], right[:-1])
        scores = dict(zip(entries, [*solved, Fraction(0)], strict=True))
    corrections = _corrections(scores, totals, {juror: Fraction(size) for juror, size in sizes.items()})
    shift = sum((corrections[juror] * size for juror, size in sizes.items()), Fraction(0)) / len(totals)
    return JuryScores(
        {entry: score + shift for entry, score in scores.items()},
        {juror: correction - shift for juror, correction in corrections.items()},
    )


def _ridge(entries: Sequence[str], totals: Totals, penalty: Fraction) -> JuryScores:
    """As additive, with lambda * sum of b squared added: n becomes n + lambda, and nothing is shifted."""
    weights = {juror: size + penalty for juror, size in _sheets_of_jurors(totals).items()}
    matrix, right = normal_equations(entries, totals, weights)
    scores = dict(zip(entries, solve(matrix, right), strict=True))
    return JuryScores(scores, _corrections(scores, totals, weights))


def normal_equations(
    entries: Sequence[str], totals: Totals, weights: Mapping[str, Fraction]
) -> tuple[list[list[Fraction]], list[Fraction]]:
    """C = diag(r) - sum of 1 1' / n over the jurors, and q = sum of (y - mean of the juror)."""
    index = {entry: place for place, entry in enumerate(entries)}
    sums = {juror: Fraction(0) for juror in weights}
    scored: dict[str, list[int]] = {juror: [] for juror in weights}
    for (juror, entry), total in totals.items():
        sums[juror] += total
        scored[juror].append(index[entry])
    matrix = [[Fraction(0)] * len(entries) for _ in entries]
    right = [Fraction(0)] * len(entries)
    for (juror, entry), total in totals.items():
        matrix[index[entry]][index[entry]] += 1
        right[index[entry]] += total - sums[juror] / weights[juror]
    for juror, places in scored.items():
        for row in places:
            for column in places:
                matrix[row][column] -= 1 / weights[juror]
    return matrix, right


def solve(matrix: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction]:
    """The exact solution of a positive definite system."""
    return [row[0] for row in solve_all(matrix, [[value] for value in right])]


def solve_all(matrix: Sequence[Sequence[Fraction]], right: Sequence[Sequence[Fraction]]) -> list[list[Fraction]]:
    """As `solve`, for as many right sides as the rows of `right` are long; by Bareiss's elimination in whole numbers.

    Fractions would be reduced at every step, which costs most of the time; whole rows need no reduction.
    """
    rows = []
    for line, values in zip(matrix, right, strict=True):
        scale = lcm(*(number.denominator for number in (*line, *values)))
        rows.append([int(number * scale) for number in (*line, *values)])
    size, width, previous = len(rows), len(rows[0]), 1
    for pivot in range(size):
        for row in range(pivot + 1, size):
            for column in range(pivot + 1, width):
                cross = rows[row][column] * rows[pivot][pivot] - rows[row][pivot] * rows[pivot][column]
                rows[row][column] = cross // previous
            rows[row][pivot] = 0
        previous = rows[pivot][pivot]
    found = [[Fraction(0)] * (width - size) for _ in rows]
    for row in reversed(range(size)):
        for side in range(width - size):
            known = (rows[row][column] * found[column][side] for column in range(row + 1, size))
            found[row][side] = (rows[row][size + side] - sum(known, Fraction(0))) / rows[row][row]
    return found


def _corrections(
    scores: Mapping[str, Fraction], totals: Totals, weights: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    found = {juror: Fraction(0) for juror in weights}
    for (juror, entry), total in totals.items():
        found[juror] += (total - scores[entry]) / weights[juror]
    return found


def _sheets_of_jurors(totals: Totals) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for juror, _ in totals:
        sizes[juror] = sizes.get(juror, 0) + 1
    return sizes


def _check_trim(by_entry: Mapping[str, Sequence[Fraction]], category: str | None) -> None:
    few = [entry for entry, values in by_entry.items() if len(values) < MIN_TO_TRIM]
    if few:
        named = ", ".join(few)
        raise RankingRefused(
            "TRIM_TOO_FEW",
            f"The trimmed mean drops the highest and the lowest total and needs {MIN_TO_TRIM} sheets; fewer on: "
            f"{named}. Get more sheets, or declare another method.",
            category,
            entries=named,
        )


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _trimmed_mean(values: Sequence[Fraction]) -> Fraction:
    return _mean(sorted(values)[1:-1])


def _median(values: Sequence[Fraction]) -> Fraction:
    middle = sorted(values)[(len(values) - 1) // 2 : len(values) // 2 + 1]
    return _mean(middle)
