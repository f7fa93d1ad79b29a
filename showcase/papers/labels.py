"""What each paper is called on the print page, and what it is for."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from showcase.papers.instructions.words import Kind
from showcase.papers.posters.papers import Size

POSTERS: dict[Size, tuple[LazyString, LazyString]] = {
    "a4": (_l("Poster A4"), _l("Satu lembar tiap stan, terbaca dari jauh.")),
    "a5": (_l("Poster A5"), _l("Satu halaman A5 tiap stan, untuk printer dengan kertas A5.")),
    "a5-pair": (_l("Dua A5 di satu A4"), _l("Berdampingan dengan tanda potong.")),
    "a6": (_l("Empat A6 di satu A4"), _l("Untuk meja kecil atau dibagikan; dengan tanda potong.")),
    "tent": (_l("Tenda meja"), _l("Satu A4 dilipat tiga; kode QR terbaca dari kedua sisi meja.")),
}
CARDS: dict[Kind, tuple[LazyString, LazyString]] = {
    "visitors": (_l("Cara memilih"), _l("Untuk pengunjung, di pintu masuk dan di tiang.")),
    "entrance": (_l("Daftar inovasi"), _l("Kode QR daftar inovasi, untuk pintu masuk.")),
    "jurors": (_l("Untuk juri"), _l("Masuk dengan kartu dan PIN, menilai, mengunci.")),
    "desk": (_l("Untuk petugas meja"), _l("Membantu pengunjung dan juri tanpa memilihkan.")),
    "innovators": (_l("Untuk inovator di stan"), _l("Yang dikatakan kepada pengunjung; jangan memilihkan.")),
}
