"""The import's rules: columns, cells, and the errors that people read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showcase.entries.rules.fields import LIMITS, LONG_TEXTS
from showcase.entries.rules.profile import TERMS, WORDS, Form, Kind, Stage, label
from showcase.importing.rules.columns import RowError, read_header
from showcase.importing.rules.entries import COLUMNS, check, date_of, link_of, term_of

CATEGORIES = {"skpd": "SKPD", "puskesmas": "UPTD Puskesmas"}
HEADER = ["booth", "category", "name", "organisation"]
GOOD = ["A-01", "skpd", "Simandor BMD", "BPKPAD"]


def errors_of(column: str, text: str) -> list[str]:
    """What the check says about a good row with this cell in it."""
    header, cells = list(HEADER), list(GOOD)
    if column in header:
        cells[header.index(column)] = text
    else:
        header.append(column)
        cells.append(text)
    return [str(error) for error in check(header, [(7, cells)], CATEGORIES).errors]


def test_a_good_row_has_the_sheets_columns_only() -> None:
    found = check(HEADER, [(2, GOOD)], CATEGORIES)
    assert not found.errors
    assert found.rows[0].row == 2
    assert found.rows[0].fields == {
        "booth": "A-01",
        "category": "skpd",
        "name": "Simandor BMD",
        "organisation": "BPKPAD",
    }


@pytest.mark.parametrize("language", ["english", "indonesian"])
def test_headers_in_either_language_in_any_order_and_spelling(language: str) -> None:
    names = [getattr(column, language) for column in reversed(COLUMNS)]
    written = [f"  {name.upper().replace(' ', '   ')}* " for name in names]
    places, unknown, errors = read_header(COLUMNS, written)
    assert list(places) == [column.field for column in reversed(COLUMNS)]
    assert not unknown
    assert not errors


def test_headers_may_be_written_together() -> None:
    places, _, errors = read_header(COLUMNS, ["NomorStan", "kategori", "nama_inovasi", "Instansi", "Rancang-Bangun"])
    assert not errors
    assert "design" in places


def test_unknown_columns_are_reported_and_skipped() -> None:
    found = check([*HEADER, " Warna ", ""], [(2, [*GOOD, "merah", "x"])], CATEGORIES)
    assert found.unknown == ("Warna",)
    assert "Warna" not in found.rows[0].fields


def test_missing_and_repeated_columns_are_errors_of_row_1() -> None:
    found = check(["booth", "nomor stan", "name"], [(2, ["", "", ""])], CATEGORIES)
    headers = "Headers found: booth, nomor stan, name."
    assert [str(error) for error in found.errors] == [
        "row 1: booth: this column is there twice.",
        f'row 1: category: this column is missing (header "category" or "kategori"). {headers}',
        f'row 1: organisation: this column is missing (header "organisation" or "instansi"). {headers}',
    ]
    assert not found.rows


def test_an_error_reads_as_the_command_prints_it() -> None:
    assert str(RowError(7, "booth", "empty")) == "row 7: booth: this cell is empty."
    assert errors_of("booth", "  ") == ["row 7: booth: this cell is empty."]


def test_errors_name_the_english_column_whatever_the_header() -> None:
    found = check(["Nomor Stan", "Kategori", "Nama Inovasi", "Instansi"], [(3, ["A", "skpd", "", "x"])], CATEGORIES)
    assert [str(error) for error in found.errors] == ["row 3: name: this cell is empty."]


def test_every_error_is_found_at_once() -> None:
    rows = [(2, ["", "", "", ""]), (3, ["x" * 13, "desa", "", "y"]), (4, GOOD), (5, ["A-02"])]
    found = check(HEADER, rows, CATEGORIES)
    assert [(error.row, error.column) for error in found.errors] == [
        (3, "booth"),
        (3, "category"),
        (3, "name"),
        (5, "category"),
        (5, "name"),
        (5, "organisation"),
    ]
    assert [row.row for row in found.rows] == [4]


def test_a_booth_twice_names_the_first_row_even_if_that_has_an_error() -> None:
    rows = [(2, ["a-01", "desa", "Satu", "X"]), (5, GOOD), (6, GOOD)]
    found = check(HEADER, rows, CATEGORIES)
    assert [str(error) for error in found.errors][1:] == [
        "row 5: booth: A-01 is in row 2 already.",
        "row 6: booth: A-01 is in row 2 already.",
    ]


@pytest.mark.parametrize("text", ["skpd", "SKPD", " Skpd "])
def test_a_category_by_slug_or_name(text: str) -> None:
    assert not errors_of("category", text)
    assert not errors_of("category", "uptd  PUSKESMAS")


def test_an_unknown_category_is_told_the_known_ones() -> None:
    assert errors_of("category", "Desa") == [
        'row 7: category: "Desa" is no category; there are: SKPD, UPTD Puskesmas.',
    ]


@pytest.mark.parametrize("column", [column for column in COLUMNS if column.field in LIMITS and column.field != "video"])
def test_lengths(column: object) -> None:
    field, english = column.field, column.english  # type: ignore[attr-defined]
    assert not errors_of(english, "x" * LIMITS[field])
    limit = LIMITS[field]
    assert errors_of(english, "x" * (limit + 1)) == [
        f"row 7: {english}: {limit + 1:,} characters; at most {limit:,} fit.",
    ]


def test_long_texts_keep_their_lines_and_names_lose_them() -> None:
    header = [*HEADER, "summary"]
    cells = ["A-01", "skpd", "Simandor\r\nBMD", "BPKPAD", "Satu.\r\nDua.\tTiga."]
    fields = check(header, [(2, cells)], CATEGORIES).rows[0].fields
    assert fields["name"] == "Simandor BMD"
    assert fields["summary"] == "Satu.\nDua.\tTiga."


@pytest.mark.parametrize("column", ["name", "summary", "video"])
@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85"])
def test_control_characters_are_refused(column: str, character: str) -> None:
    assert errors_of(column, f"https://a.id/a{character}b") == [f"row 7: {column}: it holds a control character."]


def test_an_excel_error_is_refused() -> None:
    assert errors_of("summary", "#REF!") == ["row 7: summary: the sheet's formula gives #REF!."]


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("stage", "Inisiatif", Stage.INITIATIVE),
        ("stage", "UJI  COBA", Stage.TRIAL),
        ("stage", "implementation", Stage.IMPLEMENTATION),
        ("form", "Tata Kelola Pemerintahan", Form.GOVERNANCE),
        ("form", "public service", Form.SERVICE),
        ("form", "bentuk lainnya", Form.OTHER),
        ("kind", "Non-Digital", Kind.NON_DIGITAL),
        ("kind", "non digital", Kind.NON_DIGITAL),
        ("kind", "digital", Kind.DIGITAL),
        ("kind", "", ""),
    ],
)
def test_the_registers_terms(field: str, text: str, value: str) -> None:
    assert term_of(field, text) == value


def test_another_term_is_told_the_known_ones() -> None:
    (message,) = errors_of("stage", "selesai")
    assert message.startswith('row 7: stage: "selesai" is no stage; there are: ')
    assert "uji coba" in message


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-01-02", date(2021, 1, 2)),
        ("2021-1-2", date(2021, 1, 2)),
        ("2021-01-02 00:00:00", date(2021, 1, 2)),
        ("02/01/2021", date(2021, 1, 2)),
        ("2.1.2021", date(2021, 1, 2)),
        ("2 Januari 2021", date(2021, 1, 2)),
        ("17 agustus 1945", date(1945, 8, 17)),
        ("3 Feb. 2018", date(2018, 2, 3)),
        ("2 January 2021", date(2021, 1, 2)),
        ("", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert date_of(text) == day


@pytest.mark.parametrize(
    "text", ["2021", "31/02/2021", "2021-13-01", "2 Foo 2021", "01/02/21", "2 Januari 0021", "٢/١/٢٠٢١", "44198"]
)
def test_what_is_no_date(text: str) -> None:
    (message,) = errors_of("started", text)
    assert message.startswith(f'row 7: started: "{text}" ')


@pytest.mark.parametrize("text", ["https://youtu.be/abc?t=1", "HTTPS://www.youtube.com/watch?v=abc", ""])
def test_video_links(text: str) -> None:
    assert link_of(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "http://youtu.be/abc",
        "javascript:alert(1)",
        "youtu.be/abc",
        "https://",
        "https://a b",
        "https://a\nb",
        'https://a"onload',
        "https://user:pass@host/",
        "https://[bad",
    ],
)
def test_what_is_no_video_link(text: str) -> None:
    (message,) = errors_of("video", text)
    assert message.startswith("row 7: video: ")


def test_a_long_wrong_cell_is_quoted_in_short() -> None:
    (message,) = errors_of("started", "x" * 1000)
    assert len(message) < 150


@given(st.lists(st.lists(st.text(max_size=30), max_size=22), max_size=4), st.permutations(COLUMNS))
def test_no_sheet_makes_the_check_fail(rows: list[list[str]], columns: list[object]) -> None:
    header = [column.indonesian for column in columns]  # type: ignore[attr-defined]
    found = check(header, list(enumerate(rows, 2)), CATEGORIES)
    assert len({error.row for error in found.errors} | {row.row for row in found.rows}) <= len(rows)
    assert not {error.row for error in found.errors} & {row.row for row in found.rows}


def test_terms_have_labels_in_both_languages_and_are_words_of_the_import() -> None:
    for field, terms in TERMS.items():
        for term in terms:
            assert WORDS[field][term.indonesian.lower()] == term.value
            assert label(field, term.value, "id") == term.indonesian
            assert label(field, term.value, "en") == term.english
    assert label("stage", "lain", "id") == "lain"


def test_every_text_has_a_column_and_a_limit() -> None:
    assert {column.field for column in COLUMNS} == {*LIMITS, *TERMS, "category", "started"}
    assert set(LIMITS) >= LONG_TEXTS


def test_characters_without_width_in_a_header_are_passed_over() -> None:
    header = ["Nomor\u00ad Stan*", "\ufeffkategori *", "nama\u200dinovasi", "Instansi\u200b"]
    places, unknown, errors = read_header(COLUMNS, header)
    assert list(places) == ["booth", "category", "name", "organisation"]
    assert (unknown, errors) == ((), [])


@pytest.mark.parametrize(
    ("text", "near"), [("UPTD Puskesma", "UPTD Puskesmas"), ("Puskemas", "UPTD Puskesmas"), ("SKDP", "SKPD")]
)
def test_a_category_that_is_nearly_right_is_asked_back(text: str, near: str) -> None:
    (error,) = check(HEADER, [(7, ["A-01", text, "x", "y"])], CATEGORIES).errors
    known = "Yang ada: SKPD, UPTD Puskesmas."
    assert error.told("id") == f'"{text}" bukan kategori pameran ini; maksud Anda "{near}"? {known}'
    assert f'did you mean "{near}"?' in str(error)


@pytest.mark.parametrize("mark", ["\u202e", "\u2067", "\u200f", "\u061c"])
def test_marks_that_turn_the_direction_are_taken_out(mark: str) -> None:
    (row,) = check(HEADER, [(7, ["A-01", "skpd", f"{mark}inovasi{mark}o", "Dinas"])], CATEGORIES).rows
    assert row.fields["name"] == "inovasio"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hubungi 0812-3456-7890", "personal-phone"),
        ("+62 812 3456 789", "personal-phone"),
        ("WA 6281234567890", "personal-phone"),
        ("Telp. (0526) 2028000", "personal-phone"),
        ("NIK 6311010101900001", "personal-id"),
        ("NIP 19800101 200501 1 001", "personal-id"),
        ("+62 Dinas", None),
        ("12345", None),
        ("2020-2021, 02/02/2015, 02-02-2015 dan 2015-02-02", None),
        ("melayani 7.500.000 orang", None),
    ],
)
def test_numbers_of_people_in_public_texts_are_warned_of(text: str, code: str | None) -> None:
    found = check([*HEADER, "summary"], [(7, [*GOOD, text])], CATEGORIES)
    assert not found.errors
    expected = [(7, "summary", code)] if code else []
    assert [(error.row, error.column, error.code) for error in found.warnings] == expected


def test_an_entry_without_organisation_may_stay_without_one() -> None:
    rows = [(2, ["A 01", "skpd", "x", ""]), (3, ["A-02", "skpd", "y", ""])]
    found = check(HEADER, rows, CATEGORIES, without_organisation={"a01"})
    assert [str(error) for error in found.errors] == ["row 3: organisation: this cell is empty."]
