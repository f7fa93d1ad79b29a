"""Booth posters: a QR code that works from a few steps away, and words for those who never scanned one."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from showcase.documents.bands import draw_band, dye, prepare_motif, tinted
from showcase.documents.codes import draw_code
from showcase.documents.lettering import fitted_size, heading, shortened
from showcase.documents.pictures import decode_upload
from showcase.documents.typefaces import BOLD, MONO, REGULAR, printable
from showcase.domain.palette import Palette

Size = Literal["a4", "a5", "a6"]

# Everything is laid out once, in points on A4; the A sizes share their proportions, so smaller ones are scaled.
WIDTH, HEIGHT = A4
MARGIN = 44.0
BAND = 208.0
FOOTER = 58.0
QR_SIDE = 272.0
QR_BOTTOM = 158.0
INK, SOFT, LINE, GOLD, ON_GOLD = (HexColor(c) for c in ("#1c1916", "#5d564d", "#d9d0c2", "#ffc02e", "#241800"))
WHITE = HexColor("#ffffff")
STEPS = ("Arahkan kamera ke kode ini", "Baca inovasinya", "Sentuh")
BUTTON = "Pilih inovasi ini"


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


def posters_pdf(posters: Sequence[Poster], size: Size, *, logo: bytes | None = None) -> bytes:
    """A PDF of all posters: one a page on A4 or A5 paper, or four A6 ones on an A4 sheet with cut marks.

    `logo` is an organizer's JPEG, PNG or WebP for the footer; raises PictureRefusedError when it is none, and
    ValueError when there is no poster or no such size.
    """
    if not posters:
        raise ValueError("There is no poster to draw.")
    if size not in ("a4", "a5", "a6"):
        raise ValueError(f"There is no poster of size {size!r}.")
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A5 if size == "a5" else A4, pageCompression=1, lang="id")
    exhibition = printable(posters[0].exhibition)
    canvas.setTitle(f"Poster stan {exhibition}".strip())
    canvas.setAuthor(exhibition)
    canvas.setSubject("Poster stan dengan kode QR untuk memilih inovasi")
    mark = ImageReader(decode_upload(logo)) if logo else None
    for palette in sorted({poster.palette for poster in posters}):
        prepare_motif(canvas, palette)
    if size == "a6":
        _sheets_of_four(canvas, posters, mark)
    else:
        for poster in posters:
            canvas.saveState()
            canvas.scale(A5[0] / WIDTH if size == "a5" else 1, A5[1] / HEIGHT if size == "a5" else 1)
            _draw(canvas, poster, mark)
            canvas.restoreState()
            canvas.showPage()
    canvas.save()
    return file.getvalue()


def _sheets_of_four(canvas: Canvas, posters: Sequence[Poster], mark: ImageReader | None) -> None:
    """Four to a sheet, in reading order; a last sheet may be partly empty."""
    for start in range(0, len(posters), 4):
        for place, poster in enumerate(posters[start : start + 4]):
            canvas.saveState()
            canvas.translate((place % 2) * WIDTH / 2, (1 - place // 2) * HEIGHT / 2)
            canvas.scale(0.5, 0.5)
            _draw(canvas, poster, mark)
            canvas.restoreState()
        _cut_marks(canvas)
        canvas.showPage()


def _cut_marks(canvas: Canvas) -> None:
    """Hairlines where the cuts begin, end and cross. White under black, so that they show on a band, too."""
    middle_x, middle_y, long, short = WIDTH / 2, HEIGHT / 2, 34, 11
    lines = [
        (middle_x, HEIGHT, middle_x, HEIGHT - long),
        (middle_x, 0, middle_x, long),
        (0, middle_y, long, middle_y),
        (WIDTH, middle_y, WIDTH - long, middle_y),
        (middle_x - short, middle_y, middle_x + short, middle_y),
        (middle_x, middle_y - short, middle_x, middle_y + short),
    ]
    for colour, width in ((WHITE, 1.6), (INK, 0.4)):
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(width)
        canvas.lines(lines)


def _draw(canvas: Canvas, poster: Poster, mark: ImageReader | None) -> None:
    """One poster on an A4 area whose lower left corner is the origin."""
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
        line.paragraph.drawOn(canvas, MARGIN, y - line.height)
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
    left = _letters(canvas, poster.code, band, base)
    room = left - MARGIN - 22
    label = "Kamera tidak bisa? Ketik alamat ini:"
    canvas.setFillColor(SOFT)
    canvas.setFont(REGULAR, fitted_size(label, REGULAR, 14, 8, room))
    canvas.drawString(MARGIN, base + 51, label)
    canvas.setFont(REGULAR, 14)
    canvas.drawString(left, base + 51, "Kode stan:")
    rows, size = _address_rows(printable(poster.short_url, MONO), room)
    canvas.setFillColor(INK)
    canvas.setFont(MONO, size)
    y = base + 21 + (len(rows) - 1) * size * 0.6 - size * 0.36
    for row in rows:
        canvas.drawString(MARGIN, y, row)
        y -= size * 1.2


def _letters(canvas: Canvas, code: str, band: Color, base: float) -> float:
    """The code's letters, each in a cell, at the right; answers the x where they begin."""
    groups = grouped(printable(code, MONO))
    count = sum(len(group) for group in groups)
    gap, between = 5.0, 9.0
    cell = min(37.0, (230 - between) / max(count, 1) - gap)
    start: float = WIDTH - MARGIN - count * (cell + gap) + gap - max(0, len(groups) - 1) * between
    x = start
    canvas.setFont(MONO, cell * 0.84)
    for group in groups:
        for letter in group:
            canvas.setFillColor(tinted(band, 0.88))
            canvas.roundRect(x, base, cell, 42, 7, stroke=0, fill=1)
            canvas.setFillColor(INK)
            canvas.drawCentredString(x + cell / 2, base + 21 - cell * 0.3, letter)
            x += cell + gap
        x += between
    return start


def _address_rows(address: str, width: float) -> tuple[list[str], float]:
    """The address in one row or, where that would be small, broken before its path; and the size in points."""
    size = fitted_size(address, MONO, 26, 5, width)
    host, slash, path = address.partition("/")
    if size >= 15 or not slash:
        return [address], size
    size = min(fitted_size(row, MONO, 17, 5, width) for row in (host, slash + path))
    return [host, slash + path], size


def grouped(code: str) -> list[str]:
    """A code in two halves, the longer first: people read and type short groups with fewer mistakes."""
    middle = (len(code) + 1) // 2
    return [part for part in (code[:middle].upper(), code[middle:].upper()) if part]


def _footer(canvas: Canvas, poster: Poster, band: Color, mark: ImageReader | None) -> None:
    """The exhibition's name on a strip of its own, and the organizer's logo."""
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(1)
    canvas.line(MARGIN, FOOTER, WIDTH - MARGIN, FOOTER)
    right = WIDTH - MARGIN
    if mark is not None:
        width, height = mark.getSize()
        scale = min(130 / width, 38 / height)
        right -= width * scale
        canvas.drawImage(mark, right, FOOTER - 10 - height * scale, width * scale, height * scale, mask="auto")
        right -= 20
    exhibition = printable(poster.exhibition, BOLD)
    size = fitted_size(exhibition, BOLD, 17, 10, right - MARGIN)
    canvas.setFillColor(band)
    canvas.setFont(BOLD, size)
    canvas.drawString(MARGIN, FOOTER - 32, shortened(exhibition, BOLD, size, right - MARGIN))
