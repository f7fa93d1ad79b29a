"""The jury's papers: cards, receipts and blank sheets, read back from the rendered page."""

from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from showcase.accounts.papers import ACROSS, Card, cards_pdf
from showcase.jury.papers.receipts import Receipt, ReceiptRow, receipt_pdf
from showcase.jury.papers.sheets import PaperCriterion, PaperPage, score_sheets_pdf
from showcase.printing.palette import Palette

CARD = Card(
    exhibition="Lomba Inovasi Balangan 2025",
    name="Prof. Dr. Ir. Hj. Noor Hidayah Saraswati Kusumawardhani, S.T., M.Sc., Ph.D.",
    organisation="Universitas Lambung Mangkurat",
    username="juri1",
    url="https://inovasi.balangankab.go.id/jury/enter/" + "aB3-x_9Z" * 4,
    login="inovasi.balangankab.go.id/login",
    pin="048291",
)
ROW = ReceiptRow("A-01", "Simandor <b>BMD</b> & kawan", ("80", "82,5"), "81,75")
RECEIPT = Receipt(
    exhibition="Lomba Inovasi Balangan 2025",
    category="SKPD",
    palette=Palette.INDIGO,
    juror="Dra. Siti Aminah",
    locked_at="15 Desember 2025, 10.42 WITA",
    heads=("Kebaruan 30 %", "Kemanfaatan 70 %"),
    rows=(ROW,),
    code="K7QF2M9DABX03TRW",
    sha256="ab" * 32,
    url="https://inovasi.balangankab.go.id/check/scores/K7QF2M9DABX03TRW",
)
PAGE = PaperPage(
    exhibition="Lomba Inovasi Balangan 2025",
    category="SKPD",
    palette=Palette.GREEN,
    booth="A-01",
    entry="Simandor <b>BMD</b> & kawan",
    organisation="Badan Pengelolaan Keuangan",
    juror="Dra. Siti Aminah",
    code="7QK2M-J1",
    url="https://inovasi.balangankab.go.id/organizer/bailang-2025/paper/7QK2M-J1",
    criteria=(PaperCriterion("Kebaruan & <i>kejutan</i>", "100", "100", "Seberapa baru.", (("100", "belum ada"),)),),
)


def read(data: bytes) -> tuple[list[str], list[str]]:
    """The words of each page, and the codes on all of them."""
    document = pypdfium2.PdfDocument(data)
    words = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    codes = [code.text for page in document for code in zxingcpp.read_barcodes(page.render(scale=2).to_pil())]
    document.close()
    return words, codes


def test_cards_share_a_sheet_and_each_code_reads_back() -> None:
    cards = [replace(CARD, url=f"{CARD.url}{number}", pin=f"00000{number}") for number in range(ACROSS + 1)]
    words, codes = read(cards_pdf(cards))
    assert len(words) == 2
    assert sorted(codes) == sorted(card.url for card in cards)
    assert "000 003" in words[0]
    assert "000 004" in words[1]
    assert "Kusumawardhani" in words[0]
    assert CARD.url not in " ".join(words)
    with pytest.raises(ValueError, match="no card"):
        cards_pdf([])


def test_a_receipt_repeats_its_heads_on_every_page() -> None:
    words, codes = read(receipt_pdf(replace(RECEIPT, rows=(ROW,) * 60)))
    assert len(words) > 1
    assert codes == [RECEIPT.url]
    assert all("Kemanfaatan" in page for page in words)
    assert "K7QF-2M9D-ABX0-3TRW" in words[0]
    assert "Simandor <b>BMD</b> & kawan" in words[0]
    assert RECEIPT.sha256 in words[-1]


def test_a_receipt_of_many_criteria_still_fits() -> None:
    heads = tuple(f"Kriteria nomor {number}" for number in range(10))
    row = replace(ROW, scores=("100",) * 10)
    words, codes = read(receipt_pdf(replace(RECEIPT, heads=heads, rows=(row,))))
    assert (len(words), codes) == (1, [RECEIPT.url])


def test_a_blank_sheet_says_what_it_is_for_and_leads_there() -> None:
    criterion = replace(PAGE.criteria[0], levels=tuple((str(score), "uraian " * 12) for score in (100, 70, 40)))
    words, codes = read(score_sheets_pdf([PAGE, replace(PAGE, criteria=(criterion,) * 8, url=PAGE.url + "0")]))
    assert codes == [PAGE.url, PAGE.url + "0"]
    for word in ("7QK2M-J1", "Dra. Siti Aminah", "Simandor <b>BMD</b> & kawan", "Kebaruan & <i>kejutan</i>", "A-01"):
        assert word in words[0]
    with pytest.raises(ValueError, match="no sheet"):
        score_sheets_pdf([])
