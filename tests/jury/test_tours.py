"""Where each juror goes next."""

from showcase.jury.rules.tours import next_stops

BOOTHS = [1, 2, 3, 4, 5, 6]


def test_jurors_start_spread_over_the_hall() -> None:
    everything = set(BOOTHS)
    assert next_stops(BOOTHS, {10: everything, 11: everything, 12: everything}, {}) == {10: 1, 11: 3, 12: 5}


def test_the_entry_with_the_fewest_sheets_of_others_comes_first() -> None:
    judged = {1: {11, 12}, 2: {11}, 3: {12}, 4: {11, 12}, 5: {11}, 6: set[int]()}
    assert next_stops(BOOTHS, {10: set(BOOTHS)}, judged) == {10: 6}
    assert next_stops(BOOTHS, {10: {1, 2, 4}}, judged) == {10: 2}


def test_two_jurors_are_not_sent_to_one_booth_while_another_is_open() -> None:
    judged = {entry: {98, 99} for entry in (1, 2, 3, 4, 5)}
    stops = next_stops(BOOTHS, {10: set(BOOTHS), 11: set(BOOTHS), 12: {6}}, judged)
    assert stops[10] == 6
    assert stops[11] != 6
    assert stops[12] == 6


def test_it_is_the_same_each_time_and_ends_with_the_last_sheet() -> None:
    """Five jurors walk at the same pace: nobody is at a booth with another until the last rounds can't be else."""
    jurors = range(100, 105)
    open_to = {juror: set(BOOTHS) for juror in jurors}
    judged: dict[int, set[int]] = {}
    meetings = 0
    while any(open_to.values()):
        stops = next_stops(BOOTHS, open_to, judged)
        assert stops == next_stops(BOOTHS, open_to, judged)
        meetings += len(stops) - len(set(stops.values()))
        for juror, entry in stops.items():
            open_to[juror].discard(entry)
            judged.setdefault(entry, set()).add(juror)
    assert judged == {entry: set(jurors) for entry in BOOTHS}
    assert meetings <= 3


def test_who_has_nothing_open_is_left_out() -> None:
    assert next_stops(BOOTHS, {10: set[int](), 11: {99}}, {}) == {}
