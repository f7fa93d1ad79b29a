"""The receipt that a juror takes home: the own locked scores, and a code with which anybody can check the paper."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, Table

from showcase.jury.rules.score_receipts import shown_code
from showcase.printing.bands import draw_band, dye, prepare_motif
from showcase.printing.codes import draw_code
from showcase.printing.palette import Palette
from showcase.printing.typefaces import BOLD, MONO, REGULAR, printable

WIDTH, HEIGHT = A4
MARGIN, BAND, CODE = 40.0, 96.0, 104.0
INK, SOFT, LINE, WHITE, PAPER = (HexColor(c) for c in ("#1c1916", "#5d564d", "#d9d0c2", "#ffffff", "#f7f2e9"))
HEAD = ParagraphStyle("head", fontName=BOLD, fontSize=6.4, leading=8.2, textColor=SOFT, alignment=TA_RIGHT)
NAME = ParagraphStyle("name", fontName=BOLD, fontSize=10, leading=12, textColor=INK)
NUMBER = ParagraphStyle("number", fontName=REGULAR, fontSize=10, leading=12, textColor=INK, alignment=TA_RIGHT)
TOTAL = ParagraphStyle("total", parent=NUMBER, fontName=BOLD)
WORDS = ParagraphStyle("words", fontName=REGULAR, fontSize=9, leading=12.5, textColor=SOFT)
HASH = ParagraphStyle("hash", fontName=MONO, fontSize=7.5, leading=10.5, textColor=INK)


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One sheet: where and what it is, its scores in the criteria's order, its total; numbers as people read them."""

    booth: str
    name: str
    scores: Sequence[str]
    total: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the paper says. `heads` are criteria with their weights; `url` the address that checks the code."""

    exhibition: str
    category: str
    palette: Palette
    juror: str
    locked_at: str
    heads: Sequence[str]
    rows: Sequence[ReceiptRow]
    code: str
    sha256: str
    url: str


def receipt_pdf(receipt: Receipt) -> bytes:
    """The receipt on A4, as many pages as its sheets need, with repeated heads."""
    file = io.BytesIO()
    document = BaseDocTemplate(
        file, pagesize=A4, title=f"Bukti nilai juri: {printable(receipt.category)}", author=printable(receipt.juror)
    )
    width = WIDTH - 2 * MARGIN
    first = Frame(MARGIN, MARGIN, width, HEIGHT - BAND - CODE - MARGIN - 34, 0, 0, 0, 0)
    later = Frame(MARGIN, MARGIN, width, HEIGHT - 2 * MARGIN, 0, 0, 0, 0)
    document.addPageTemplates(
        [
            PageTemplate("first", [first], onPage=partial(_first, receipt), autoNextPageTemplate="later"),
            PageTemplate("later", [later]),
        ]
    )
    document.build([_table(receipt, width), Spacer(1, 14), *_explained(receipt)])
    return file.getvalue()


def _text(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(printable(text, style.fontName)), style)


def _table(receipt: Receipt, width: float) -> Table:
    side = 46.0
    each = min(74.0, (width - side - 150) / (len(receipt.heads) + 1))
    columns = [side, width - side - each * (len(receipt.heads) + 1), *([each] * (len(receipt.heads) + 1))]
    heads = [_text(head, HEAD) for head in (*receipt.heads, "Nilai")]
    rows: list[list[Any]] = [["", "", *heads]]
    for row in receipt.rows:
        numbers = [_text(score, NUMBER) for score in row.scores]
        rows.append([_text(row.booth, NAME), _text(row.name, NAME), *numbers, _text(row.total, TOTAL)])
    table = Table(rows, colWidths=columns, repeatRows=1)
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.6, LINE),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ]
    )
    return table


def _explained(receipt: Receipt) -> list[Any]:
    return [
        _text(
            "Nilai di atas terkunci. Hanya panitia yang bisa membukanya kembali, dengan alasan yang tercatat di buku "
            "besar. Siapa pun yang memegang lembar ini bisa memindai kode di atas: halaman itu membandingkan nilai "
            "yang tersimpan sekarang dengan nilai yang dikunci.",
            WORDS,
        ),
        Spacer(1, 8),
        _text("Sidik SHA-256 dari berkas JSON bukti ini:", WORDS),
        _text(receipt.sha256, HASH),
    ]


def _first(receipt: Receipt, canvas: Canvas, document: Any) -> None:
    """The first page's head: whose scores, in what, since when, and the check code."""
    prepare_motif(canvas, receipt.palette)
    draw_band(canvas, receipt.palette, bottom=HEIGHT - BAND, width=WIDTH, height=BAND, words=WIDTH * 0.62)
    canvas.setFillColor(WHITE)
    canvas.setFont(REGULAR, 11)
    canvas.drawString(MARGIN, HEIGHT - 34, f"Bukti nilai juri · {printable(receipt.exhibition)}")
    canvas.setFont(BOLD, 24)
    canvas.drawString(MARGIN, HEIGHT - 66, printable(receipt.category, BOLD))
    top = HEIGHT - BAND - 16
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 16)
    canvas.drawString(MARGIN, top - 20, printable(receipt.juror, BOLD))
    canvas.setFillColor(SOFT)
    canvas.setFont(REGULAR, 10)
    canvas.drawString(MARGIN, top - 36, f"{len(receipt.rows)} lembar nilai, dikunci {printable(receipt.locked_at)}")
    canvas.setFillColor(PAPER)
    canvas.roundRect(MARGIN, top - 98, 300, 46, 8, stroke=0, fill=1)
    canvas.setFillColor(SOFT)
    canvas.setFont(REGULAR, 8.5)
    canvas.drawString(MARGIN + 12, top - 66, "Kode periksa")
    canvas.setFillColor(INK)
    canvas.setFont(MONO, 17)
    canvas.drawString(MARGIN + 12, top - 86, shown_code(receipt.code))
    canvas.setStrokeColor(dye(receipt.palette))
    canvas.setLineWidth(2)
    canvas.roundRect(WIDTH - MARGIN - CODE, top - CODE, CODE, CODE, 8, stroke=1, fill=0)
    draw_code(canvas, receipt.url, left=WIDTH - MARGIN - CODE, bottom=top - CODE, side=CODE)
