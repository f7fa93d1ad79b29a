"""What a new numbering of the booths moves and what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showcase.entries.rules.booths import BoothsRefusedError, Move, moves

NOW = {"satu": "A-01", "dua": "A-02", "tiga": "A-03"}


def faults(wanted: dict[str, str], seen: dict[str, str] | None = None, now: dict[str, str] | None = None) -> object:
    with pytest.raises(BoothsRefusedError) as refused:
        moves(now or NOW, wanted, seen or {})
    return dict(refused.value.fields)


def test_swaps_and_rings_go_through() -> None:
    ring = {"satu": "A-02", "dua": "A-03", "tiga": " A-01 "}
    assert moves(NOW, ring, NOW) == (
        Move("satu", "A-01", "A-02"),
        Move("dua", "A-02", "A-03"),
        Move("tiga", "A-03", "A-01"),
    )


def test_a_shared_number_is_told_at_every_entry_that_has_it() -> None:
    assert faults({"satu": "A-02"}) == {"satu": "booth-taken", "dua": "booth-taken"}
    assert faults({"satu": "a 03"}) == {"satu": "booth-taken", "tiga": "booth-taken"}


def test_look_alikes_that_were_there_before_do_not_stop_others() -> None:
    now = {"satu": "A-1", "dua": "A1", "tiga": "B"}
    assert moves(now, {"tiga": "C"}, now) == (Move("tiga", "B", "C"),)


@pytest.mark.parametrize(
    ("typed", "code"),
    [(" ", "text-needed"), ("A" * 13, "text-long"), ("A\x01", "text-invalid"), ("--", "text-invalid")],
)
def test_what_is_no_booth_number(typed: str, code: str) -> None:
    assert faults({"satu": typed}) == {"satu": code}


def test_what_somebody_else_moved_meanwhile_is_told_and_not_overwritten() -> None:
    seen = {**NOW, "satu": "Z-09"}
    assert faults({"satu": "B-01"}, seen) == {"satu": "booth-moved"}
    assert moves(NOW, {"satu": "Z-09"}, seen) == (), "left alone on the page, it stays as it is"
    assert moves(NOW, {"satu": "A-01"}, seen) == (), "both gave it the same number"


def test_unknown_entries_are_nothing() -> None:
    assert moves(NOW, {"lain": "X"}, {}) == ()


@given(st.permutations(list(NOW.values())))
def test_every_permutation_is_stored_as_asked(order: list[str]) -> None:
    wanted = dict(zip(NOW, order, strict=True))
    result = {**NOW, **{move.entry: move.after for move in moves(NOW, wanted, NOW)}}
    assert result == wanted
