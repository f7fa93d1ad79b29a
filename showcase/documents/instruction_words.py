"""What the instruction cards say, in both languages: the paper is Indonesian, English on request."""

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["visitors", "entrance", "jurors", "desk", "innovators"]
Language = Literal["id", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """A card's texts: title, for whom, numbered steps (a heading and a sentence), and a note on what may go wrong."""

    title: str
    audience: str
    steps: tuple[tuple[str, str], ...]
    note: tuple[str, str]


LABELS = {
    "id": {"login": "Alamat untuk masuk", "typed": "Atau ketik:"},
    "en": {"login": "Where to sign in", "typed": "Or type:"},
}
_ID: dict[Kind, Words] = {
    "visitors": Words(
        "Cara memilih",
        "Untuk pengunjung",
        (
            (
                "Pindai kode QR di stan",
                "Arahkan kamera ponsel ke kode di poster. Tanpa aplikasi dan tanpa mendaftar.",
            ),
            ("Buka tautannya", "Baca dulu inovasinya; halamannya terbuka di ponsel Anda."),
            ("Sentuh Pilih inovasi ini", "Suara langsung tercatat."),
        ),
        ("Tidak membawa ponsel?", "Datanglah ke meja panitia. Petugas akan membantu Anda."),
    ),
    "entrance": Words(
        "Daftar inovasi",
        "Pindai untuk melihat semua inovasi dan nomor stannya",
        (),
        ("Mau memilih?", "Pindai kode di stan inovasi yang Anda sukai, lalu sentuh Pilih inovasi ini."),
    ),
    "jurors": Words(
        "Untuk juri",
        "Masuk, menilai, mengunci",
        (
            ("Pindai kode di kartu juri", "Kartu itu milik Anda sendiri; jangan dipinjamkan."),
            ("Ketik PIN enam angka", "PIN ada di lembar yang terpisah dari kartu. Lima kali salah: kartu terkunci."),
            ("Nilai satu per satu", "Setiap angka tersimpan sendiri, juga tanpa sinyal. Selesai: Kirim lembar ini."),
            ("Kunci dan tanda tangan", "Per kategori, sesudah semua lembarnya terkirim. Setelah itu tidak berubah."),
        ),
        (
            "Kartu hilang atau terkunci, ponsel bermasalah?",
            "Minta kartu baru atau lembar kertas di meja panitia. Nilai yang sudah masuk tidak hilang.",
        ),
    ),
    "desk": Words(
        "Untuk petugas meja",
        "Membantu pengunjung dan juri",
        (
            ("Masuk dengan akun Anda sendiri", "Akun tidak dipakai bersama; keluar bila meninggalkan meja."),
            ("Bantu, jangan memilihkan", "Tunjukkan caranya; pengunjung sendiri yang menyentuh tombolnya."),
            ("Kamera tidak bisa memindai?", "Pengunjung mengetik alamat pendek atau kode yang tercetak di poster."),
            ("Lembar nilai dari kertas", "Diketik dua orang, sendiri-sendiri, di menu Lembar kertas."),
        ),
        (
            "Ada yang aneh?",
            "Poster hilang, kode tidak terbaca, atau satu orang memilih berkali-kali: catat jam dan stannya, "
            "lalu beri tahu panitia.",
        ),
    ),
    "innovators": Words(
        "Untuk inovator di stan",
        "Yang Anda katakan kepada pengunjung",
        (
            ("Ajak memindai", "“Silakan arahkan kamera ponsel ke kode ini; halaman inovasi kami terbuka.”"),
            ("Jangan memilihkan", "Jangan memegang ponsel pengunjung dan jangan menjanjikan hadiah untuk suara."),
            ("Jaga poster tetap terbaca", "Tidak tertutup barang, tidak terlipat, tidak silau, di stan Anda sendiri."),
            (
                "Bagikan halamannya, bukan kodenya",
                "Kode hanya untuk yang datang; jangan memotretnya. Tombol Bagikan aman.",
            ),
        ),
        ("Poster rusak atau hilang?", "Minta cetakan baru di meja panitia. Jangan memakai poster stan lain."),
    ),
}
_EN: dict[Kind, Words] = {
    "visitors": Words(
        "How to vote",
        "For visitors",
        (
            ("Scan the QR code at a booth", "Point your phone's camera at the poster. No app, no account."),
            ("Open the link", "Read about the innovation first; its page opens on your phone."),
            ("Tap Pilih inovasi ini", "Your vote is recorded at once."),
        ),
        ("No phone with you?", "Come to the desk. The staff will help you."),
    ),
    "entrance": Words(
        "All innovations",
        "Scan to see every innovation and its booth number",
        (),
        ("Want to vote?", "Scan the code at the booth that you like, then tap Pilih inovasi ini."),
    ),
    "jurors": Words(
        "For jurors",
        "Sign in, score, lock",
        (
            ("Scan the code on your card", "The card is yours alone; do not lend it."),
            ("Type the six-digit PIN", "It is on the strip kept apart from the card. Five wrong tries lock the card."),
            ("Score one booth after another", "Every score saves itself, without signal too. Then submit the sheet."),
            ("Lock and sign", "By category, once all its sheets are submitted. After that nothing changes."),
        ),
        (
            "Card lost or locked, trouble with the phone?",
            "Ask the desk for a new card or a paper sheet. Scores already entered are not lost.",
        ),
    ),
    "desk": Words(
        "For the desk",
        "Helping visitors and jurors",
        (
            ("Sign in with your own account", "Accounts are not shared; sign out when you leave the desk."),
            ("Help, never choose", "Show how it is done; visitors tap the button themselves."),
            ("The camera can't scan?", "Visitors type the short address or the code printed on the poster."),
            ("Score sheets on paper", "Typed in by two people, each alone, in the menu Paper sheets."),
        ),
        (
            "Something odd?",
            "A poster is gone, a code can't be read, or one person votes again and again: note time and booth, "
            "and tell the organizers.",
        ),
    ),
    "innovators": Words(
        "For innovators",
        "What you tell visitors at your booth",
        (
            ("Invite them to scan", "“Please point your camera at this code; the page of our innovation opens.”"),
            ("Never vote for them", "Do not hold a visitor's phone and do not promise anything for a vote."),
            ("Keep the poster readable", "Not covered, not folded, without glare, and at your own booth."),
            (
                "Share the page, not the code",
                "The code is for those who come; do not photograph it. The share button is safe.",
            ),
        ),
        ("Poster torn or gone?", "Ask the desk for a new print. Never use another booth's poster."),
    ),
}
KINDS: tuple[Kind, ...] = tuple(_ID)


def words(kind: Kind, language: Language, vote_limit: int | None) -> Words:
    """The texts of a card; the visitors' last step tells how many votes there are: one a category, or so many."""
    found = (_EN if language == "en" else _ID)[kind]
    if kind != "visitors":
        return found
    if language == "en":
        rule = f"Up to {vote_limit} in all" if vote_limit else "One in each category"
        told = f"Your vote is recorded at once. {rule}; you can move it or take it back until closing."
    else:
        rule = f"Paling banyak {vote_limit} suara" if vote_limit else "Satu suara di tiap kategori"
        told = f"Suara langsung tercatat. {rule}; bisa dipindah atau dibatalkan sampai ditutup."
    *first, last = found.steps
    return replace(found, steps=(*first, (last[0], told)))
