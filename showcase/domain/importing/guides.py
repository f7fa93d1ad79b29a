"""What a template says of each column: a note in both languages, the choices, and examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from showcase.domain.importing.kinds import COLUMNS, Kind
from showcase.domain.importing.words import Sentence
from showcase.domain.profile import LIMITS, TERMS


@dataclass(frozen=True, slots=True)
class Guide:
    """A column of a template. `width` in characters; `shape`: `text` or `date`; `most`: the longest text, 0 for any."""

    field: str
    header: str
    note: str
    width: int
    is_required: bool = False
    shape: str = "text"
    choices: tuple[str, ...] = ()
    most: int = 0
    examples: tuple[str, ...] = ()


CATEGORY, OTHER_CATEGORY = "{category}", "{other}"
# Field -> (note, width, examples). Examples are three rows; an empty one is left out of its row.
NOTES: Mapping[Kind, Mapping[str, tuple[Sentence, int, tuple[str, str, str]]]] = {
    Kind.ENTRIES: {
        "booth": (
            Sentence(
                "Nomor stan, unik di pameran ini. Baris dengan nomor stan yang sudah ada memperbarui inovasi itu.",
                "The booth's number, unique in this exhibition. A row whose booth exists updates that entry.",
            ),
            12,
            ("A-01", "A-02", "B-01"),
        ),
        "category": (
            Sentence("Nama kategori; pilih dari daftar.", "The category's name; choose it from the list."),
            20,
            (CATEGORY, CATEGORY, OTHER_CATEGORY),
        ),
        "name": (
            Sentence("Nama lengkap inovasi.", "The innovation's full name."),
            44,
            (
                "Sistem Informasi Barang Milik Daerah",
                "Pelayanan Administrasi Satu Hari",
                "Kelas Ibu Hamil Keliling",
            ),
        ),
        "short_name": (
            Sentence(
                "Nama pendek untuk poster dan layar. Boleh kosong: nama lengkap yang dipakai.",
                "A short name for posters and screens. May be empty: the full name is used.",
            ),
            18,
            ("SIBMD", "PASHARI", ""),
        ),
        "organisation": (
            Sentence("Instansi atau unit pengusul.", "The office or unit that brings it."),
            34,
            ("BPKPAD", "Kecamatan Paringin", "Puskesmas Lampihong"),
        ),
        "innovators": (
            Sentence("Nama inovator, dipisah titik koma.", "The innovators' names, separated by semicolons."),
            30,
            ("Siti Aminah; Rahmat", "Budi Santoso", ""),
        ),
        "summary": (
            Sentence(
                "Ringkasan tiga baris yang dibaca pengunjung lebih dulu.", "Three lines that visitors read first."
            ),
            50,
            ("Aset daerah tercatat dan terlacak lewat ponsel.", "Surat selesai di hari yang sama.", ""),
        ),
        "stage": (
            Sentence("Tahapan inovasi; pilih dari daftar.", "Its stage; choose from the list."),
            16,
            ("Penerapan", "Uji coba", ""),
        ),
        "form": (
            Sentence("Bentuk inovasi; pilih dari daftar.", "Its form; choose from the list."),
            26,
            ("Tata kelola pemerintahan", "Pelayanan publik", ""),
        ),
        "kind": (
            Sentence("Jenis inovasi; pilih dari daftar.", "Its kind; choose from the list."),
            14,
            ("Digital", "Non digital", ""),
        ),
        "started": (
            Sentence(
                "Tanggal inovasi dimulai: 2021-01-02, 02/01/2021, atau 2 Januari 2021.",
                "The day it started: 2021-01-02, 02/01/2021 (the day first) or 2 Januari 2021.",
            ),
            14,
            ("2021-01-02", "2023-08-17", ""),
        ),
        "design": (
            Sentence("Rancang bangun dan pokok perubahan.", "How it is built and what it changes."),
            40,
            ("", "", ""),
        ),
        "aim": (Sentence("Tujuan inovasi.", "What it aims at."), 30, ("", "", "")),
        "benefit": (Sentence("Manfaat bagi warga.", "What people gain by it."), 30, ("", "", "")),
        "outcome": (Sentence("Hasil yang sudah dicapai.", "What it has achieved."), 30, ("", "", "")),
        "needs": (Sentence("Dukungan yang dibutuhkan.", "The support that it needs."), 30, ("", "", "")),
        "awards": (Sentence("Penghargaan sebelumnya.", "Earlier awards."), 30, ("", "", "")),
        "video": (
            Sentence(
                "Tautan video: https:// dan nama situsnya, seperti di baris contoh.",
                "A link to a video: https:// and the site's name, as in the example row.",
            ),
            34,
            ("https://youtu.be/contoh", "", ""),
        ),
    },
    Kind.JURORS: {
        "name": (
            Sentence(
                "Nama lengkap dengan gelar, seperti di berita acara.", "Full name with titles, as in the minutes."
            ),
            36,
            ("Dr. Siti Aminah, M.Si.", "Rahmat Hidayat, S.Kom.", "Ir. Budi Santoso"),
        ),
        "username": (
            Sentence(
                "Huruf kecil, angka, titik. Boleh kosong: dibuat dari nama. Nama pengguna yang sudah ada diperbarui.",
                "Lower-case letters, digits, dots. May be empty: made of the name. An existing one is updated.",
            ),
            22,
            ("siti.aminah", "", ""),
        ),
        "organisation": (
            Sentence("Instansi asal juri.", "Where the juror comes from."),
            34,
            ("Universitas Lambung Mangkurat", "Bappedalitbang", ""),
        ),
        "categories": (
            Sentence(
                "Kategori yang dinilai, dipisah titik koma, atau kata semua. Kosong: penugasan tidak diubah.",
                "The categories to judge, separated by semicolons, or the word semua (all). Empty: left as they are.",
            ),
            36,
            ("semua", f"{CATEGORY}; {OTHER_CATEGORY}", CATEGORY),
        ),
    },
    Kind.CRITERIA: {
        "category": (
            Sentence(
                "Nama kategori, atau semua. Kriteria kategori yang disebut diganti seluruhnya oleh tabel ini.",
                "The category's name, or semua (all). The criteria of a category named here become exactly these.",
            ),
            22,
            ("semua", "semua", "semua"),
        ),
        "name": (Sentence("Nama kriteria.", "The criterion's name."), 28, ("Kebaruan", "Kemanfaatan", "Penyajian")),
        "weight": (
            Sentence(
                "Bobot dalam persen; bobot satu kategori harus berjumlah 100.",
                "The weight in percent; those of a category must sum to 100.",
            ),
            10,
            ("30%", "50%", "20%"),
        ),
        "description": (
            Sentence("Penjelasan untuk juri.", "What jurors read."),
            44,
            ("Seberapa baru inovasi ini bagi daerah.", "", ""),
        ),
        "least": (Sentence("Nilai terendah, 0 bila kosong.", "The lowest score; 0 if empty."), 8, ("0", "0", "0")),
        "most": (
            Sentence("Nilai tertinggi, 100 bila kosong.", "The highest score; 100 if empty."),
            8,
            ("100", "100", "100"),
        ),
        "step": (Sentence("Langkah nilai, 0,01 bila kosong.", "The step; 0.01 if empty."), 10, ("1", "1", "1")),
        "levels": (
            Sentence(
                "Arti nilai: 100 = belum pernah ada; 70 = pengembangan.", "What scores mean: 100 = new; 70 = developed."
            ),
            60,
            ("100 = belum pernah ada; 70 = pengembangan nyata; 40 = meniru", "", ""),
        ),
    },
}


def guides(kind: Kind, categories: Sequence[str], language: str) -> list[Guide]:
    """The columns of a template, with this exhibition's category names as choices; `language` is `id` or `en`."""
    first, other = (categories[0], categories[-1]) if categories else ("SKPD", "SKPD")
    found = []
    for column in COLUMNS[kind]:
        note, width, examples = NOTES[kind][column.field]
        choices: tuple[str, ...] = tuple(term.label(language) for term in TERMS.get(column.field, ()))
        if column.field == "category" and kind is Kind.ENTRIES:
            choices = tuple(categories)
        found.append(
            Guide(
                field=column.field,
                header=column.header(language),
                note=note.told({}, language),
                width=width,
                is_required=column.required,
                shape="date" if column.field == "started" else "text",
                choices=choices,
                most=LIMITS.get(column.field, 0) if kind is Kind.ENTRIES else 0,
                examples=tuple(text.format(category=first, other=other) for text in examples),
            )
        )
    return found
