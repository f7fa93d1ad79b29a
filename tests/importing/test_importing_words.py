"""Each mistake in a cell: its row, its column, and its sentence in both languages."""

from collections.abc import Callable

import pytest

from showcase.importing.rules import criteria, entries, jurors
from showcase.importing.rules.columns import UNCOMPUTED, ImportCheck, RowError
from showcase.importing.rules.criteria import levels_of, weight_of
from showcase.importing.rules.jurors import categories_of, username_from
from showcase.importing.rules.kinds import COLUMNS, Kind, header

CATEGORIES = {"skpd": "SKPD", "puskesmas": "UPTD Puskesmas, Klinik"}
ENTRY = {"booth": "A-01", "category": "skpd", "name": "Simandor BMD", "organisation": "BPKPAD"}
CRITERION = {"category": "semua", "name": "Kebaruan", "weight": "100"}
JUROR = {"name": "Siti Aminah", "organisation": "Kampus"}

Check = Callable[..., ImportCheck]


def error(check: Check, good: dict[str, str], column: str, text: str) -> RowError:
    """The one error of a good row with this cell in it."""
    row = {**good, column: text}
    found = check(list(row), [(7, list(row.values()))], CATEGORIES)
    (wrong,) = found.errors
    assert not found.rows
    return wrong


@pytest.mark.parametrize(
    ("column", "text", "english", "indonesian"),
    [
        ("booth", " ", "this cell is empty.", "sel ini kosong."),
        ("booth", "\u00a0\u200b", "this cell is empty.", "sel ini kosong."),
        ("booth", "x" * 13, "13 characters; at most 12 fit.", "13 huruf; paling banyak 12 yang muat."),
        ("design", "x" * 5001, "5,001 characters; at most 5,000 fit.", "5.001 huruf; paling banyak 5.000 yang muat."),
        ("name", "a\x07b", "it holds a control character.", "ada huruf kendali"),
        ("name", "#N/A", "the sheet's formula gives #N/A.", "rumus di lembar ini menghasilkan #N/A."),
        ("name", UNCOMPUTED, "its formula has no saved result.", "rumus di sel ini belum punya hasil."),
        (
            "category",
            "Desa",
            '"Desa" is no category; there are: SKPD, UPTD',
            '"Desa" bukan kategori pameran ini; yang ada: SKPD',
        ),
        (
            "stage",
            "selesai",
            '"selesai" is no stage; there are: initiative',
            "pilihannya: Inisiatif, Uji coba, Penerapan.",
        ),
        ("form", "x", '"x" is no form', "pilihannya: Tata kelola pemerintahan"),
        ("kind", "x", '"x" is no kind', "pilihannya: Digital, Non digital."),
        ("started", "kemarin", '"kemarin" is no date', '"kemarin" bukan tanggal'),
        ("started", "31/02/2021", '"31/02/2021" is not in the calendar.', "tidak ada di kalender."),
        ("started", "2 Januari 1066", "has no plausible year.", "tidak masuk akal."),
        (
            "video",
            "http://a.id",
            '"http://a.id" is no https address of a site; write for example https://youtu.be/example.',
            '"http://a.id" bukan tautan lengkap; tulis https:// dan nama situsnya, misalnya https://youtu.be/contoh.',
        ),
    ],
)
def test_an_entrys_cell(column: str, text: str, english: str, indonesian: str) -> None:
    wrong = error(entries.check, ENTRY, column, text)
    assert (wrong.row, wrong.column) == (7, column)
    assert english in wrong.told("en")
    assert indonesian in wrong.told("id")
    assert str(wrong) == f"row 7: {column}: {wrong.told('en')}"


@pytest.mark.parametrize(
    ("column", "text", "english", "indonesian"),
    [
        ("name", "", "this cell is empty.", "sel ini kosong."),
        ("name", "x" * 121, "121 characters; at most 120 fit.", "paling banyak 120 yang muat."),
        ("username", "ibu siti!", '"ibu siti!" is no user name', '"ibu siti!" bukan nama pengguna'),
        ("organisation", "x" * 201, "at most 200 fit.", "paling banyak 200 yang muat."),
        ("categories", "SKPD; Desa", '"Desa" is no category', '"Desa" bukan kategori'),
    ],
)
def test_a_jurors_cell(column: str, text: str, english: str, indonesian: str) -> None:
    wrong = error(jurors.check, JUROR, column, text)
    assert (wrong.row, wrong.column) == (7, column)
    assert english in wrong.told("en")
    assert indonesian in wrong.told("id")


@pytest.mark.parametrize(("first", "second"), [("a-01", "A 01"), ("A.01", "A01"), ("!", "!")])
def test_a_booth_twice_in_another_spelling(first: str, second: str) -> None:
    rows = [(number, list({**ENTRY, "booth": booth}.values())) for number, booth in ((2, first), (5, second))]
    (wrong,) = entries.check(list(ENTRY), rows, CATEGORIES).errors
    assert str(wrong) == f"row 5: booth: {second} is in row 2 already."
    assert wrong.told("id") == f"{second} sudah ada di baris 2."


