"""The fields of an entry, declared once: forms, the import, comparisons and pages read them from here.

To add a field: a line in FIELDS, its column in `entries/tables.py`, a migration, a test, and the English of its
label.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from showcase.kernel.errors import N_
from showcase.kernel.sentences import Sentence


class Shape(StrEnum):
    """What a field holds, and so how it is typed and read."""

    LINE = "line"
    TEXT = "text"
    TERM = "term"
    DATE = "date"
    LINK = "link"
    CATEGORY = "category"


class Group(StrEnum):
    """The part of the organizer's form in which a field stands."""

    IDENTITY = "identity"
    PROFILE = "profile"
    MORE = "more"


class Place(StrEnum):
    """Where the booth page shows a field. What stands in its head or foot has its own place in the template."""

    HEAD = "head"
    CARD = "card"
    DETAILS = "details"
    FACTS = "facts"
    FOOT = "foot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of an entry.

    `name`: the column of the table and the name in forms. `label`: what pages call it, `title` what the booth page does
    where that is shorter, `hint` what stands below it in forms: Indonesian, with their English in the catalogue.
    `headers`: of an import's column, English and Indonesian; `guide`: what a template says of it; `width`: of its
    column there, in characters; `examples`: of three rows. `limit`: the most characters; 0 where none are typed.
    `is_required`: no entry is without it; `in_every_sheet`: an import must have it. `is_proposable`: innovators may
    propose another value. `is_counted`: a complete profile has it. `place`: None for what the booth page does not show
    as a field.
    """

    name: str
    shape: Shape
    group: Group
    label: str
    headers: tuple[str, str]
    guide: Sentence
    width: int
    examples: tuple[str, str, str] = ("", "", "")
    title: str = ""
    hint: str = ""
    limit: int = 0
    rows: int = 4
    is_wide: bool = False
    place: Place | None = None
    is_required: bool = False
    in_every_sheet: bool = False
    is_proposable: bool = True
    is_counted: bool = False

    @property
    def column(self) -> str:
        """What an import calls it: a sheet names a category, a form sends its number."""
        return "category" if self.shape is Shape.CATEGORY else self.name


# In this order in forms, sheets and comparisons.
FIELDS = (
    Field(
        name="booth",
        shape=Shape.LINE,
        group=Group.IDENTITY,
        label=N_("Nomor stan"),
        headers=("booth", "nomor stan"),
        guide=Sentence(
            "Nomor stan, unik di pameran ini. Baris dengan nomor stan yang sudah ada memperbarui inovasi itu.",
            "The booth's number, unique in this exhibition. A row whose booth exists updates that entry.",
        ),
        width=12,
        examples=("A-01", "A-02", "B-01"),
        limit=12,
        is_required=True,
        in_every_sheet=True,
        is_proposable=False,
    ),
    Field(
        name="category_id",
        shape=Shape.CATEGORY,
        group=Group.IDENTITY,
        label=N_("Kategori"),
        headers=("category", "kategori"),
        guide=Sentence("Nama kategori; pilih dari daftar.", "The category's name; choose it from the list."),
        width=20,
        examples=("{category}", "{category}", "{other}"),
        in_every_sheet=True,
        is_proposable=False,
    ),
    Field(
        name="name",
        shape=Shape.LINE,
        group=Group.IDENTITY,
        label=N_("Nama inovasi"),
        headers=("name", "nama inovasi"),
        guide=Sentence("Nama lengkap inovasi.", "The innovation's full name."),
        width=44,
        examples=(
            "Sistem Informasi Barang Milik Daerah",
            "Pelayanan Administrasi Satu Hari",
            "Kelas Ibu Hamil Keliling",
        ),
        limit=200,
        place=Place.HEAD,
        is_required=True,
        in_every_sheet=True,
    ),
    Field(
        name="short_name",
        shape=Shape.LINE,
        group=Group.IDENTITY,
        label=N_("Singkatan"),
        headers=("short name", "singkatan"),
        hint=N_("Nama besar di poster dan layar."),
        guide=Sentence(
            "Nama pendek untuk poster dan layar. Boleh kosong: nama lengkap yang dipakai.",
            "A short name for posters and screens. May be empty: the full name is used.",
        ),
        width=18,
        examples=("SIBMD", "PASHARI", ""),
        limit=60,
        place=Place.HEAD,
    ),
    Field(
        name="organisation",
        shape=Shape.LINE,
        group=Group.IDENTITY,
        label=N_("Instansi"),
        headers=("organisation", "instansi"),
        guide=Sentence("Instansi atau unit pengusul.", "The office or unit that brings it."),
        width=34,
        examples=("BPKPAD", "Kecamatan Paringin", "Puskesmas Lampihong"),
        limit=200,
        is_wide=True,
        place=Place.HEAD,
        in_every_sheet=True,
        is_counted=True,
    ),
    Field(
        name="innovators",
        shape=Shape.TEXT,
        group=Group.IDENTITY,
        label=N_("Inovator"),
        headers=("innovators", "inovator"),
        hint=N_("Nama orang atau tim."),
        guide=Sentence("Nama inovator, dipisah titik koma.", "The innovators' names, separated by semicolons."),
        width=30,
        examples=("Siti Aminah; Rahmat", "Budi Santoso", ""),
        limit=1000,
        rows=2,
        place=Place.HEAD,
        is_counted=True,
    ),
    Field(
        name="summary",
        shape=Shape.TEXT,
        group=Group.IDENTITY,
        label=N_("Ringkasan"),
        headers=("summary", "ringkasan"),
        hint=N_("Tiga baris yang dibaca pengunjung lebih dulu."),
        guide=Sentence(
            "Ringkasan tiga baris yang dibaca pengunjung lebih dulu.", "Three lines that visitors read first."
        ),
        width=50,
        examples=("Aset daerah tercatat dan terlacak lewat ponsel.", "Surat selesai di hari yang sama.", ""),
        limit=600,
        place=Place.HEAD,
        is_counted=True,
    ),
    Field(
        name="stage",
        shape=Shape.TERM,
        group=Group.PROFILE,
        label=N_("Tahapan inovasi"),
        title=N_("Tahapan"),
        headers=("stage", "tahapan"),
        guide=Sentence("Tahapan inovasi; pilih dari daftar.", "Its stage; choose from the list."),
        width=16,
        examples=("Penerapan", "Uji coba", ""),
        place=Place.FACTS,
        is_counted=True,
    ),
    Field(
        name="form",
        shape=Shape.TERM,
        group=Group.PROFILE,
        label=N_("Bentuk inovasi"),
        title=N_("Bentuk"),
        headers=("form", "bentuk"),
        guide=Sentence("Bentuk inovasi; pilih dari daftar.", "Its form; choose from the list."),
        width=26,
        examples=("Tata kelola pemerintahan", "Pelayanan publik", ""),
        place=Place.FACTS,
        is_counted=True,
    ),
    Field(
        name="kind",
        shape=Shape.TERM,
        group=Group.PROFILE,
        label=N_("Jenis inovasi"),
        title=N_("Jenis"),
        headers=("kind", "jenis"),
        guide=Sentence("Jenis inovasi; pilih dari daftar.", "Its kind; choose from the list."),
        width=14,
        examples=("Digital", "Non digital", ""),
        place=Place.FACTS,
        is_counted=True,
    ),
    Field(
        name="started",
        shape=Shape.DATE,
        group=Group.PROFILE,
        label=N_("Inovasi dimulai"),
        title=N_("Dimulai"),
        headers=("started", "mulai"),
        guide=Sentence(
            "Tanggal inovasi dimulai: 2021-01-02, 02/01/2021, atau 2 Januari 2021.",
            "The day it started: 2021-01-02, 02/01/2021 (the day first) or 2 Januari 2021.",
        ),
        width=14,
        examples=("2021-01-02", "2023-08-17", ""),
        place=Place.FACTS,
        is_counted=True,
    ),
    Field(
        name="design",
        shape=Shape.TEXT,
        group=Group.PROFILE,
        label=N_("Rancang bangun dan pokok perubahan"),
        headers=("design", "rancang bangun"),
        hint=N_("Dasar hukum, masalah, isu strategis, cara baru, dan tahapannya."),
        guide=Sentence("Rancang bangun dan pokok perubahan.", "How it is built and what it changes."),
        width=40,
        limit=5000,
        rows=6,
        place=Place.DETAILS,
        is_counted=True,
    ),
    Field(
        name="aim",
        shape=Shape.TEXT,
        group=Group.PROFILE,
        label=N_("Tujuan"),
        headers=("aim", "tujuan"),
        guide=Sentence("Tujuan inovasi.", "What it aims at."),
        width=30,
        limit=5000,
        place=Place.DETAILS,
        is_counted=True,
    ),
    Field(
        name="benefit",
        shape=Shape.TEXT,
        group=Group.PROFILE,
        label=N_("Manfaat"),
        headers=("benefit", "manfaat"),
        guide=Sentence("Manfaat bagi warga.", "What people gain by it."),
        width=30,
        limit=5000,
        place=Place.DETAILS,
        is_counted=True,
    ),
    Field(
        name="outcome",
        shape=Shape.TEXT,
        group=Group.PROFILE,
        label=N_("Hasil"),
        headers=("outcome", "hasil"),
        guide=Sentence("Hasil yang sudah dicapai.", "What it has achieved."),
        width=30,
        limit=5000,
        place=Place.DETAILS,
        is_counted=True,
    ),
    Field(
        name="needs",
        shape=Shape.TEXT,
        group=Group.MORE,
        label=N_("Dukungan yang dibutuhkan"),
        headers=("needs", "kebutuhan dukungan"),
        hint=N_("Misalnya anggaran, alat, atau orang."),
        guide=Sentence("Dukungan yang dibutuhkan.", "The support that it needs."),
        width=30,
        limit=5000,
        rows=2,
        place=Place.DETAILS,
    ),
    Field(
        name="awards",
        shape=Shape.TEXT,
        group=Group.MORE,
        label=N_("Penghargaan sebelumnya"),
        headers=("awards", "penghargaan"),
        hint=N_("Yang pernah diterima sebelum pameran ini."),
        guide=Sentence("Penghargaan sebelumnya.", "Earlier awards."),
        width=30,
        limit=5000,
        rows=2,
        place=Place.CARD,
    ),
    Field(
        name="video",
        shape=Shape.LINK,
        group=Group.MORE,
        label=N_("Tautan video"),
        headers=("video", "video"),
        hint=N_(
            "YouTube atau situs lain: https:// dan nama situsnya. Pengunjung melihatnya sebagai tautan; video tidak "
            "diputar di sini."
        ),
        guide=Sentence(
            "Tautan video: https:// dan nama situsnya, seperti di baris contoh.",
            "A link to a video: https:// and the site's name, as in the example row.",
        ),
        width=34,
        examples=("https://youtu.be/contoh", "", ""),
        limit=500,
        is_wide=True,
        place=Place.FOOT,
    ),
)
BY_NAME = {field.name: field for field in FIELDS}
NAMES = tuple(BY_NAME)
# The most characters of each text. Forms, the import and the database share them.
LIMITS = {field.name: field.limit for field in FIELDS if field.limit}
# Texts that go over several lines; the others are on one.
LONG_TEXTS = frozenset(field.name for field in FIELDS if field.shape is Shape.TEXT)
# What makes a profile complete.
COUNTED = tuple(field.name for field in FIELDS if field.is_counted)
# Booth, category and state are the organizers' to say.
PROPOSABLE = tuple(field.name for field in FIELDS if field.is_proposable)


def at(place: Place) -> Iterator[Field]:
    """The fields that the booth page shows there, in order."""
    return (field for field in FIELDS if field.place is place)
