"""Tickets on paper: every code on the sheet reads back, and nothing runs over its neighbour."""

import pypdfium2
import pytest
import zxingcpp

from showcase.printing.qr import ticket_url
from showcase.tickets.papers import TicketPaper, tickets_pdf

BASE = "https://pameran.balangankab.go.id"


def papers(count: int) -> list[TicketPaper]:
    return [
        TicketPaper(f"{n:05d}", ticket_url(BASE, f"7QK2M9DABX4TR7QK2M9DAB{n:04d}"), f"7QK2M-9DAB-{n:04d}")
        for n in range(1, count + 1)
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (16, 1), (17, 2)])
def test_every_ticket_has_its_own_code_and_words(count: int, sheets: int) -> None:
    made = papers(count)
    document = pypdfium2.PdfDocument(tickets_pdf(made, exhibition="Pameran Uji", page="pameran.go.id/t"))
    assert len(document) == sheets
    read = [code.text for page in document for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]
    assert sorted(read) == sorted(one.url for one in made)
    words = "".join(page.get_textpage().get_text_range() for page in document)
    assert words.count("Satu tiket satu pemilih") == count
    assert all(one.code in words and f"No. {one.number}" in words for one in made)
    assert words.count("pameran.go.id/t") == count


def test_long_names_and_addresses_stay_on_their_ticket() -> None:
    name = "Pameran dan Lomba Inovasi Daerah Kabupaten Balangan dan Sekitarnya Tahun Anggaran 2025 \U0001f389"
    address = "pameran-inovasi-daerah.kabupaten-balangan.kalimantan-selatan.go.id/inovasi/t"
    document = pypdfium2.PdfDocument(tickets_pdf(papers(2), exhibition=name, page=address))
    page = document[0].get_textpage()
    boxes = [page.get_rect(number) for number in range(page.count_rects())]
    middle = document[0].get_width() / 2
    assert not [box for box in boxes if box[0] < middle < box[2]]


def test_no_ticket_is_no_paper() -> None:
    with pytest.raises(ValueError, match="no ticket"):
        tickets_pdf([], exhibition="x", page="y")


def test_what_is_logged_of_a_ticket_is_its_number_only() -> None:
    assert repr(papers(1)[0]) == "TicketPaper(number='00001')"