def test_a_header_twice_or_missing_is_told_in_both_languages() -> None:
    twice, missing, *_ = entries.check(
        ["booth", "Nomor Stan", "nama inovasi"], [(2, ["a", "b", "c"])], CATEGORIES
    ).errors
    assert (twice.row, twice.told("id")) == (1, "kolom ini ada dua kali.")
    headers = "Judul yang ditemukan: booth, Nomor Stan, nama inovasi."
    assert missing.told("id") == f'kolom ini tidak ada (judulnya "kategori" atau "category"). {headers}'


@pytest.mark.parametrize(
    ("name", "username"),
    [
        ("Dr. Hj. Siti Aminah, M.Si.", "siti.aminah"),
        ("Prof. Dr. H. Ahmad Yani bin Umar Said, S.T.", "ahmad.yani.bin"),
        ("Bapak Rahmat", "rahmat"),
        ("Élise Öz", "elise.oz"),
        ("H.", "h"),
        ("王", "juri"),
        ("Budi", "budi3"),
    ],
)
def test_a_user_name_is_made_of_a_name(name: str, username: str) -> None:
    assert username_from(name, {"budi", "budi2"}) == username


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("semua", ("skpd", "puskesmas")),
        ("Semua Kategori", ("skpd", "puskesmas")),
        ("", ()),
        ("uptd puskesmas, klinik; SKPD", ("skpd", "puskesmas")),
        ("skpd, puskesmas", ("skpd", "puskesmas")),
        ("puskesmas;;puskesmas\n", ("puskesmas",)),
    ],
)
def test_a_jurors_categories(text: str, slugs: tuple[str, ...]) -> None:
    assert categories_of(text, CATEGORIES) == slugs


def test_people_of_one_name_need_user_names() -> None:
    rows = [(2, ["Budi", ""]), (3, ["budi ", ""]), (4, ["Budi", "budi.dua"])]
    (wrong,) = jurors.check(["nama", "nama pengguna"], rows, CATEGORIES).errors
    assert str(wrong) == "row 3: username: budi is in row 2 already."


def test_a_column_is_named_in_the_pages_language() -> None:
    assert header(Kind.ENTRIES, "short name", "id") == "singkatan"
    assert header(Kind.ENTRIES, "short_name", "en") == "short name"
    assert header(Kind.JURORS, "categories", "id") == "kategori"
    assert header(Kind.JURORS, "nihil", "id") == "nihil"
    assert set(COLUMNS) == set(Kind)


@pytest.mark.parametrize(
    ("column", "text", "english", "indonesian"),
    [
        ("category", "Desa", '"Desa" is no category', '"Desa" bukan kategori'),
        ("name", "", "this cell is empty.", "sel ini kosong."),
        ("weight", "berat", '"berat" is no weight; write 30%', '"berat" bukan bobot; tulis 30%'),
        ("weight", "0", '"0" is no weight', '"0" bukan bobot'),
        ("weight", "101", '"101" is no weight', '"101" bukan bobot'),
        ("weight", "33.333%", '"33.333%" is no weight', "bukan bobot"),
        ("description", "x" * 1001, "at most 1,000 fit.", "paling banyak 1.000 yang muat."),
        ("least", "nol", '"nol" is no number', '"nol" bukan angka'),
        ("most", "-1", '"-1" is no number', '"-1" bukan angka'),
        ("step", "1e2", '"1e2" is no number', "bukan angka"),
        ("levels", "100 belum", "can't be read; write levels as", '"100 belum" tidak terbaca'),
    ],
)
def test_a_criterions_cell(column: str, text: str, english: str, indonesian: str) -> None:
    wrong = error(criteria.check, CRITERION, column, text)
    assert (wrong.row, wrong.column) == (7, column)
    assert english in wrong.told("en")
    assert indonesian in wrong.told("id")


@pytest.mark.parametrize(
    ("text", "basis_points"),
    [
        ("30%", 3000),
        ("30", 3000),
        ("0.3", 3000),
        ("0,3", 3000),
        ("12,5", 1250),
        ("12.5 %", 1250),
        ("100", 10000),
        ("1", 100),
        ("0.5%", 50),
        ("100%", 10000),
    ],
)
def test_weights(text: str, basis_points: int) -> None:
    assert weight_of(text) == basis_points


def test_levels() -> None:
    assert levels_of("40 = meniru; 100 = belum  pernah;\n70: lanjut = baik") == (
        ("100", "belum pernah"),
        ("70", "lanjut = baik"),
        ("40", "meniru"),
    )
    assert levels_of(" ; ") == ()
