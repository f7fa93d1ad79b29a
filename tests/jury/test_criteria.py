"""Which criteria an organizer may set, and how they are read from what was typed."""

from dataclasses import replace

import pytest

from showcase.jury.rules.criteria import (
    ALL,
    FIVE,
    HUNDRED,
    IGA_2023,
    SIMPLE,
    TEMPLATES,
    CriteriaInvalidError,
    CriterionRow,
    Fault,
    faults_of,
    settled,
)
from showcase.jury.rules.scoring import Scale
from showcase.jury.rules.typed_criteria import TypedCriterion, hundredths, percent_of, read

ROW = CriterionRow("baru", "Baru", "", 5000)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_may_be_stored_and_weighs_one_or_is_empty(name: str) -> None:
    rows = TEMPLATES[name]
    assert faults_of(rows) == []
    assert sum(row.weight_bp for row in rows) == (ALL if rows else 0)
    assert settled(rows, ()) == rows


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"name": " "}, "name", "text-needed"),
        ({"name": "x" * 121}, "name", "text-long"),
        ({"name": "a\0b"}, "name", "text-invalid"),
        ({"description": "x" * 1001}, "description", "text-long"),
        ({"weight_bp": 0}, "weight", "weight-range"),
        ({"weight_bp": 10001}, "weight", "weight-range"),
        ({"scale": Scale(0, 99, 1)}, "scale", "scale-range"),
        ({"scale": Scale(0, 100001, 1)}, "scale", "scale-range"),
        ({"scale": Scale(-1, 500, 1)}, "scale", "scale-range"),
        ({"scale": Scale(500, 500, 1)}, "scale", "scale-order"),
        ({"scale": Scale(100, 500, 0)}, "scale", "scale-step"),
        ({"scale": Scale(100, 500, 300)}, "scale", "scale-step"),
        ({"levels": (("101", "tinggi"),)}, "levels", "level-range"),
        ({"scale": FIVE, "levels": (("2.5", "antara"),)}, "levels", "level-range"),
        ({"levels": (("100", "a"), ("100", "b"))}, "levels", "level-repeated"),
        ({"levels": (("100", " "),)}, "levels", "text-needed"),
        ({"levels": (("100", "x" * 201),)}, "levels", "text-long"),
        ({"levels": tuple((str(n), "a") for n in range(12))}, "levels", "too-many"),
    ],
)
def test_each_fault_names_its_row_and_field(change: dict[str, object], field: str, code: str) -> None:
    other = CriterionRow("lain", "Lain", "", 5000)
    assert faults_of([other, replace(ROW, **change)]) == [Fault(1, field, code)]  # type: ignore[arg-type]


def test_names_are_told_apart_whatever_their_case_and_there_are_at_most_twenty() -> None:
    assert faults_of([ROW, replace(ROW, name="BARU ")]) == [Fault(1, "name", "name-repeated")]
    many = [replace(ROW, name=f"k{n}") for n in range(21)]
    assert faults_of(many) == [Fault(None, "rows", "too-many")]
    assert faults_of([]) == []


def test_a_row_is_the_criterion_of_its_slug_else_of_its_name_else_new() -> None:
    before = (ROW, CriterionRow("guna", "Guna", "", 5000))
    renamed = CriterionRow("baru", "Kebaruan", "", 4000)
    by_name = CriterionRow("", "guna", "", 3000)
    new = CriterionRow("", "Baru", "", 3000)
    assert [row.slug for row in settled([renamed, by_name, new], before)] == ["baru", "guna", "baru-2"]
    # A slug that two rows claim is the first one's; a name without a letter still gets an address.
    twice = settled([renamed, replace(renamed, name="Lain"), CriterionRow("", "???", "", 1)], before)
    assert [row.slug for row in twice] == ["baru", "baru-2", "kriteria"]


def test_what_is_stored_is_tidy() -> None:
    untidy = CriterionRow("", "  Nilai \n guna ", " kata ", 5000, (("40", "a"), ("100", "b"), ("70.5", "c")))
    tidy = settled([untidy], ())[0]
    assert (tidy.slug, tidy.name, tidy.description) == ("nilai-guna", "Nilai guna", "kata")
    assert [score for score, _ in tidy.levels] == ["100", "70.5", "40"]


def test_typed_rows_are_read_with_either_decimal_mark_and_blank_levels_left_out() -> None:
    levels = (("1", "kurang"), ("", " "), ("5,0", "sangat  baik"))
    typed = TypedCriterion(" Daya  guna ", "33,33", "1", "5", "1", "kata", levels)
    assert read([typed]) == [
        CriterionRow("", "Daya guna", "kata", 3333, (("5", "sangat baik"), ("1", "kurang")), Scale(100, 500, 100))
    ]
    assert read([TypedCriterion("Baru", "0.5")])[0].scale == HUNDRED


def test_every_fault_is_told_at_once_and_what_cannot_be_read_only_once() -> None:
    typed = [
        TypedCriterion("", "banyak"),
        TypedCriterion("Baru", "-5", most="1e3", levels=(("tinggi", "baik"),)),
        TypedCriterion("Baru", "150"),
        TypedCriterion("Guna", "٣", levels=(("500", "baik"),)),
    ]
    with pytest.raises(CriteriaInvalidError) as refused:
        read(typed)
    assert set(refused.value.faults) == {
        Fault(0, "name", "text-needed"),
        Fault(0, "weight", "number-invalid"),
        Fault(1, "weight", "number-invalid"),
        Fault(1, "scale", "number-invalid"),
        Fault(1, "levels", "number-invalid"),
        Fault(2, "name", "name-repeated"),
        Fault(2, "weight", "weight-range"),
        Fault(3, "weight", "number-invalid"),
        Fault(3, "levels", "level-range"),
    }
    assert [fault.row for fault in refused.value.faults] == sorted(fault.row or 0 for fault in refused.value.faults)


@pytest.mark.parametrize(("text", "value"), [("30", 3000), (" 12,5 ", 1250), ("0.05", 5), ("1.234", None), ("", None)])
def test_numbers_have_at_most_two_decimals(text: str, value: int | None) -> None:
    assert hundredths(text) == value


def test_the_sum_leaves_out_what_is_no_number() -> None:
    assert percent_of(["30", "x", "12,5", ""]) == 4250
    assert sum(row.weight_bp for row in IGA_2023) == sum(row.weight_bp for row in SIMPLE) == ALL
