"""Small designs of panels, written as rows of totals, for the tests of what surrounds a ranking."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from showcase.ranking.model import Category, Criterion, JuryMethod, PublicMethod, Rules, Sheet

BALANCED = Rules(JuryMethod.ADDITIVE, PublicMethod.SQRT, Fraction(4, 5), Fraction(1, 5), Fraction(50))
# Residuals that no fit takes away: rows and columns sum to 0.
UNEVEN = ((3, -1, -2, 0), (-2, 3, 0, -1), (-1, -2, 2, 1))


def panel(
    totals: Mapping[str, Sequence[int | None]],
    *,
    votes: Mapping[str, int] | None = None,
    withdrawn: Sequence[str] = (),
    recusals: Sequence[tuple[str, str]] = (),
) -> Category:
    """A category with one criterion of 100.

    Each juror's totals stand in the order of the entries a, b, c, ...; None: no sheet.
    """
    width = max(len(row) for row in totals.values())
    entries = tuple("abcdefghij"[:width])
    sheets = tuple(
        Sheet(juror, entry, {"total": Fraction(value)})
        for juror, row in totals.items()
        for entry, value in zip(entries, row, strict=True)
        if value is not None
    )
    criteria = (Criterion("total", Fraction(1), Fraction(100)),)
    return Category("uji", entries, frozenset(withdrawn), criteria, votes or {}, sheets, frozenset(recusals))
