"""A tent for a booth's table: an A4 sheet folded in three, that says the same to both sides. Units are points."""

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from showcase.papers.posters.booth_poster import (
    BUTTON,
    GOLD,
    HEIGHT,
    INK,
    ON_GOLD,
    SOFT,
    STEPS,
    WHITE,
    WIDTH,
    Poster,
    address_rows,
    draw_letters,
    draw_mark,
)
from showcase.printing.bands import draw_band, dye
from showcase.printing.codes import draw_code
from showcase.printing.lettering import TENT_SIZES, fitted_size, heading, shortened
from showcase.printing.typefaces import BOLD, MONO, REGULAR, printable

PANEL = HEIGHT / 3
EDGE = 26.0
BAND = 72.0
CODE = 178.0
LOGO = 130.0
FOLDING = (
    "Cara melipat: lipat ke belakang di kedua garis putus-putus, lalu rekatkan tepi atas lembar",
    "ke tepi bawah bagian ini. Bagian ini menjadi alas; kode QR terbaca dari kedua sisi meja.",
)


def draw_tent(canvas: Canvas, poster: Poster, mark: ImageReader | None) -> None:
    """A whole A4 sheet: the far side upside down above the near side, so that both stand upright; the foot below."""
    canvas.saveState()
    canvas.translate(WIDTH, HEIGHT)
    canvas.rotate(180)
    _side(canvas, poster, mark)
    canvas.restoreState()
    canvas.saveState()
    canvas.translate(0, PANEL)
    _side(canvas, poster, mark)
    canvas.restoreState()
    _foot(canvas, poster)
    canvas.setLineWidth(0.8)
    canvas.setDash(5, 4)
    # Between the two bands only white shows.
    for colour, y in ((SOFT, PANEL), (WHITE, 2 * PANEL)):
        canvas.setStrokeColor(colour)
        canvas.line(0, y, WIDTH, y)
    canvas.setDash()


def _side(canvas: Canvas, poster: Poster, mark: ImageReader | None) -> None:
    """One side, whose lower left corner is the origin."""
    canvas.saveState()
    corner = canvas.beginPath()
    corner.rect(0, 0, WIDTH, PANEL)
    canvas.clipPath(corner, stroke=0, fill=0)
    _band(canvas, poster, reserved=LOGO if mark else 0)
    band = dye(poster.palette)
    left = WIDTH - EDGE - CODE
    bottom = (PANEL - BAND - CODE) / 2
    canvas.setStrokeColor(band)
    canvas.setFillColor(WHITE)
    canvas.setLineWidth(3)
    canvas.roundRect(left, bottom, CODE, CODE, 10, stroke=1, fill=1)
    draw_code(canvas, poster.url, left=left + 3, bottom=bottom + 3, side=CODE - 6, level="H")
    room = left - 2 * EDGE
    top = PANEL - BAND - 10
    for line in heading(poster.name, poster.long_name, poster.organisation, room, 92, TENT_SIZES):
        line.draw(canvas, EDGE, top)
        top -= line.height
    _steps(canvas, room)
    _address(canvas, poster, room)
    draw_mark(canvas, mark, right=WIDTH - EDGE, top=PANEL - 12, width=LOGO - 20, height=BAND - 24)
    canvas.restoreState()


def _band(canvas: Canvas, poster: Poster, reserved: float) -> None:
    """Booth number and category on the category's band; so much at its right end is the logo's."""
    booth, category = printable(poster.booth, BOLD), printable(poster.category, BOLD)
    size = fitted_size(booth, BOLD, 52, 20, WIDTH * 0.5)
    booth = shortened(booth, BOLD, size, WIDTH * 0.5)
    wide = stringWidth(booth, BOLD, size)
    left = EDGE + wide + 18
    room = WIDTH - left - EDGE - reserved
    named = fitted_size(category, BOLD, 17, 7, room)
    category = shortened(category, BOLD, named, room)
    words = max(left + stringWidth(category, BOLD, named), WIDTH * 0.3)
    draw_band(canvas, poster.palette, bottom=PANEL - BAND, width=WIDTH, height=BAND, words=words)
    canvas.setFillColor(WHITE)
    canvas.setFont(BOLD, size)
    canvas.drawString(EDGE - size * 0.02, PANEL - BAND / 2 - size * 0.36, booth)
    canvas.setFont(REGULAR, 11)
    canvas.drawString(left, PANEL - BAND / 2 + 6, "Nomor stan")
    canvas.setFont(BOLD, named)
    canvas.drawString(left, PANEL - BAND / 2 - 15, category)


def _steps(canvas: Canvas, room: float) -> None:
    """The three steps in two rows of small print, the last with the button."""
    canvas.setFillColor(INK)
    words = f"1  {STEPS[0]}    2  {STEPS[1]}"
    canvas.setFont(BOLD, fitted_size(words, BOLD, 12, 8, room))
    canvas.drawString(EDGE, 86, words)
    canvas.setFont(BOLD, 12)
    canvas.drawString(EDGE, 64, f"3  {STEPS[2]}")
    left = EDGE + stringWidth(f"3  {STEPS[2]}", BOLD, 12) + 8
    wide = stringWidth(BUTTON, BOLD, 12) + 20
    canvas.setFillColor(GOLD)
    canvas.roundRect(left, 58, wide, 20, 6, stroke=0, fill=1)
    canvas.setFillColor(ON_GOLD)
    canvas.drawCentredString(left + wide / 2, 64, BUTTON)


def _address(canvas: Canvas, poster: Poster, room: float) -> None:
    """For phones whose camera fails: the address to type, and the code in letters."""
    start = draw_letters(
        canvas, poster.code, dye(poster.palette), right=EDGE + room, base=18, room=room * 0.45, largest=24
    )
    room = start - EDGE - 12
    label = "Kamera tidak bisa? Ketik:"
    rows, size = address_rows(printable(poster.short_url, MONO), room, largest=13)
    canvas.setFillColor(SOFT)
    canvas.setFont(REGULAR, fitted_size(label, REGULAR, 9.5, 6, room))
    canvas.drawString(EDGE, 38, label)
    canvas.setFillColor(INK)
    canvas.setFont(MONO, size)
    for row, words in enumerate(reversed(rows)):
        canvas.drawString(EDGE, 18 + row * size * 1.25, words)


def _foot(canvas: Canvas, poster: Poster) -> None:
    """What is folded under: how to fold, and whose tent it is, for who hands them out."""
    canvas.setFillColor(SOFT)
    canvas.setFont(REGULAR, 11.5)
    for row, words in enumerate(FOLDING):
        canvas.drawString(EDGE, PANEL - 40 - row * 17, words)
    exhibition = printable(poster.exhibition, BOLD)
    canvas.setFont(BOLD, 11.5)
    canvas.drawString(EDGE, 30, shortened(exhibition, BOLD, 11.5, WIDTH * 0.6))
    booth = shortened(printable(poster.booth, BOLD), BOLD, 11.5, WIDTH * 0.3)
    canvas.drawRightString(WIDTH - EDGE, 30, booth)
