"""The fits of the jury model against numpy's least squares, over incomplete panels, withdrawals and recusals."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showcase.ranking.explain import explain_entry, proof
from showcase.ranking.model import Category, CategoryRanking, JuryMethod
from tests.ranking.contests import RULES, contests, ranked

Numbers = npt.NDArray[np.float64]


def fitted(
    ranking: CategoryRanking, last: list[tuple[list[float], float]]
) -> tuple[dict[str, float], dict[str, float]]:
    """a and b by numpy: a row a sheet, and the rows that make the answer unique or penalise it."""
    entries, jurors = [row.entry for row in ranking.standings], list(ranking.corrections)
    rows = []
    for juror, entry in ranking.totals:
        row = [0.0] * (len(entries) + len(jurors))
        row[entries.index(entry)] = row[len(entries) + jurors.index(juror)] = 1.0
        rows.append(row)
    right = [float(total) for total in ranking.totals.values()] + [value for _, value in last]
    found: Numbers = np.linalg.lstsq(np.array(rows + [row for row, _ in last]), np.array(right), rcond=None)[0]
    a, b = found[: len(entries)].tolist(), found[len(entries) :].tolist()
    return dict(zip(entries, a, strict=True)), dict(zip(jurors, b, strict=True))


def close(ranking: CategoryRanking, a: dict[str, float], b: dict[str, float]) -> bool:
    ours = [float(row.raw_jury) for row in ranking.standings] + [float(b) for b in ranking.corrections.values()]
    return np.allclose(ours, [*a.values(), *b.values()], atol=1e-6)


@settings(max_examples=120, deadline=None)
@given(contests())
def test_the_additive_fit_is_the_least_squares_one_and_proves_itself(category: Category) -> None:
    ranking = ranked(category)
    jurors = list(ranking.corrections)
    sheets = [float(sum(1 for juror, _ in ranking.totals if juror == name)) for name in jurors]
    assert close(ranking, *fitted(ranking, [([0.0] * len(ranking.standings) + sheets, 0.0)]))
    sums = proof(ranking)
    assert sums.corrections == 0
    assert set(sums.by_juror.values()) <= {Fraction(0)}
    assert all(explain_entry(ranking, entry).residual == 0 for entry in category.standing)


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(contests(), st.fractions(Fraction(1, 20), 20, max_denominator=20))
def test_the_ridge_fit_is_the_penalised_least_squares_one(category: Category, penalty: Fraction) -> None:
    ranking = ranked(category, replace(RULES, jury=JuryMethod.RIDGE, ridge_lambda=penalty))
    count, jurors = len(ranking.standings), len(ranking.corrections)
    root = float(penalty) ** 0.5
    last = [([0.0] * count + [root * (n == place) for n in range(jurors)], 0.0) for place in range(jurors)]
    assert close(ranking, *fitted(ranking, last))


@settings(max_examples=60, deadline=None)
@given(contests(complete=True))
def test_a_complete_panel_has_the_plain_mean(category: Category) -> None:
    additive, plain = ranked(category), ranked(category, replace(RULES, jury=JuryMethod.PLAIN))
    assert additive.standings == plain.standings
