"""What the demonstration shows: real innovations of Balangan, taken from published news and the regency's register.

Where a fact is not published the field stays empty. Of the contestants of 2025 only the four first places are attested;
every other one says that it stands here as an example, and where it is from.
"""

from dataclasses import dataclass, replace
from datetime import date

from showcase.printing.palette import Palette

BPKPAD = "Badan Pengelolaan Keuangan, Pendapatan, dan Aset Daerah"
PUPR = "Dinas PUPR, Perumahan Rakyat dan Kawasan Permukiman"
BAPPERIDA = "Badan Perencanaan, Pembangunan, Riset, dan Inovasi Daerah"
DISDUKCAPIL = "Dinas Kependudukan dan Pencatatan Sipil"
# Real innovations that no published news names as contestants of 2025.
OF_2024 = "Tampil sebagai contoh di peragaan ini: diambil dari sepuluh besar Bailang 2024, bukan peserta Bailang 2025."
OF_REGISTER = "Tampil sebagai contoh di peragaan ini: diambil dari daftar inovasi daerah, bukan peserta Bailang 2025."
EXAMPLE = "Ini entri contoh untuk peragaan, bukan inovasi yang sebenarnya. Panitia menggantinya dengan peserta lomba."


@dataclass(frozen=True, slots=True)
class DemoCategory:
    """A category of the demonstration."""

    slug: str
    name: str
    palette: Palette
    winners: int = 5


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """An entry of the demonstration. `place` is the published one, for the archive only."""

    category: str
    booth: str
    short_name: str
    name: str
    organisation: str = ""
    summary: str = ""
    started: date | None = None
    awards: str = ""
    needs: str = ""
    innovators: str = ""
    is_example: bool = False
    # Its first place of 2025 was published; every other contestant stands in the demonstration as an example.
    is_attested: bool = False
    place: int | None = None


CATEGORIES_2025 = (
    DemoCategory("skpd", "SKPD", Palette.INDIGO),
    DemoCategory("kecamatan", "Kecamatan", Palette.GREEN),
    DemoCategory("puskesmas", "UPTD Puskesmas", Palette.BERRY),
    DemoCategory("pendidik", "Tenaga Pendidik", Palette.AMBER),
)


def _example(category: str, booth: str, number: int) -> DemoEntry:
    name = f"Contoh Inovasi {number}"
    return DemoEntry(category, booth, name, name, "Instansi contoh", EXAMPLE, is_example=True)


