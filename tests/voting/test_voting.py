"""Which slot a vote takes, and what the vote element then shows."""

from showcase.voting.rules import VoteState, slot_for, slots, state_of

IN_CATEGORY, THREE_IN_ALL = slots("skpd", None), slots("skpd", 3)


def test_a_withdrawn_entry_leaves_its_category_open() -> None:
    standing = {"skpd": 1}
    assert slot_for(2, IN_CATEGORY, standing, {1}) == "skpd"
    assert state_of("skpd", 2, standing, {1}) is VoteState.OPEN
    assert state_of("skpd", 2, standing) is VoteState.OTHER
    assert state_of("skpd", 1, standing) is VoteState.YOURS


def test_of_votes_in_all_a_withdrawn_entrys_is_the_first_to_go() -> None:
    standing = {"1": 10, "2": 20, "3": 30}
    assert slot_for(40, THREE_IN_ALL, standing) == "3"
    assert slot_for(40, THREE_IN_ALL, standing, {10}) == "1"
    assert slot_for(20, THREE_IN_ALL, standing, {10}) == "2"
    # As long as a slot is free, a vote that may count again is kept.
    assert slot_for(40, THREE_IN_ALL, {"1": 10}, {10}) == "2"
