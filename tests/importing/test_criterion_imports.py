"""Criteria from a table: exactly the sheet's, by the editor's rules, category by category."""

import pytest
from sqlalchemy.orm import Session

from showcase.exhibitions.rules import Phase
from showcase.importing.actions import imports
from showcase.importing.actions.imports import Imported
from showcase.importing.actions.plans import Change, ImportRefusedError, State
from showcase.importing.rules.kinds import Kind
from showcase.jury.queries import criteria
from tests.factories import NOW, Cast, by, hall, sheet

HEADER = ["kategori", "kriteria", "bobot", "uraian", "maks", "langkah", "tingkat"]
BOTH = pytest.mark.both_engines
SAME = [["skpd", "Kebaruan", "30", "", "", "", ""], ["skpd", "Kemanfaatan", "70", "", "", "", ""]]


@pytest.fixture
def cast(session: Session) -> Cast:
    made = hall(session, phase=Phase.SETUP)
    session.commit()
    return made


def stored(session: Session, cast: Cast, rows: list[list[str]], header: list[str] = HEADER) -> Imported:
    found = imports.checked(session, cast.exhibition.id, Kind.CRITERIA, header, list(enumerate(rows, 2)))
    done = imports.run(session, by("panitia", NOW), cast.exhibition, found)
    session.commit()
    return done


def changes(session: Session, cast: Cast, rows: list[list[str]]) -> list[Change]:
    found = imports.checked(session, cast.exhibition.id, Kind.CRITERIA, HEADER, list(enumerate(rows, 2)))
    return list(imports.plan(session, cast.exhibition, found, now=NOW).changes)


def errors(session: Session, cast: Cast, rows: list[list[str]]) -> list[tuple[str, str]]:
    with pytest.raises(ImportRefusedError) as refused:
        stored(session, cast, rows)
    session.rollback()
    return [(str(error), error.told("id")) for error in refused.value.errors]


@BOTH
def test_a_category_gets_exactly_these_criteria(session: Session, cast: Cast) -> None:
    rows = [
        ["skpd", "Kebaruan", "40%", "Seberapa baru.", "10", "1", "10 = baru; 1 = lama"],
        ["skpd", "Penyajian", "60%", "", "", "", ""],
    ]
    new, gone = State.NEW, State.CHANGED
    found = changes(session, cast, rows)
    assert [(change.row, change.key, change.title, change.state) for change in found] == [
        (2, "Skpd", "Kebaruan", State.CHANGED),
        (3, "Skpd", "Penyajian", new),
        (3, "Skpd", "Kemanfaatan", gone),
    ]
    assert found[0].fields == (
        ("weight", "30 %", "40 %"),
        ("description", "", "Seberapa baru."),
        ("most", "100", "10"),
        ("step", "0.01", "1"),
        ("levels", "", "10 = baru; 1 = lama"),
    )
    assert found[2].fields == (("name", "Kemanfaatan", ""),)
    assert stored(session, cast, rows) == Imported(1, 2, 0, ())
    made = criteria.rows_of(session, cast.categories[0].id)
    assert [(row.slug, row.name, row.weight_bp, row.scale.most) for row in made] == [
        ("kebaruan", "Kebaruan", 4000, 1000),
        ("penyajian", "Penyajian", 6000, 10000),
    ]
    assert stored(session, cast, rows) == Imported(0, 0, 2, ())
    assert [row.name for row in criteria.rows_of(session, cast.categories[1].id)] == ["Kebaruan", "Kemanfaatan"]


def test_all_categories_at_once_and_columns_left_out_stay(session: Session, cast: Cast) -> None:
    stored(session, cast, [["semua", "Kebaruan", "100", "Uraian", "10", "1", "10 = baru"]])
    done = stored(session, cast, [["semua", "kebaruan", "100%"]], HEADER[:3])
    assert done == Imported(0, 2, 0, ())
    for group in cast.categories:
        (row,) = criteria.rows_of(session, group.id)
        assert (row.name, row.description, row.scale.most, row.levels) == (
            "kebaruan",
            "Uraian",
            1000,
            (("10", "baru"),),
        )


def test_an_order_alone_is_a_change(session: Session, cast: Cast) -> None:
    found = changes(session, cast, SAME[::-1])
    assert [change.fields for change in found] == [(("order", "2", "1"),), (("order", "1", "2"),)]
    assert all(change.state is State.UNCHANGED for change in changes(session, cast, SAME))


@pytest.mark.parametrize(
    ("rows", "english", "indonesian"),
    [
        (
            [["skpd", "A", "30", *[""] * 4], ["skpd", "B", "60", *[""] * 4]],
            "row 3: weight: the weights of Skpd sum to 90 %; they must sum to 100 %.",
            "bobot kategori Skpd berjumlah 90 %; harus 100 %.",
        ),
        (
            [["skpd", "A", "100", "", "10", "3", ""]],
            "row 2: most: the highest score can't be reached by this step.",
            "nilai tertinggi tidak tercapai dengan langkah ini.",
        ),
        (
            [["skpd", "A", "100", "", "10", "1", "11 = terlalu tinggi"]],
            "row 2: levels: a level is outside of the scores that are possible.",
            "ada tingkat di luar nilai yang mungkin.",
        ),
        (
            [["skpd", "A", "100", "", "10", "1", "5 = a; 5 = b"]],
            "row 2: levels: a level is there twice.",
            "ada tingkat yang disebut dua kali.",
        ),
        (
            [["skpd", "A", "50", *[""] * 4], ["semua", "a", "50", *[""] * 4]],
            "row 3: name: this criterion is twice in one category.",
            "kriteria ini ada dua kali di kategori yang sama.",
        ),
        (
            [["skpd", "A", "100", "", "0", "", ""]],
            "row 2: most: the highest score must be 1 to 1,000.",
            "nilai tertinggi harus 1 sampai 1.000.",
        ),
    ],
)
def test_what_a_category_may_not_have(
    session: Session, cast: Cast, rows: list[list[str]], english: str, indonesian: str
) -> None:
    before = criteria.rows_of(session, cast.categories[0].id)
    assert errors(session, cast, rows)[0] == (english, indonesian)
    assert criteria.rows_of(session, cast.categories[0].id) == before


def test_what_is_in_use_stays(session: Session, cast: Cast) -> None:
    sheet(session, cast.jurors[0], cast.entry("skpd-1"), cast.criteria["skpd"], 80, 80)
    session.commit()
    (told,) = errors(session, cast, [["skpd", "Lain", "100", "", "", "", ""]])
    assert told == (
        "row 2: category: scores stand on this category; its criteria and scales can't change.",
        "kategori ini sudah punya nilai, jadi kriteria dan skalanya tidak bisa diganti.",
    )
    (told,) = errors(session, cast, [[*SAME[0][:2], "40", *SAME[0][3:]], [*SAME[1][:2], "60", *SAME[1][3:]]])
    assert told[0].startswith("row 2: weight: the weights are in use")
    assert "halaman kriteria" in told[1]
    # Words change until the result is fixed.
    assert stored(session, cast, [[*SAME[0][:3], "Uraian baru", "", "", ""], SAME[1]]) == Imported(0, 1, 1, ())
    cast.exhibition.phase = Phase.VOTING
    session.commit()
    (told,) = errors(session, cast, [["kecamatan", "Lain", "100", "", "", "", ""]])
    assert told[0] == "row 2: category: the vote has been opened; criteria and scales can't change."
