"""Blank score sheets on paper, one a juror and entry, with a code that leads to the page where it is typed in."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from showcase.printing.bands import draw_band, prepare_motif
from showcase.printing.codes import draw_code
from showcase.printing.lettering import fitted_size, shortened
from showcase.printing.palette import Palette
from showcase.printing.typefaces import BOLD, MONO, REGULAR, printable

WIDTH, HEIGHT = A4
MARGIN, BAND, CODE = 40.0, 92.0, 96.0
TOP, BOTTOM = HEIGHT - BAND - CODE - 26, 150.0
BOXES = 176.0
SIZES = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0)
INK, SOFT, LINE, WHITE = (HexColor(c) for c in ("#1c1916", "#5d564d", "#8a7f70", "#ffffff"))


@dataclass(frozen=True, slots=True)
class PaperCriterion:
    """A criterion with its weight in percent, its highest score, and what the levels mean."""

    name: str
    weight: str
    maximum: str
    description: str
    levels: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One blank sheet. `code` names it ("7QK2M-J1"); `url` is the page where staff type it in."""

    exhibition: str
    category: str
    palette: Palette
    booth: str
    entry: str
    organisation: str
    juror: str
    code: str
    url: str
    criteria: Sequence[PaperCriterion]


def score_sheets_pdf(pages: Sequence[PaperPage]) -> bytes:
    """A PDF, a page a sheet. Raises ValueError when there is none."""
    if not pages:
        raise ValueError("There is no sheet to draw.")
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, pageCompression=1, lang="id")
    canvas.setTitle("Lembar nilai kertas")
    for palette in sorted({page.palette for page in pages}):
        prepare_motif(canvas, palette)
    for page in pages:
        _head(canvas, page)
        _criteria(canvas, page)
        _foot(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _put(canvas: Canvas, text: str, x: float, y: float, font: str, size: float, width: float, colour: HexColor) -> None:
    plain = printable(text, font)
    size = fitted_size(plain, font, size, size * 0.6, width)
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    canvas.drawString(x, y, shortened(plain, font, size, width))


def _head(canvas: Canvas, page: PaperPage) -> None:
    """What is judged, by whom, and the sheet's code."""
    draw_band(canvas, page.palette, bottom=HEIGHT - BAND, width=WIDTH, height=BAND, words=WIDTH * 0.7)
    room = WIDTH * 0.64
    _put(canvas, f"Lembar nilai · {page.category} · {page.exhibition}", MARGIN, HEIGHT - 30, REGULAR, 11, room, WHITE)
    _put(canvas, page.booth, MARGIN, HEIGHT - 74, BOLD, 34, room, WHITE)
    top = HEIGHT - BAND - 14
    left, room = MARGIN + CODE + 14, WIDTH - 2 * MARGIN - CODE - 14
    draw_code(canvas, page.url, left=MARGIN - 8, bottom=top - CODE, side=CODE)
    _put(canvas, page.entry, left, top - 24, BOLD, 21, room, INK)
    _put(canvas, page.organisation, left, top - 41, REGULAR, 10.5, room, SOFT)
    _put(canvas, f"Juri: {page.juror}", left, top - 64, BOLD, 12, room, INK)
    _put(canvas, page.code, left, top - 86, MONO, 13, room, INK)


def _criteria(canvas: Canvas, page: PaperPage) -> None:
    """Every criterion with boxes for its score, as large as they all fit."""
    for size in SIZES:
        blocks = [_block(criterion, size) for criterion in page.criteria]
        heights = [max(46.0, block.wrap(WIDTH - 2 * MARGIN - BOXES - 16, 10_000)[1] + 14) for block in blocks]
        if sum(heights) <= TOP - BOTTOM:
            break
    y = TOP
    for criterion, block, height in zip(page.criteria, blocks, heights, strict=True):
        canvas.setStrokeColor(HexColor("#d9d0c2"))
        canvas.setLineWidth(0.8)
        canvas.line(MARGIN, y, WIDTH - MARGIN, y)
        block.drawOn(canvas, MARGIN, y - 7 - block.height)
        _boxes(canvas, y - 8, criterion.maximum)
        y -= height
    canvas.line(MARGIN, y, WIDTH - MARGIN, y)


def _block(criterion: PaperCriterion, size: float) -> Paragraph:
    """Name, weight, description and levels as one paragraph."""
    style = ParagraphStyle("criterion", fontName=REGULAR, fontSize=size, leading=size * 1.3, textColor=SOFT)
    head = f"{escape(printable(criterion.name, BOLD))}</b></font>  {criterion.weight} %"
    lines = [f'<font color="#1c1916" size="{size * 1.15}"><b>' + head]
    if criterion.description:
        lines.append(escape(printable(criterion.description)))
    lines += [f"<b>{escape(printable(score, BOLD))}</b> {escape(printable(text))}" for score, text in criterion.levels]
    return Paragraph("<br/>".join(lines), style)


def _boxes(canvas: Canvas, top: float, maximum: str) -> None:
    """Five boxes, three before the point and two after it, and the range beneath."""
    canvas.setStrokeColor(LINE)
    canvas.setFillColor(INK)
    canvas.setLineWidth(0.9)
    side, x = 26.0, WIDTH - MARGIN - BOXES + 14
    for place in range(5):
        if place == 3:
            canvas.setFont(BOLD, 18)
            canvas.drawCentredString(x + 4, top - side + 2, ",")
            x += 11
        canvas.roundRect(x, top - side, side, side, 4, stroke=1, fill=0)
        x += side + 4
    _put(canvas, f"0 sampai {maximum}", WIDTH - MARGIN - BOXES + 14, top - side - 10, REGULAR, 7.5, BOXES, SOFT)


def _foot(canvas: Canvas) -> None:
    """Notes for the jury room, and the signature."""
    _put(canvas, "Catatan untuk sidang juri", MARGIN, 134, REGULAR, 9, 250, SOFT)
    canvas.setStrokeColor(HexColor("#d9d0c2"))
    canvas.setLineWidth(0.6)
    for row in range(4):
        canvas.line(MARGIN, 112 - row * 20, MARGIN + 300, 112 - row * 20)
    left = MARGIN + 330
    _put(canvas, "Tanggal dan tanda tangan juri", left, 134, REGULAR, 9, 190, SOFT)
    canvas.line(left, 52, WIDTH - MARGIN, 52)
    told = "Diketik oleh dua petugas, masing-masing sendiri. Salah tulis: coret, tulis di sampingnya, beri paraf."
    _put(canvas, told, MARGIN, 28, REGULAR, 8, WIDTH - 2 * MARGIN, SOFT)
