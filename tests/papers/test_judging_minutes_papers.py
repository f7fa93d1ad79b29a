"""The record of the judging on paper: whatever people typed fits, and every page can be told from the next."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4

from showcase.papers.minutes.papers import CategoryMinutes, Incident, LockRow, Minutes, PanelRow, minutes_pdf
from showcase.printing.palette import Palette

PAIR = Incident(
    "J1 Dra. Siti Aminah", "A-01", "Simandor <b>BMD</b> & kawan", "Adik saya & <i>pengusul</i>", "10.42 WITA"
)
JUROR = PanelRow("J1", "Dra. Siti Aminah", "Bappeda & Litbang", "hadir sejak 09.00 WITA", 5, 4, 3)
EMPTY = CategoryMinutes("SKPD", Palette.INDIGO, (JUROR,), (), (), (), (), (), ())
LOCK = LockRow("J1 Dra. Siti Aminah", "10.42 WITA", "K7QF-2M9D-ABX0-3TRW", "berlaku")
MINUTES = Minutes("Lomba 2025", "Balida", "15 Desember 2025", "Keadaan kini.", (EMPTY,), (JUROR,), "ab" * 32, None)


def pages(minutes: Minutes) -> list[str]:
    reader = PdfReader(io.BytesIO(minutes_pdf(minutes)))
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages} == {
        tuple(round(side) for side in A4)
    }
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_empty_parts_say_so_and_signatures_are_asked_of_all() -> None:
    words = " ".join(pages(MINUTES))
    assert words.count("Tidak ada.") == 6
    assert "5 lembar wajib: 4 terkirim, 3 di antaranya terkunci." in words
    assert "ab" * 32 in words
    assert "Buku besar masih kosong." in words
    assert "Panitia 1, nama:" in words
    assert "Panitia 2, nama:" in words
    assert "Belum ada inovasi yang dinilai." in " ".join(pages(replace(MINUTES, categories=())))


def test_what_people_typed_is_never_markup() -> None:
    words = " ".join(pages(replace(MINUTES, categories=[replace(EMPTY, recused=[PAIR], locks=[LOCK])])))
    for typed in ("<b>BMD</b> & kawan", "Adik saya & <i>pengusul</i>", "A-01", "K7QF-2M9D-ABX0-3TRW"):
        assert typed in words


def test_every_page_has_its_number_and_a_long_tables_heads() -> None:
    full = replace(EMPTY, panel=(), recused=[replace(PAIR, words=f"alasan {number}") for number in range(90)])
    found = pages(replace(MINUTES, categories=[full], head=(7, "cd" * 32)))
    assert len(found) > 3
    assert "kawan alasan 0 " in found[0]
    assert all(f"Halaman {number} dari {len(found)}" in words for number, words in enumerate(found, 1))
    assert all("Stan dan inovasi Alasan Waktu" in words for words in found if "kawan alasan" in words)
    assert "baris terakhir nomor 7: " + "cd" * 32 in " ".join(found)


@pytest.mark.slow
def test_a_reason_longer_than_a_page_is_all_there() -> None:
    endless = " ".join(f"kata{number}" for number in range(3000))
    name = replace(JUROR, name="Prof. " * 20, office="Badan " * 33)
    full = replace(EMPTY, panel=[name], recused=[replace(PAIR, words=endless), replace(PAIR, words="x" * 2000)])
    words = " ".join(pages(replace(MINUTES, categories=[full], signers=[name])))
    assert all(f"kata{number} " in words for number in range(3000))
