"""Whether suspended votes would change the awarded places: to the last one that is awarded, and no further."""

from fractions import Fraction

import pytest

from showcase.ranking.model import Bundle, Category, Criterion, JuryMethod, PublicMethod, Rules, Sheet
from showcase.results.rules import Awarded, effects

HALF = Fraction(1, 2)
RULES = Rules(
    jury=JuryMethod.PLAIN,
    public=PublicMethod.LEADER,
    jury_weight=HALF,
    public_weight=HALF,
    floor=Fraction(0),
    min_sheets=1,
    min_votes=0,
    ridge_lambda=None,
    public_reference=None,
)


def bundle(votes: dict[str, int], scores: dict[str, int], *, withdrawn: str = "") -> Bundle:
    sheets = tuple(Sheet("J1", entry, {"a": Fraction(value)}) for entry, value in scores.items())
    criteria = (Criterion("a", Fraction(1), Fraction(100)),)
    entries = tuple(votes)
    gone = frozenset({withdrawn} - {""})
    return Bundle("p", "P", RULES, (Category("skpd", entries, gone, criteria, votes, sheets, frozenset()),))


SCORES = {"satu": 90, "dua": 60, "tiga": 50}
VOTES = {"satu": 10, "dua": 4, "tiga": 5}


@pytest.mark.parametrize(
    ("suspended", "last", "changes"),
    [
        ({"satu": 1}, 3, False),
        # dua passes tiga at the third place only when tiga's award is the second.
        ({"tiga": 90}, 1, True),
        ({"tiga": 2}, 2, True),
        ({"tiga": 2}, 1, False),
        ({"tiga": 2}, 5, True),
        ({"tiga": 2}, 0, False),
    ],
)
def test_only_the_awarded_places_matter(suspended: dict[str, int], last: int, changes: bool) -> None:
    found = effects(bundle(VOTES, SCORES), suspended, {"skpd": Awarded(last)})
    assert (found["skpd"].votes, found["skpd"].changes) == (suspended, changes)


def test_without_suspended_votes_there_is_nothing_to_say() -> None:
    assert effects(bundle(VOTES, SCORES), {}, {"skpd": Awarded(3)}) == {}
    assert effects(bundle(VOTES, SCORES), {"lain": 4, "satu": 0}, {"skpd": Awarded(3)}) == {}


def test_a_withdrawn_entrys_suspended_votes_are_told_and_change_nothing() -> None:
    found = effects(bundle(VOTES, SCORES, withdrawn="tiga"), {"tiga": 90}, {"skpd": Awarded(3)})["skpd"]
    assert (found.votes, found.changes) == ({"tiga": 90}, False)


def test_without_a_ranking_nothing_can_be_compared() -> None:
    assert effects(bundle(VOTES, {"satu": 90}), {"satu": 1}, {"skpd": Awarded(3)})["skpd"].changes is None
