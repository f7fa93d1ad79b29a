"""Instruction cards: a page that tells visitors, jurors, the desk or innovators what to do. Units are points."""

import io
from dataclasses import dataclass
from typing import Literal

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, A5
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from showcase.papers.instructions.words import Kind, Language, Words, labels
from showcase.printing.bands import draw_band, dye, prepare_motif
from showcase.printing.codes import draw_code
from showcase.printing.lettering import broken, fitted_size, shortened
from showcase.printing.palette import Palette
from showcase.printing.previews import SvgCanvas
from showcase.printing.typefaces import BOLD, MONO, REGULAR, printable

CardSize = Literal["a4", "a5"]
PAPER: dict[CardSize, tuple[float, float]] = {"a4": A4, "a5": A5}
# Laid out once on A4; A5 has its proportions and is scaled.
WIDTH, HEIGHT = A4
MARGIN = 44.0
ROOM = WIDTH - 2 * MARGIN
BAND = 150.0
FOOT = 46.0
CODE = 190.0
LARGE_CODE = 340.0
INK, SOFT, LINE, PAPER_TINT, WHITE = (HexColor(c) for c in ("#1c1916", "#5d564d", "#d9d0c2", "#f7f2e9", "#ffffff"))
DYES: dict[Kind, Palette] = {
    "visitors": Palette.BRICK,
    "entrance": Palette.TEAL,
    "jurors": Palette.SLATE,
    "desk": Palette.VIOLET,
    "innovators": Palette.AMBER,
}


@dataclass(frozen=True, slots=True)
class Instruction:
    """What one card says. `url` is what its code holds ("": no code), `address` what people type ("": nothing)."""

    kind: Kind
    language: Language
    exhibition: str
    words: Words
    url: str
    address: str


def instruction_pdf(card: Instruction, size: CardSize) -> bytes:
    """The card as a page of this size."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=PAPER[size], pageCompression=1, lang=card.language)
    canvas.setTitle(card.words.title)
    canvas.setAuthor(printable(card.exhibition))
    prepare_motif(canvas, DYES[card.kind])
    draw_instruction(canvas, card, size)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def instruction_preview(card: Instruction, size: CardSize) -> str:
    """The card as an SVG picture."""
    canvas = SvgCanvas(*PAPER[size])
    prepare_motif(canvas, DYES[card.kind])
    draw_instruction(canvas, card, size)
    return canvas.svg(card.words.title)


def draw_instruction(canvas: Canvas, card: Instruction, size: CardSize) -> None:
    """The card on a page whose motif was prepared."""
    width, height = PAPER[size]
    canvas.saveState()
    canvas.scale(width / WIDTH, height / HEIGHT)
    _band(canvas, card)
    top = HEIGHT - BAND - 30
    for number, (heading, sentence) in enumerate(card.words.steps, 1):
        top = _step(canvas, card, number, heading, sentence, top)
    if card.words.steps:
        _bottom(canvas, card)
    else:
        _large_code(canvas, card)
    _foot(canvas, card)
    canvas.restoreState()


def _band(canvas: Canvas, card: Instruction) -> None:
    title, audience = card.words.title, card.words.audience
    size, small = fitted_size(title, BOLD, 54, 20, ROOM), fitted_size(audience, REGULAR, 21, 10, ROOM)
    widest = max(stringWidth(title, BOLD, size), stringWidth(audience, REGULAR, small))
    draw_band(canvas, DYES[card.kind], bottom=HEIGHT - BAND, width=WIDTH, height=BAND, words=MARGIN + widest)
    canvas.setFillColor(WHITE)
    canvas.setFont(BOLD, size)
    canvas.drawString(MARGIN, HEIGHT - 84, title)
    canvas.setFont(REGULAR, small)
    canvas.drawString(MARGIN, HEIGHT - 119, audience)


def _step(canvas: Canvas, card: Instruction, number: int, heading: str, sentence: str, top: float) -> float:
    """A number, its heading and its sentence; answers where the next one begins."""
    left, few = MARGIN + 56, len(card.words.steps) <= 3
    canvas.setFillColor(dye(DYES[card.kind]))
    canvas.circle(MARGIN + 20, top - 20, 20, stroke=0, fill=1)
    canvas.setFillColor(WHITE)
    canvas.setFont(BOLD, 23)
    canvas.drawCentredString(MARGIN + 20, top - 28, str(number))
    told = broken(heading, BOLD, 26 if few else 23, ROOM - 56)
    told.draw(canvas, left, top - 3)
    below = top - 7 - told.height
    told = broken(sentence, REGULAR, 19 if few else 17, ROOM - 56, colour="#5d564d")
    told.draw(canvas, left, below)
    return below - told.height - (24 if few else 17)


def _bottom(canvas: Canvas, card: Instruction) -> None:
    """The catalogue's code, or the address to sign in, beside what to do when something goes wrong."""
    base, beside = FOOT + 26, labels(card.language)
    left = MARGIN
    if card.url:
        _framed_code(canvas, card, MARGIN, base, CODE)
        left += CODE + 22
    width = WIDTH - MARGIN - left
    height = CODE if card.url else 118.0
    canvas.setFillColor(PAPER_TINT)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(1)
    canvas.roundRect(left, base, width, height, 14, stroke=1, fill=1)
    heading, sentence = card.words.note
    told = broken(heading, BOLD, 18, width - 36)
    told.draw(canvas, left + 18, base + height - 14)
    broken(sentence, REGULAR, 15, width - 36).draw(canvas, left + 18, base + height - 20 - told.height)
    if not card.address:
        return
    address, room = printable(card.address, MONO), width - 36
    canvas.setFillColor(SOFT)
    canvas.setFont(REGULAR, 13)
    canvas.drawString(
        left + 18, base + 33 if card.url else base + height + 32, beside["typed" if card.url else "login"]
    )
    canvas.setFillColor(INK)
    canvas.setFont(MONO, fitted_size(address, MONO, 19, 6, room))
    canvas.drawString(left + 18, base + 13 if card.url else base + height + 11, address)