_CONTESTANTS = (
    DemoEntry(
        "skpd",
        "A-01",
        "Simandor BMD",
        "Sistem Informasi Pengamanan dan Penomoran Barang Milik Daerah",
        BPKPAD,
        "Sistem informasi untuk pengamanan dan penomoran barang milik daerah.",
        is_attested=True,
    ),
    DemoEntry(
        "skpd",
        "A-02",
        "Pepes Papari",
        "Percepatan Proses Pengajuan PBG Mandiri",
        PUPR,
        "Percepatan proses pengajuan PBG secara mandiri.",
        awards="Sepuluh inovasi terbaik Bailang 2024",
    ),
    DemoEntry(
        "skpd",
        "A-03",
        "Lasungku Talu",
        "Layanan Langsung Kuterima Tiga Dokumen",
        DISDUKCAPIL,
        "Layanan kependudukan: tiga dokumen langsung diterima.",
        awards="Sepuluh inovasi terbaik Bailang 2024",
    ),
    DemoEntry(
        "skpd",
        "A-04",
        "Galuh Sanggam",
        "Digitalisasi Pelayanan Kependudukan Harus Selesai dalam Genggaman",
        DISDUKCAPIL,
        "Digitalisasi pelayanan kependudukan yang selesai dalam genggaman.",
    ),
    DemoEntry(
        "skpd",
        "A-05",
        "SIap PD",
        "Sistem Integrasi Data Perencanaan Perangkat Daerah",
        BAPPERIDA,
        "Sistem integrasi data perencanaan perangkat daerah.",
        awards="Sepuluh inovasi terbaik Bailang 2024",
    ),
    DemoEntry(
        "skpd",
        "A-06",
        "Kompor Panggul",
        "Komoditas Porang Pangan Panggul",
        BAPPERIDA,
        "",
        started=date(2020, 1, 1),
    ),
    DemoEntry(
        "kecamatan",
        "B-01",
        "Parsel Mawar Pedas",
        "Paringin Selatan Menyapa Warga dan Pemerintah Desa",
        "Kecamatan Paringin Selatan",
        "Kecamatan Paringin Selatan menyapa warga dan pemerintah desa.",
        is_attested=True,
    ),
    DemoEntry(
        "kecamatan",
        "B-02",
        "Gertak Sepadu",
        "Gerakan Tata Kelola Keuangan Desa Tepat Waktu",
        "Kecamatan Awayan",
        "Gerakan tata kelola keuangan desa yang tepat waktu.",
        awards="Sepuluh inovasi terbaik Bailang 2024",
    ),
    DemoEntry(
        "kecamatan",
        "B-03",
        "Wisata Pasar Budaya",
        "Wisata Pasar Budaya Racah Mampulang",
        "Desa Balida",
        "Wisata pasar budaya di Desa Balida, Kecamatan Paringin.",
        awards="Top 10 kategori masyarakat, Kalsel Innovation Award 2025",
    ),
    _example("kecamatan", "B-04", 1),
    _example("kecamatan", "B-05", 2),
    DemoEntry(
        "puskesmas",
        "C-01",
        "PUBERTAS New Generation",
        "Puskesmas Berjalan di Tapal Batas",
        "UPTD Puskesmas Uren",
        "Membawa pelayanan kesehatan ke desa-desa terpencil yang sulit dijangkau, "
        "setara dengan pelayanan di Puskesmas.",
        awards="Juara ketiga, Kalsel Innovation Award (KIA)",
        needs="Dukungan anggaran dan tambahan tenaga kesehatan untuk menjangkau wilayah terpencil.",
        is_attested=True,
    ),
    DemoEntry(
        "puskesmas",
        "C-02",
        "Bekal Akrobat",
        "Berikan Label, Awasi Kadaluarsa Obat",
        "UPT Puskesmas Uren",
        "Memberi label dan mengawasi kedaluwarsa obat.",
        awards="Sepuluh inovasi terbaik Bailang 2024",
    ),
    DemoEntry(
        "puskesmas",
        "C-03",
        "Boengas",
        "Boengas",
        "UPT Puskesmas Tanah Habang",
        awards="Sepuluh inovasi terbaik Bailang 2024",
    ),
    DemoEntry(
        "puskesmas",
        "C-04",
        "KALITA DUA",
        "Kartu Aktif Balita Datang Ke Posyandu Berhadiah",
        "UPT Puskesmas Batu Mandi",
        "Kartu aktif berhadiah bagi balita yang datang ke posyandu.",
        started=date(2021, 1, 2),
    ),
    DemoEntry(
        "puskesmas",
        "C-05",
        "MAKAN APEL",
        "Mari Kita Nyalakan Alarm Persalinan",
        "UPT Puskesmas Uren",
        "",
        started=date(2018, 2, 3),
    ),
    DemoEntry(
        "pendidik",
        "D-01",
        "Bintang",
        "Bimbingan Inovatif untuk Talenta Anak dan Generasi",
        "",
        "Bimbingan inovatif untuk talenta anak dan generasi.",
        is_attested=True,
    ),
    _example("pendidik", "D-02", 3),
    _example("pendidik", "D-03", 4),
    _example("pendidik", "D-04", 5),
    _example("pendidik", "D-05", 6),
)


def _told(entry: DemoEntry) -> DemoEntry:
    """Tag and sentence for who is no attested contestant of 2025."""
    if entry.is_attested or entry.is_example:
        return entry
    source = OF_2024 if "2024" in entry.awards else OF_REGISTER
    return replace(entry, is_example=True, summary=f"{entry.summary} {source}".strip())


ENTRIES_2025 = tuple(_told(entry) for entry in _CONTESTANTS)

CATEGORIES_2024 = (DemoCategory("skpd-blud", "SKPD dan BLUD", Palette.INDIGO, 10),)

ENTRIES_2024 = (
    DemoEntry(
        "skpd-blud",
        "01",
        "Papah Modis Dalang Batik",
        "Papah Modis Dalang Batik",
        "BLUD RSUD Datu Kandang Haji Balangan",
        "Limbah rumah sakit nonmedis diolah menjadi paving block dan batako plastik.",
        place=1,
    ),
    DemoEntry("skpd-blud", "02", "Pepes Papari", "Percepatan Proses Pengajuan PBG Mandiri", PUPR),
    DemoEntry("skpd-blud", "03", "Sepeda Baru V3", "Sistem Penjaringan Inovasi Daerah Balangan Terpadu", BAPPERIDA),
    DemoEntry("skpd-blud", "04", "Lasungku Talu", "Layanan Langsung Kuterima Tiga Dokumen", DISDUKCAPIL),
    DemoEntry("skpd-blud", "05", "Bekal Akrobat", "Berikan Label, Awasi Kadaluarsa Obat", "UPT Puskesmas Uren"),
    DemoEntry("skpd-blud", "06", "SIap PD", "Sistem Integrasi Data Perencanaan Perangkat Daerah", BAPPERIDA),
    DemoEntry("skpd-blud", "07", "Gertak Sepadu", "Gerakan Tata Kelola Keuangan Desa Tepat Waktu", "Kecamatan Awayan"),
    DemoEntry(
        "skpd-blud",
        "08",
        "Coaching Klinik SKP",
        "Coaching Klinik SKP",
        "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    ),
    DemoEntry("skpd-blud", "09", "Boengas", "Boengas", "UPT Puskesmas Tanah Habang"),
    DemoEntry("skpd-blud", "10", "Klinik Inoba", "Klinik Inovasi Balangan", BAPPERIDA),
)
