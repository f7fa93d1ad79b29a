"""What the instruction cards say: the paper is Indonesian, English on request."""

from dataclasses import dataclass
from typing import Literal

from showcase.kernel.errors import N_
from showcase.printing.translating import translator

Kind = Literal["visitors", "entrance", "jurors", "desk", "innovators"]
Language = Literal["id", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """A card's texts: title, for whom, numbered steps (a heading and a sentence), and a note on what may go wrong."""

    title: str
    audience: str
    steps: tuple[tuple[str, str], ...]
    note: tuple[str, str]


LABELS = {"login": N_("Alamat untuk masuk"), "typed": N_("Atau ketik:")}
_WORDS: dict[Kind, Words] = {
    "visitors": Words(
        N_("Cara memilih"),
        N_("Untuk pengunjung"),
        (
            (
                N_("Pindai kode QR di stan"),
                N_("Arahkan kamera ponsel ke kode di poster. Tanpa aplikasi dan tanpa mendaftar."),
            ),
            (N_("Buka tautannya"), N_("Baca dulu inovasinya; halamannya terbuka di ponsel Anda.")),
            (
                N_("Sentuh Pilih inovasi ini"),
                N_(
                    "Suara langsung tercatat. Satu suara di tiap kategori; bisa dipindah atau dibatalkan sampai "
                    "ditutup."
                ),
            ),
        ),
        (N_("Tidak membawa ponsel?"), N_("Datanglah ke meja panitia. Petugas akan membantu Anda.")),
    ),
    "entrance": Words(
        N_("Daftar inovasi"),
        N_("Pindai untuk melihat semua inovasi dan nomor stannya"),
        (),
        (N_("Mau memilih?"), N_("Pindai kode di stan inovasi yang Anda sukai, lalu sentuh Pilih inovasi ini.")),
    ),
    "jurors": Words(
        N_("Untuk juri"),
        N_("Masuk, menilai, mengunci"),
        (
            (N_("Pindai kode di kartu juri"), N_("Kartu itu milik Anda sendiri; jangan dipinjamkan.")),
            (
                N_("Ketik PIN enam angka"),
                N_("PIN ada di lembar yang terpisah dari kartu. Lima kali salah: kartu terkunci."),
            ),
            (
                N_("Nilai satu per satu"),
                N_("Setiap angka tersimpan sendiri, juga tanpa sinyal. Selesai: Kirim lembar ini."),
            ),
            (
                N_("Kunci dan tanda tangan"),
                N_("Per kategori, sesudah semua lembarnya terkirim. Setelah itu tidak berubah."),
            ),
        ),
        (
            N_("Kartu hilang atau terkunci, ponsel bermasalah?"),
            N_("Minta kartu baru atau lembar kertas di meja panitia. Nilai yang sudah masuk tidak hilang."),
        ),
    ),
    "desk": Words(
        N_("Untuk petugas meja"),
        N_("Membantu pengunjung dan juri"),
        (
            (N_("Masuk dengan akun Anda sendiri"), N_("Akun tidak dipakai bersama; keluar bila meninggalkan meja.")),
            (N_("Bantu, jangan memilihkan"), N_("Tunjukkan caranya; pengunjung sendiri yang menyentuh tombolnya.")),
            (
                N_("Kamera tidak bisa memindai?"),
                N_("Pengunjung mengetik alamat pendek atau kode yang tercetak di poster."),
            ),
            (N_("Lembar nilai dari kertas"), N_("Diketik dua orang, sendiri-sendiri, di menu Lembar kertas.")),
        ),
        (
            N_("Ada yang aneh?"),
            N_(
                "Poster hilang, kode tidak terbaca, atau satu orang memilih berkali-kali: catat jam dan stannya, "
                "lalu beri tahu panitia."
            ),
        ),
    ),
    "innovators": Words(
        N_("Untuk inovator di stan"),
        N_("Yang Anda katakan kepada pengunjung"),
        (
            (N_("Ajak memindai"), N_("“Silakan arahkan kamera ponsel ke kode ini; halaman inovasi kami terbuka.”")),
            (
                N_("Jangan memilihkan"),
                N_("Jangan memegang ponsel pengunjung dan jangan menjanjikan hadiah untuk suara."),
            ),
            (
                N_("Jaga poster tetap terbaca"),
                N_("Tidak tertutup barang, tidak terlipat, tidak silau, di stan Anda sendiri."),
            ),
            (
                N_("Bagikan halamannya, bukan kodenya"),
                N_("Kode hanya untuk yang datang; jangan memotretnya. Tombol Bagikan aman."),
            ),
        ),
        (N_("Poster rusak atau hilang?"), N_("Minta cetakan baru di meja panitia. Jangan memakai poster stan lain.")),
    ),
}
KINDS: tuple[Kind, ...] = tuple(_WORDS)


def labels(language: Language) -> dict[str, str]:
    """What stands beside an address."""
    translate = translator(language)
    return {name: translate(text) for name, text in LABELS.items()}


def words(kind: Kind, language: Language, vote_limit: int | None) -> Words:
    """The texts of a card; the visitors' last step tells how many votes there are: one a category, or so many."""
    translate, found = translator(language), _WORDS[kind]
    steps = [(translate(heading), translate(told)) for heading, told in found.steps]
    if kind == "visitors" and vote_limit:
        told = N_(
            "Suara langsung tercatat. Paling banyak %(limit)s suara; bisa dipindah atau dibatalkan sampai ditutup."
        )
        steps[-1] = steps[-1][0], translate(told) % {"limit": vote_limit}
    heading, sentence = found.note
    note = translate(heading), translate(sentence)
    return Words(translate(found.title), translate(found.audience), tuple(steps), note)
