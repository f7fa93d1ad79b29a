"""Random contests: complete and incomplete panels, withdrawn entries, recusals."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume
from hypothesis import strategies as st

from showcase.ranking.combine import rank_category
from showcase.ranking.model import (
    Category,
    CategoryRanking,
    Criterion,
    JuryMethod,
    PublicMethod,
    RankingRefused,
    Rules,
    Sheet,
)

RULES = Rules(
    JuryMethod.ADDITIVE,
    PublicMethod.SQRT,
    Fraction(4, 5),
    Fraction(1, 5),
    Fraction(50),
    ridge_lambda=Fraction(3, 2),
    public_reference=200,
)
scores = st.integers(0, 10_000).map(lambda centi: Fraction(centi, 100))


def methods(jury: JuryMethod, public: PublicMethod = PublicMethod.SQRT) -> Rules:
    return replace(RULES, jury=jury, public=public)


@st.composite
def contests(draw: st.DrawFn, *, complete: bool = False, jurors: tuple[int, int] = (2, 5)) -> Category:
    """Two to five entries and two criteria. Unless complete: pairs without a sheet, some of them recused, and
    perhaps a withdrawn entry whose sheets and votes are still in the file.
    """
    entries = tuple(f"e{n}" for n in range(draw(st.integers(2, 5))))
    panel = [f"J{n}" for n in range(1, draw(st.integers(*jurors)) + 1)]
    pairs = [(juror, entry) for juror in panel for entry in entries]
    absent: set[tuple[str, str]] = set()
    withdrawn: frozenset[str] = frozenset()
    if not complete:
        absent = draw(st.sets(st.sampled_from(pairs), max_size=len(pairs) // 2))
        withdrawn = frozenset(draw(st.sets(st.sampled_from(entries), max_size=1)))
    recused = frozenset(pair for pair in sorted(absent) if draw(st.booleans()))
    return Category(
        slug="c",
        entries=entries,
        withdrawn=withdrawn,
        criteria=(
            Criterion("a", Fraction(3, 10), Fraction(100)),
            Criterion("b", Fraction(7, 10), Fraction(100)),
        ),
        votes={entry: draw(st.integers(0, 500)) for entry in entries},
        sheets=tuple(Sheet(j, e, {"a": draw(scores), "b": draw(scores)}) for j, e in pairs if (j, e) not in absent),
        recusals=recused,
    )


def ranked(category: Category, rules: Rules = RULES) -> CategoryRanking:
    """The ranking, for contests that have one."""
    try:
        return rank_category(rules, category)
    except RankingRefused:
        assume(False)
        raise


def places(ranking: CategoryRanking) -> dict[str, int]:
    return {row.entry: row.place for row in ranking.standings}


def order(ranking: CategoryRanking, without: str | None = None) -> list[tuple[str, bool]]:
    """Entries in place order, and whether each is level with the one before; equal ones by name."""
    rows = sorted((row.place, row.entry) for row in ranking.standings if row.entry != without)
    before = [None, *(place for place, _ in rows)]
    return [(entry, place == last) for (place, entry), last in zip(rows, before, strict=False)]
