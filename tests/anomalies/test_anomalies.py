"""The rules that notice: stuffing, and not a school class."""

import random
from datetime import datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from showcase.anomalies.rules import BURST_LEAST, Choice, Finding, Rule, findings, is_same
from showcase.voting.rules import Origin
from tests.factories import NOW

SECOND = timedelta(seconds=1)
TARGET, CATEGORIES = 1, 3


class Hall:
    """Ballots of a hall of 12 booths; `visitors` come at random and choose in three categories each."""

    def __init__(self, seed: int, visitors: int = 200, minutes: int = 180) -> None:
        self.chance = random.Random(seed)
        self.made: list[Choice] = []
        for voter in range(visitors):
            at = NOW + SECOND * self.chance.uniform(0, minutes * 60)
            for place in range(CATEGORIES):
                self.choose(4 * place + self.chance.randrange(4) + 1, f"visitor{voter}", at, is_first=place == 0)
                at += SECOND * self.chance.uniform(60, 900)

    def choose(
        self, entry: int, voter: str, at: datetime, *, origin: Origin = Origin.PHONE, is_first: bool = True
    ) -> None:
        self.made.append(Choice(len(self.made) + 1, entry, voter, at, origin, is_first))

    def phones(self, number: int, seconds: float, *, origin: Origin = Origin.PHONE, entry: int = TARGET) -> None:
        """So many new phones for one entry, at random moments within these seconds in the middle of the day."""
        moments = sorted(self.chance.uniform(0, seconds) for _ in range(number))
        for place, moment in enumerate(moments):
            self.choose(entry, f"new{place}", NOW + timedelta(hours=1) + SECOND * moment, origin=origin)

    def rules(self) -> set[Rule]:
        return {one.rule for one in findings(self.made)}


@given(seed=st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_an_ordinary_day_is_not_noticed(seed: int) -> None:
    assert Hall(seed).rules() == set()


@example(seed=8583, leaves=False, empty=False)
@given(seed=st.integers(0, 10_000), leaves=st.booleans(), empty=st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_school_class_is_not_noticed(seed: int, leaves: bool, empty: bool) -> None:
    """40 phones over 10 minutes at one booth, in a full hall or an empty one, whether they go on or leave by bus."""
    hall = Hall(seed, visitors=0 if empty else 200)
    at = NOW + timedelta(hours=1)
    for phone in range(40):
        at += SECOND * hall.chance.uniform(5, 25)
        hall.choose(TARGET, f"pupil{phone}", at)
        if not leaves:
            hall.choose(7, f"pupil{phone}", at + timedelta(minutes=12), is_first=False)
    assert hall.rules() == set()


@pytest.mark.slow
@given(seed=st.integers(0, 10_000), empty=st.booleans())
@settings(max_examples=20, deadline=None)
def test_five_hundred_new_phones_in_five_minutes_are(seed: int, empty: bool) -> None:
    hall = Hall(seed, visitors=0 if empty else 200)
    hall.phones(500, 300)
    found = [one for one in findings(hall.made) if one.rule is Rule.BURST]
    assert [one.entry_id for one in found] == [TARGET]
    assert found[0].numbers["votes"] >= 500
    assert len(found[0].ballots) == found[0].numbers["votes"]
    if not empty:
        assert hall.rules() >= {Rule.BURST, Rule.FRESH, Rule.SINGLE}


def test_a_burst_at_two_booths_hides_neither() -> None:
    hall = Hall(1)
    for entry in (1, 2):
        hall.phones(200, 240, entry=entry)
    assert {one.entry_id for one in findings(hall.made) if one.rule is Rule.BURST} == {1, 2}


def test_a_burst_at_a_booth_that_is_always_full_is_none() -> None:
    hall = Hall(1)
    for place in range(600):
        hall.choose(TARGET, f"fan{place}", NOW + SECOND * hall.chance.uniform(0, 10_800), is_first=place % 3 == 0)
    usual = [one for one in findings(hall.made) if one.rule is Rule.BURST]
    hall.phones(BURST_LEAST, 200)
    assert usual == [one for one in findings(hall.made) if one.rule is Rule.BURST] == []


def test_the_burst_tells_what_is_usual_and_its_minutes() -> None:
    hall = Hall(3)
    hall.phones(60, 200)
    found = next(one for one in findings(hall.made) if one.rule is Rule.BURST)
    assert found.numbers["votes"] >= 60
    assert found.numbers["usual"] <= 4
    assert sum(number for _, number in found.minutes) >= 60
    assert found.minutes[0][0] >= found.since - timedelta(minutes=11)


def test_the_desk_is_seen_in_bursts_alone() -> None:
    hall = Hall(4)
    hall.phones(200, 280, origin=Origin.DESK)
    assert hall.rules() == {Rule.BURST}


def test_simulated_votes_are_not_looked_at() -> None:
    hall = Hall(5)
    hall.phones(500, 280, origin=Origin.SIMULATED)
    assert hall.rules() == set()


def test_a_clocks_ticks() -> None:
    hall = Hall(6)
    for place in range(40):
        moment = NOW + timedelta(hours=5) + SECOND * (30 * place + hall.chance.uniform(-1, 1))
        hall.choose(TARGET, f"tick{place}", moment, is_first=False)
    found = [one for one in findings(hall.made) if one.rule is Rule.REGULAR]
    assert [one.entry_id for one in found] == [TARGET]
    assert 29_000 <= found[0].numbers["gap_ms"] <= 31_000
    assert found[0].numbers["votes"] == 40


@pytest.mark.parametrize(("seconds", "is_noticed"), [(60, True), (62, False)])
def test_eight_booths_in_a_minute(seconds: int, is_noticed: bool) -> None:
    hall = Hall(7)
    for place in range(8):
        hall.choose(place + 1, "runner", NOW + SECOND * (seconds * place / 7), is_first=place == 0)
    found = [one for one in findings(hall.made) if one.rule is Rule.BOOTHS]
    assert bool(found) is is_noticed
    if found:
        assert (found[0].entry_id, found[0].numbers) == (None, {"phones": 1, "votes": 8})


def test_one_booth_chosen_again_and_again_is_not_eight() -> None:
    hall = Hall(8)
    for place in range(9):
        hall.choose(place % 2 + 1, "doubter", NOW + SECOND * place, is_first=place == 0)
    assert hall.rules() == set()


def test_the_latest_votes_say_nothing_about_single_entries() -> None:
    hall = Hall(9)
    hall.phones(100, 3000)
    assert Rule.SINGLE in hall.rules()
    assert Rule.SINGLE not in {one.rule for one in findings(hall.made, whole=False)}


def test_what_adds_too_little_is_the_same() -> None:
    one = Finding(Rule.BURST, 1, NOW, NOW, {}, tuple(range(56)))
    assert is_same(one, range(21))
    assert not is_same(one, range(20))


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 30), st.integers(0, 7200), st.booleans()), max_size=120))
@settings(deadline=None)
def test_whatever_comes_a_finding_stands_on_its_ballots(made: list[tuple[int, int, int, bool]]) -> None:
    choices = [
        Choice(number, entry, f"v{voter}", NOW + SECOND * at, Origin.PHONE, is_first)
        for number, (entry, voter, at, is_first) in enumerate(made)
    ]
    for one in findings(choices):
        assert one.since <= one.until
        assert len(set(one.ballots)) == len(one.ballots)
        assert not is_same(one, ())
