"""The draw's rule, recomputed here from its description with nothing but hashlib."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showcase.draw.rules import (
    PrizesError,
    check_prizes,
    commitment,
    has_finished,
    holder_key,
    list_hash,
    order,
    ticket_of,
)

SEED, HEAD = "5e" * 32, "4d" * 32
HEX = st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}")


def test_by_hand() -> None:
    """Written out once, so that the format can never change unnoticed (`printf '%s' ... | sha256sum`)."""
    assert commitment("0" * 64) == "60e05bd1b195af2f94112fa7197a5c88289058840ce7c6df9693756bc6250f55"
    ticket = ticket_of("K7QF2M9DAB", "ab" * 16)
    assert ticket == hashlib.sha256(b"K7QF2M9DAB abababababababababababababababab").hexdigest()
    assert list_hash(["b" * 64, "a" * 64]) == hashlib.sha256(b"a" * 64 + b"\n" + b"b" * 64 + b"\n").hexdigest()


@given(st.lists(HEX, max_size=30), st.randoms())
def test_the_order_is_the_described_one_and_depends_on_no_order_of_entry(tickets: list[str], chance: object) -> None:
    mixed = list(tickets)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    expected = sorted(set(tickets), key=lambda t: hashlib.sha256(f"{SEED}{HEAD}{t}".encode()).digest())
    assert list(order(SEED, HEAD, mixed)) == expected


def test_seed_and_head_both_decide() -> None:
    tickets = [f"{number:064x}" for number in range(50)]
    first = order(SEED, HEAD, tickets)
    assert first != order("5f" * 32, HEAD, tickets)
    assert first != order(SEED, "4e" * 32, tickets)


def test_a_key_tells_nothing_of_the_nonce_and_differs_by_it() -> None:
    keys = {holder_key(f"{number:032x}") for number in range(100)}
    assert len(keys) == 100
    assert all(len(key) == 32 for key in keys)


@pytest.mark.parametrize(
    ("votes", "limit", "categories", "entries", "finished"),
    [
        (4, None, 4, 20, True),
        (3, None, 4, 20, False),
        (0, None, 0, 0, False),
        (3, 3, 4, 20, True),
        (2, 3, 4, 20, False),
        (2, 3, 4, 2, True),
    ],
)
def test_who_has_finished(votes: int, limit: int | None, categories: int, entries: int, finished: bool) -> None:
    assert has_finished(votes, vote_limit=limit, categories=categories, entries=entries) is finished


@pytest.mark.parametrize("number", [0, 21, -1])
def test_one_to_twenty_prizes(number: int) -> None:
    check_prizes(1)
    check_prizes(20)
    with pytest.raises(PrizesError):
        check_prizes(number)
