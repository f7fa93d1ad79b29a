"""The stage's rows: places only for what has votes or a score, and bars as long as they say."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from showcase.board.rules import Counted, bar, left, rows
from showcase.exhibitions.rules import Visibility

JURY, PUBLIC = Fraction(4, 5), Fraction(1, 5)


def counted(**votes: int) -> list[Counted]:
    return [
        Counted(name, name, f"A-{number}", number_of, "0") for number, (name, number_of) in enumerate(votes.items())
    ]


@pytest.mark.parametrize("visibility", [Visibility.COUNTS, Visibility.ORDER])
@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ({"a": 0, "b": 0}, [("a", None, False), ("b", None, False)]),
        ({"a": 0, "b": 3, "c": 3, "d": 1}, [("b", 1, True), ("c", 1, True), ("d", 3, False), ("a", None, False)]),
    ],
)
def test_without_votes_there_is_no_place(
    visibility: Visibility, votes: dict[str, int], expected: list[tuple[str, int | None, bool]]
) -> None:
    found = rows(counted(**votes), visibility)
    assert [(row["entry"], row["place"], row["shared"]) for row in found] == expected


def test_a_published_score_gives_a_place_without_votes() -> None:
    scored = [Counted("a", "a", "A-1", 0, "0", 2, "1", "1"), Counted("b", "b", "A-2", 0, "0", 1, "2", "2")]
    assert [(row["entry"], row["place"]) for row in rows(scored, Visibility.COUNTS)] == [("b", 1), ("a", 2)]


def test_hidden_rows_have_neither_place_nor_order() -> None:
    found = rows(counted(a=1, b=9), Visibility.HIDDEN)
    assert [(row["entry"], row["place"]) for row in found] == [("a", None), ("b", None)]


def row(votes: int | None = None, **published: str) -> dict[str, Any]:
    return {"votes": votes, "public": None, "jury": None, "final": None, **published}


@pytest.mark.parametrize(
    ("votes", "most", "share"), [(3, 4, "75"), (4, 4, "100"), (0, 4, "0"), (0, 0, "0"), (None, 0, "0")]
)
def test_before_publication_a_bar_follows_the_votes(votes: int | None, most: int, share: str) -> None:
    made = bar(row(votes), most, JURY, PUBLIC)
    assert (made.share, made.jury, made.public) == (Fraction(share), None, None)


@pytest.mark.parametrize(
    ("final", "jury", "public", "share", "jury_length"),
    [
        ("66.0000", "70.0000", "50.0000", 66, 56),
        ("4.0000", "-20.0000", "100.0000", 4, 0),
        ("-16.0000", "-20.0000", "0.0000", 0, 0),
        ("100.0000", "100.0000", "100.0000", 100, 80),
    ],
)
def test_after_publication_it_is_the_final_score_with_its_parts(
    final: str, jury: str, public: str, share: int, jury_length: int
) -> None:
    """Whatever the votes: 1 of 1,000 here."""
    made = bar(row(1, final=final, jury=jury, public=public), 1000, JURY, PUBLIC)
    assert (made.share, made.jury_length) == (share, jury_length)
    assert made.jury == JURY * Fraction(jury)
    assert made.public == PUBLIC * Fraction(public)


def test_the_time_left_in_hours_minutes_and_seconds() -> None:
    now = datetime(2025, 12, 15, 2, 0, tzinfo=UTC)
    assert left(now, now + timedelta(hours=1, minutes=46, seconds=59)) == (1, 46, 59)
    assert left(now, now + timedelta(minutes=46, seconds=59, milliseconds=900)) == (0, 46, 59)
    assert left(now, now) is left(now, None) is None
