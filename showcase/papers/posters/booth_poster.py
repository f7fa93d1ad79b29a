"""One booth's poster: a QR code that works from a few steps away, and words for those who never scanned one."""

from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from showcase.printing.bands import draw_band, dye, tinted
from showcase.printing.codes import draw_code
from showcase.printing.lettering import fitted_size, heading, shortened
from showcase.printing.palette import Palette
from showcase.printing.typefaces import BOLD, MONO, REGULAR, printable

# Everything is laid out once, in points on A4; the A sizes share their proportions, so smaller ones are scaled.
WIDTH, HEIGHT = A4
MARGIN = 44.0
BAND = 208.0
FOOTER = 58.0
QR_SIDE = 272.0
QR_BOTTOM = 158.0
INK, SOFT, LINE, GOLD, ON_GOLD = (HexColor(c) for c in ("#1c1916", "#5d564d", "#d9d0c2", "#ffc02e", "#241800"))
WHITE = HexColor("#ffffff")
STEPS = ("Arahkan kamera ke kode ini", "Buka tautannya", "Sentuh")
BUTTON = "Pilih inovasi ini"
ENGLISH = "Point your camera at the code, open the link, tap “Pilih inovasi ini” to vote for this innovation."


@dataclass(frozen=True, slots=True)
class Poster:
    """What one booth's poster says. `url` is what the QR holds, `short_url` the same address as people read it.

    `name` is the short name where there is one, `long_name` the full one (empty, or equal to `name`: not shown).
    """

    exhibition: str
    category: str
    palette: Palette
    booth: str
    name: str
    long_name: str
    organisation: str
    url: str
    short_url: str
    code: str


def draw_poster(canvas: Canvas, poster: Poster, mark: ImageReader | None) -> None:
    """One poster on an A4 area whose lower left corner is the origin; `mark` is the organizer's logo."""
    band = dye(poster.palette)
    canvas.saveState()
    corner = canvas.beginPath()
    corner.rect(0, 0, WIDTH, HEIGHT)
    canvas.clipPath(corner, stroke=0, fill=0)
    _band(canvas, poster)
    _names(canvas, poster)
    _code(canvas, poster, band)
    _steps(canvas, band)
    _address(canvas, poster, band)
    _footer(canvas, poster, band, mark)
    canvas.restoreState()


def _band(canvas: Canvas, poster: Poster) -> None:
    """Category and booth number on the category's band."""
    bottom, room = HEIGHT - BAND, WIDTH - 2 * MARGIN
    category, booth = printable(poster.category, BOLD), printable(poster.booth, BOLD)
    category_size, booth_size = fitted_size(category, BOLD, 26, 10, room), fitted_size(booth, BOLD, 108, 30, room)
    category = shortened(category, BOLD, category_size, room)
    booth = shortened(booth, BOLD, booth_size, room)
    widest = max(stringWidth(category, BOLD, category_size), stringWidth(booth, BOLD, booth_size))
    words = max(WIDTH * 0.3, MARGIN + widest - 10)
    draw_band(canvas, poster.palette, bottom=bottom, width=WIDTH, height=BAND, words=words)
    canvas.setFillColor(HexColor("#ffffff"))
    canvas.setFont(BOLD, category_size)
    canvas.drawString(MARGIN, HEIGHT - 52, category)
    canvas.setFont(REGULAR, 17)
    canvas.drawString(MARGIN, HEIGHT - 83, "Nomor stan")
    canvas.setFont(BOLD, booth_size)
    # The first letter's own margin grows with it; without this it would stand to the right of the other words.
    canvas.drawString(MARGIN - booth_size * 0.02, bottom + 26, booth)


def _names(canvas: Canvas, poster: Poster) -> None:
    """Name, long name and organisation, as large as their space allows, centred in it from top to bottom."""
    top, bottom = HEIGHT - BAND - 16, QR_BOTTOM + QR_SIDE + 20
    long_name = "" if poster.long_name == poster.name else poster.long_name
    lines = heading(poster.name, long_name, poster.organisation, WIDTH - 2 * MARGIN, top - bottom)
    y = top - (top - bottom - sum(line.height for line in lines)) / 2
    for line in lines:
        line.draw(canvas, MARGIN, y)
        y -= line.height


def _code(canvas: Canvas, poster: Poster, band: Color) -> None:
    """The QR, black on white with its quiet zone, in a frame of the category's colour."""
    canvas.setStrokeColor(band)
    canvas.setFillColor(WHITE)
    canvas.setLineWidth(5)
    canvas.roundRect(MARGIN, QR_BOTTOM, QR_SIDE, QR_SIDE, 18, stroke=1, fill=1)
    inset = 8.0
    side = QR_SIDE - 2 * inset
    draw_code(canvas, poster.url, left=MARGIN + inset, bottom=QR_BOTTOM + inset, side=side, level="H")


