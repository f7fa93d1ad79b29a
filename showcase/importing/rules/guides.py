"""What a template says of each column: a note in both languages, the choices, and examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from showcase.entries.rules.fields import FIELDS, Shape
from showcase.entries.rules.profile import TERMS
from showcase.importing.rules.entries import OF_COLUMN
from showcase.importing.rules.kinds import COLUMNS, Kind
from showcase.kernel.sentences import Sentence


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
    Kind.ENTRIES: {field.column: (field.guide, field.width, field.examples) for field in FIELDS},
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
        own = OF_COLUMN.get(column.field) if kind is Kind.ENTRIES else None
        shape = own.shape if own is not None else Shape.LINE
        choices: tuple[str, ...] = tuple(categories) if shape is Shape.CATEGORY else ()
        if shape is Shape.TERM:
            choices = tuple(term.label(language) for term in TERMS[column.field])
        found.append(
            Guide(
                field=column.field,
                header=column.header(language),
                note=note.told({}, language),
                width=width,
                is_required=column.required,
                shape="date" if shape is Shape.DATE else "text",
                choices=choices,
                most=own.limit if own is not None else 0,
                examples=tuple(text.format(category=first, other=other) for text in examples),
            )
        )
    return found
