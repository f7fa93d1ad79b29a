"""Jurors' cards: four on an A4 sheet, each with a code to scan and, behind a fold, the PIN on a strip of its own."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from showcase.accounts.rules import shown_pin
from showcase.printing.bands import draw_band, prepare_motif
from showcase.printing.codes import draw_code
from showcase.printing.lettering import CARD_SIZES, fitted_size, heading, shortened
from showcase.printing.palette import Palette
from showcase.printing.typefaces import BOLD, MONO, REGULAR, printable

WIDTH, HEIGHT = A4
MARGIN, ACROSS = 28.0, 4
CARD_WIDTH, CARD_HEIGHT = WIDTH - 2 * MARGIN, (HEIGHT - 2 * MARGIN) / ACROSS
STRIP = 172.0
MAIN = CARD_WIDTH - STRIP
BAND = 40.0
CODE = 124.0
PAD = 14.0
NAME = 60.0
STRIP_SIZES = (9.5, 8.5, 7.5, 7, 6.5, 6)
INK, SOFT, LINE, WHITE = (HexColor(c) for c in ("#1c1916", "#5d564d", "#b8ac9b", "#ffffff"))
STEPS = ("Pindai kode dengan kamera ponsel", "Ketik PIN dari lembar sebelah", "Mulai menilai")


@dataclass(frozen=True, slots=True)
class Card:
    """What one card says. `url` is what the code holds, with the secret; `login` the address for a password."""

    exhibition: str
    name: str
    organisation: str
    username: str
    url: str
    login: str
    pin: str


def cards_pdf(cards: Sequence[Card]) -> bytes:
    """A PDF of all cards with cut and fold lines. Raises ValueError when there is none."""
    if not cards:
        raise ValueError("There is no card to draw.")
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, pageCompression=1, lang="id")
    canvas.setTitle("Kartu juri")
    canvas.setSubject("Kartu masuk juri; rahasia, hanya dicetak sekali")
    prepare_motif(canvas, Palette.SLATE)
    for number, card in enumerate(cards):
        place = number % ACROSS
        if number and not place:
            canvas.showPage()
        canvas.saveState()
        canvas.translate(MARGIN, HEIGHT - MARGIN - (place + 1) * CARD_HEIGHT)
        _draw(canvas, card)
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw(canvas: Canvas, card: Card) -> None:
    """One card whose lower left corner is the origin."""
    _main(canvas, card)
    _strip(canvas, card)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.rect(0, 0, CARD_WIDTH, CARD_HEIGHT, stroke=1, fill=0)
    canvas.setDash(4, 3)
    canvas.line(MAIN, 0, MAIN, CARD_HEIGHT)
    canvas.setDash()


def _main(canvas: Canvas, card: Card) -> None:
    """Who it is for, the code, and what to do with it."""
    canvas.saveState()
    edge = canvas.beginPath()
    edge.rect(0, 0, MAIN, CARD_HEIGHT)
    canvas.clipPath(edge, stroke=0, fill=0)
    draw_band(canvas, Palette.SLATE, bottom=CARD_HEIGHT - BAND, width=MAIN, height=BAND, words=MAIN * 0.72)
    canvas.restoreState()
    exhibition = printable(card.exhibition, REGULAR)
    canvas.setFillColor(WHITE)
    canvas.setFont(BOLD, 13)
    canvas.drawString(PAD, CARD_HEIGHT - 18, "Kartu juri")
    canvas.setFont(REGULAR, 9.5)
    canvas.drawString(PAD, CARD_HEIGHT - 32, shortened(exhibition, REGULAR, 9.5, MAIN * 0.66))
    draw_code(canvas, card.url, left=4, bottom=CARD_HEIGHT - BAND - CODE - 4, side=CODE)
    left = CODE + 8
    room = MAIN - left - PAD
    top = CARD_HEIGHT - BAND - 12
    for words in heading(card.name, "", card.organisation, room, NAME, CARD_SIZES):
        words.draw(canvas, left, top)
        top -= words.height
    for number, step in enumerate(STEPS, 1):
        y = CARD_HEIGHT - BAND - NAME - 18 - number * 16
        canvas.setFillColor(HexColor("#44505e"))
        canvas.circle(left + 6.5, y + 3.3, 6.5, stroke=0, fill=1)
        canvas.setFillColor(WHITE)
        canvas.setFont(BOLD, 8.5)
        canvas.drawCentredString(left + 6.5, y + 0.3, str(number))
        _line(canvas, step, left + 19, y, REGULAR, 9.5, room - 19, INK)
    without = f"Tanpa kamera: {card.login}, nama pengguna {card.username} dan PIN"
    _line(canvas, without, PAD, 10, REGULAR, 8, MAIN - 2 * PAD, SOFT)


def _strip(canvas: Canvas, card: Card) -> None:
    """The PIN, to be folded behind or cut off and kept apart."""
    left, room = MAIN + PAD, STRIP - 2 * PAD
    canvas.setFillColor(HexColor("#f4efe6"))
    canvas.rect(MAIN, 0, STRIP, CARD_HEIGHT, stroke=0, fill=1)
    _line(canvas, "PIN", left, CARD_HEIGHT - 26, BOLD, 13, room, INK)
    top = CARD_HEIGHT - 29
    for line in heading(card.name, "", "", room, 22, STRIP_SIZES):
        line.draw(canvas, left, top)
        top -= line.height
    pin = shown_pin(card.pin)
    size = fitted_size(pin, MONO, 36, 12, room)
    canvas.setFillColor(WHITE)
    canvas.roundRect(left - 6, CARD_HEIGHT - 104, room + 12, 50, 8, stroke=0, fill=1)
    canvas.setFillColor(INK)
    canvas.setFont(MONO, size)
    canvas.drawCentredString(left + room / 2, CARD_HEIGHT - 79 - size * 0.36, pin)
    told = (
        "Gunting atau lipat di garis putus-putus.",
        "Simpan terpisah dari kartu.",
        "Lima kali salah: kartu terkunci,",
    )
    for row, words in enumerate((*told, "minta yang baru di meja panitia.")):
        _line(canvas, words, left, CARD_HEIGHT - 124 - row * 13, REGULAR, 8.5, room, SOFT)


def _line(
    canvas: Canvas, text: str, x: float, y: float, font: str, size: float, width: float, colour: HexColor
) -> None:
    """One line, shrunk to two thirds at most and then cut, so that it fits."""
    plain = printable(text, font)
    size = fitted_size(plain, font, size, size * 0.66, width)
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    canvas.drawString(x, y, shortened(plain, font, size, width))
