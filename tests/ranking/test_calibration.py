"""Calibration: each juror's habit, spread and scatter; and what would join a panel that is in parts."""

from fractions import Fraction

import pytest

from showcase.ranking import calibration
from showcase.ranking.calibration import Bridge
from tests.ranking.designs import BALANCED, panel


def test_habits_spread_and_scatter_by_hand() -> None:
    found = calibration(BALANCED, panel({"J1": [90, 70], "J2": [80, 60], "J3": [85, 65]}))
    assert [line.juror for line in found.jurors] == ["J1", "J2", "J3"]
    assert [line.correction for line in found.jurors] == [5, -5, 0]
    assert [line.mean for line in found.jurors] == [80, 70, 75]
    assert [line.spread for line in found.jurors] == [10, 10, 10]
    # All three see the same distance between the entries: nothing is left after the correction.
    assert [line.scatter for line in found.jurors] == [0, 0, 0]
    assert (found.jurors[0].lowest, found.jurors[0].highest) == (70, 90)
    assert found.groups == (("a", "b"),)
    assert found.bridges == ()


def test_a_different_view_shows_as_scatter() -> None:
    found = calibration(BALANCED, panel({"J1": [90, 70], "J2": [70, 90]}))
    assert [line.correction for line in found.jurors] == [0, 0]
    assert [line.scatter for line in found.jurors] == [pytest.approx(10), pytest.approx(10)]


def test_constant_and_single_sheets_are_told() -> None:
    found = calibration(BALANCED, panel({"J1": [80, 80, 80], "J2": [90, 70, 50], "J3": [75, None, None]}))
    assert [line.constant for line in found.jurors] == [True, False, False]
    assert [line.one_sheet for line in found.jurors] == [False, False, True]
    assert found.jurors[0].spread == 0
    assert (found.jurors[2].spread, found.jurors[2].scatter) == (None, None)
    assert found.jurors[2].correction is not None


def test_a_parted_panel_names_its_groups_and_who_could_join_them() -> None:
    rows = {"J1": [80, 70, None, None, None], "J2": [75, 72, None, None, None], "J3": [None, None, 60, 65, None]}
    found = calibration(BALANCED, panel(rows, recusals=[("J1", "c"), ("J1", "d")]))
    assert found.groups == (("a", "b"), ("c", "d"))
    assert found.unscored == ("e",)
    assert [line.correction for line in found.jurors] == [None, None, None]
    # J1 may not score c or d, so J2 is asked.
    assert found.bridges == (Bridge("J2", ("c", "d")),)


def test_joining_the_groups_as_said_makes_the_panel_whole() -> None:
    rows: dict[str, list[int | None]] = {"J1": [80, None, None], "J2": [None, 70, None], "J3": [None, None, 60]}
    parted = calibration(BALANCED, panel(rows))
    assert len(parted.bridges) == len(parted.groups) - 1 == 2
    for bridge in parted.bridges:
        rows[bridge.juror]["abc".index(bridge.entries[0])] = 66
    whole = calibration(BALANCED, panel(rows))
    assert len(whole.groups) == 1
    assert sum(line.correction * line.sheets for line in whole.jurors if line.correction is not None) == Fraction(0)


def test_withdrawn_entries_take_their_sheets_along() -> None:
    found = calibration(BALANCED, panel({"J1": [80, 70], "J2": [None, 60]}, withdrawn=["b"]))
    assert [line.juror for line in found.jurors] == ["J1"]
    assert found.groups == (("a",),)