def _steps(canvas: Canvas, band: Color) -> None:
    """Three steps beside the code; the last shows the button as the phone will."""
    left, width = MARGIN + QR_SIDE + 26, WIDTH - 2 * MARGIN - QR_SIDE - 26
    top_edge = QR_BOTTOM + QR_SIDE
    tops = (top_edge - 2, top_edge - 104, top_edge - 180)
    for number, (text, top) in enumerate(zip(STEPS, tops, strict=True), 1):
        canvas.setFillColor(band)
        canvas.circle(left + 19, top - 19, 19, stroke=0, fill=1)
        canvas.setFillColor(WHITE)
        canvas.setFont(BOLD, 22)
        canvas.drawCentredString(left + 19, top - 27, str(number))
        canvas.setFillColor(INK)
        canvas.setFont(BOLD, 20)
        for row, words in enumerate(_rows(text, width - 50)):
            canvas.drawString(left + 50, top - 26 - row * 26, words)
    top = QR_BOTTOM + 44
    canvas.setFillColor(GOLD)
    canvas.roundRect(left, top - 44, width, 44, 12, stroke=0, fill=1)
    canvas.setFillColor(ON_GOLD)
    canvas.setFont(BOLD, fitted_size(BUTTON, BOLD, 19, 12, width - 20))
    canvas.drawCentredString(left + width / 2, top - 29, BUTTON)


def _rows(text: str, width: float) -> list[str]:
    """Words broken into rows of this width at the steps' size."""
    rows = [""]
    for word in text.split():
        longer = f"{rows[-1]} {word}".strip()
        if rows[-1] and stringWidth(longer, BOLD, 20) > width:
            rows.append(word)
        else:
            rows[-1] = longer
    return rows


def _address(canvas: Canvas, poster: Poster, band: Color) -> None:
    """For phones whose camera fails: the address to type, and the code in letters."""
    base = FOOTER + 20
    left = draw_letters(canvas, poster.code, band, right=WIDTH - MARGIN, base=base)
    room = left - MARGIN - 22
    label = "Kamera tidak bisa? Ketik alamat ini:"
    canvas.setFillColor(SOFT)
    canvas.setFont(REGULAR, fitted_size(label, REGULAR, 14, 8, room))
    canvas.drawString(MARGIN, base + 51, label)
    canvas.setFont(REGULAR, 14)
    canvas.drawString(left, base + 51, "Kode stan:")
    rows, size = address_rows(printable(poster.short_url, MONO), room)
    canvas.setFillColor(INK)
    canvas.setFont(MONO, size)
    y = base + 21 + (len(rows) - 1) * size * 0.6 - size * 0.36
    for row in rows:
        canvas.drawString(MARGIN, y, row)
        y -= size * 1.2


def draw_letters(
    canvas: Canvas, code: str, band: Color, *, right: float, base: float, room: float = 230, largest: float = 37
) -> float:
    """The code's letters, each in a cell, up to this right edge; answers the x where they begin. Units: points."""
    groups = grouped(printable(code, MONO))
    count = sum(len(group) for group in groups)
    gap, between = 5.0, 9.0
    cell = min(largest, (room - between) / max(count, 1) - gap)
    height = cell * 42 / 37
    start: float = right - count * (cell + gap) + gap - max(0, len(groups) - 1) * between
    x = start
    canvas.setFont(MONO, cell * 0.84)
    for group in groups:
        for letter in group:
            canvas.setFillColor(tinted(band, 0.88))
            canvas.roundRect(x, base, cell, height, 7, stroke=0, fill=1)
            canvas.setFillColor(INK)
            canvas.drawCentredString(x + cell / 2, base + height / 2 - cell * 0.3, letter)
            x += cell + gap
        x += between
    return start


def address_rows(address: str, width: float, *, largest: float = 26) -> tuple[list[str], float]:
    """The address in one row or, where that would be small, broken before its path; and the size in points."""
    size = fitted_size(address, MONO, largest, 5, width)
    host, slash, path = address.partition("/")
    if size >= largest * 0.57 or not slash:
        return [address], size
    size = min(fitted_size(row, MONO, largest * 0.65, 5, width) for row in (host, slash + path))
    return [host, slash + path], size


def grouped(code: str) -> list[str]:
    """A code in two halves, the longer first: people read and type short groups with fewer mistakes."""
    middle = (len(code) + 1) // 2
    return [part for part in (code[:middle].upper(), code[middle:].upper()) if part]


def _footer(canvas: Canvas, poster: Poster, band: Color, mark: ImageReader | None) -> None:
    """The exhibition's name on a strip of its own, the organizer's logo, and a line for guests."""
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(1)
    canvas.line(MARGIN, FOOTER, WIDTH - MARGIN, FOOTER)
    right = WIDTH - MARGIN - draw_mark(canvas, mark, right=WIDTH - MARGIN, top=FOOTER - 8, width=130, height=38)
    exhibition = printable(poster.exhibition, BOLD)
    size = fitted_size(exhibition, BOLD, 17, 10, right - MARGIN)
    canvas.setFillColor(band)
    canvas.setFont(BOLD, size)
    canvas.drawString(MARGIN, FOOTER - 27, shortened(exhibition, BOLD, size, right - MARGIN))
    canvas.setFillColor(SOFT)
    canvas.setFont(REGULAR, fitted_size(ENGLISH, REGULAR, 9.5, 7, right - MARGIN))
    canvas.drawString(MARGIN, FOOTER - 43, ENGLISH)


def draw_mark(
    canvas: Canvas, mark: ImageReader | None, *, right: float, top: float, width: float, height: float
) -> float:
    """The organizer's logo within this box, its upper right corner there; answers the width that it takes."""
    if mark is None:
        return 0
    own_width, own_height = mark.getSize()
    scale = min(width / own_width, height / own_height)
    taken: float = own_width * scale
    canvas.drawImage(mark, right - taken, top - own_height * scale, taken, own_height * scale, mask="auto")
    return taken + 20