def _framed_code(canvas: Canvas, card: Instruction, left: float, base: float, side: float) -> None:
    canvas.setStrokeColor(dye(DYES[card.kind]))
    canvas.setFillColor(WHITE)
    canvas.setLineWidth(4)
    canvas.roundRect(left, base, side, side, 14, stroke=1, fill=1)
    draw_code(canvas, card.url, left=left + 6, bottom=base + 6, side=side - 12, level="H")


def _large_code(canvas: Canvas, card: Instruction) -> None:
    """The catalogue's code for the hall's entrance, its address, and how to vote."""
    base = HEIGHT - BAND - 36 - LARGE_CODE
    _framed_code(canvas, card, (WIDTH - LARGE_CODE) / 2, base, LARGE_CODE)
    address = printable(card.address, MONO)
    canvas.setFillColor(SOFT)
    canvas.setFont(REGULAR, 15)
    canvas.drawCentredString(WIDTH / 2, base - 34, labels(card.language)["typed"])
    canvas.setFillColor(INK)
    canvas.setFont(MONO, fitted_size(address, MONO, 30, 8, ROOM))
    canvas.drawCentredString(WIDTH / 2, base - 66, address)
    heading, sentence = card.words.note
    told = broken(heading, BOLD, 20, ROOM)
    told.draw(canvas, MARGIN, base - 104)
    broken(sentence, REGULAR, 18, ROOM, colour="#5d564d").draw(canvas, MARGIN, base - 104 - told.height)


def _foot(canvas: Canvas, card: Instruction) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(1)
    canvas.line(MARGIN, FOOT, WIDTH - MARGIN, FOOT)
    exhibition = printable(card.exhibition, BOLD)
    size = fitted_size(exhibition, BOLD, 14, 9, ROOM)
    canvas.setFillColor(dye(DYES[card.kind]))
    canvas.setFont(BOLD, size)
    canvas.drawString(MARGIN, FOOT - 24, shortened(exhibition, BOLD, size, ROOM))
