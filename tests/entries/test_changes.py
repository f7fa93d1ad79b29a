"""Telling two states of an entry apart, field by field."""

from datetime import date

from showcase.entries.rules.changes import FieldChange, changes, merge, moved, stamp
from showcase.entries.rules.states import Status

FIELDS = ("name", "summary", "started")


def test_only_what_differs_in_the_order_of_the_form() -> None:
    before = {"summary": "a\r\nb ", "name": "Lama", "started": None, "status": Status.DRAFT, "zzz": 1}
    after = {"started": date(2025, 1, 2), "name": "Baru", "summary": "a\nb", "status": "published"}
    assert changes(before, after) == (
        FieldChange("name", "Lama", "Baru"),
        FieldChange("started", "", "2025-01-02"),
        FieldChange("status", "draft", "published"),
        FieldChange("zzz", "1", ""),
    )


def test_a_stamp_tells_which_fields_moved() -> None:
    seen = stamp({"name": "A", "summary": "x\r\ny", "started": None}, FIELDS)
    assert moved(seen, {"name": "A", "summary": "x\ny", "started": ""}, FIELDS) == frozenset()
    assert moved(seen, {"name": "B", "summary": "x\ny", "started": date(2025, 1, 2)}, FIELDS) == {"name", "started"}


def test_a_stamp_that_is_not_ours_says_nothing() -> None:
    for seen in ("", "x", "a.b.c.d"):
        assert moved(seen, {"name": "B"}, FIELDS) == frozenset()


def test_a_merge_takes_each_ones_own_and_tells_where_both_changed() -> None:
    before = {"name": "A", "summary": "x", "started": None}
    stored = {"name": "B", "summary": "y", "started": None}
    typed = {"name": "A", "summary": "z", "started": date(2025, 1, 2)}
    merged = merge(stamp(before, FIELDS), stored, typed, FIELDS)
    assert merged.values == {"name": "B", "summary": "z", "started": date(2025, 1, 2)}
    assert merged.clashes == {"summary": "y"}
    assert merge(stamp(before, FIELDS), stored, {**typed, "summary": "y"}, FIELDS).clashes == {}
    assert merge("", stored, typed, FIELDS).values == typed, "without a stamp all that was typed counts"
