"""The pack of booth posters as a PDF: one a page, several on a sheet with cut marks, or a tent for the table."""

import io
from collections.abc import Iterator, Sequence
from typing import Literal

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from showcase.papers.posters.booth_poster import HEIGHT, WIDTH, Poster, draw_poster
from showcase.papers.posters.booth_tent import draw_tent
from showcase.printing.bands import prepare_motif
from showcase.printing.pictures import decode_upload
from showcase.printing.previews import SvgCanvas, SvgPicture
from showcase.printing.typefaces import printable

Size = Literal["a4", "a5", "a5-pair", "a6", "tent"]
# How many posters go on a sheet, and the paper in points: a pair of A5 lies side by side on A4.
ON_A_SHEET: dict[Size, int] = {"a4": 1, "a5": 1, "a5-pair": 2, "a6": 4, "tent": 1}
PAPER: dict[Size, tuple[float, float]] = {"a4": A4, "a5": A5, "a5-pair": landscape(A4), "a6": A4, "tent": A4}
WHITE, INK = HexColor("#ffffff"), HexColor("#1c1916")


def posters_pdf(posters: Sequence[Poster], size: Size, *, logo: bytes | None = None) -> bytes:
    """A PDF of all posters in their order; see `draw_sheet` for what stands on one sheet.

    `logo` is an organizer's JPEG, PNG or WebP; raises PictureRefusedError when it is none, and ValueError when there is
    no poster or no such size.
    """
    if not posters:
        raise ValueError("There is no poster to draw.")
    if size not in ON_A_SHEET:
        raise ValueError(f"There is no poster of size {size!r}.")
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=PAPER[size], pageCompression=1, lang="id")
    exhibition = printable(posters[0].exhibition)
    canvas.setTitle(f"Poster stan {exhibition}".strip())
    canvas.setAuthor(exhibition)
    canvas.setSubject("Poster stan dengan kode QR untuk memilih inovasi")
    mark = ImageReader(decode_upload(logo)) if logo else None
    for palette in sorted({poster.palette for poster in posters}):
        prepare_motif(canvas, palette)
    for sheet in sheets(posters, size):
        draw_sheet(canvas, sheet, size, mark)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def posters_preview(posters: Sequence[Poster], size: Size, *, logo: bytes | None = None) -> str:
    """The first sheet as an SVG picture. Takes and raises what `posters_pdf` does."""
    if not posters:
        raise ValueError("There is no poster to draw.")
    canvas = SvgCanvas(*PAPER[size])
    sheet = next(sheets(posters, size))
    for palette in sorted({poster.palette for poster in sheet}):
        prepare_motif(canvas, palette)
    draw_sheet(canvas, sheet, size, SvgPicture(decode_upload(logo)) if logo else None)
    return canvas.svg(f"{sheet[0].booth} {sheet[0].name}")


def sheets(posters: Sequence[Poster], size: Size) -> Iterator[Sequence[Poster]]:
    """The posters of each sheet, in reading order; the last sheet may be partly empty."""
    step = ON_A_SHEET[size]
    return (posters[start : start + step] for start in range(0, len(posters), step))


def draw_sheet(canvas: Canvas, posters: Sequence[Poster], size: Size, mark: ImageReader | None = None) -> None:
    """One sheet of paper, whose motifs were prepared: A4 or A5 alone, two A5, four A6, or a tent of one poster."""
    if size == "tent":
        draw_tent(canvas, posters[0], mark)
        return
    width, height = PAPER[size]
    across = 1 if ON_A_SHEET[size] == 1 else 2
    down = ON_A_SHEET[size] // across
    for place, poster in enumerate(posters):
        canvas.saveState()
        canvas.translate((place % across) * width / across, (down - 1 - place // across) * height / down)
        # The A sizes share their proportions: everything is laid out on A4 and scaled.
        canvas.scale(width / across / WIDTH, height / down / HEIGHT)
        draw_poster(canvas, poster, mark)
        canvas.restoreState()
    if across > 1:
        _cut_marks(canvas, width, height, is_crossed=down > 1)


def _cut_marks(canvas: Canvas, width: float, height: float, *, is_crossed: bool) -> None:
    """Hairlines where the cuts begin, end and cross. White under black, so that they show on a band, too."""
    middle_x, middle_y, long, short = width / 2, height / 2, 34, 11
    lines = [(middle_x, height, middle_x, height - long), (middle_x, 0, middle_x, long)]
    if is_crossed:
        lines += [
            (0, middle_y, long, middle_y),
            (width, middle_y, width - long, middle_y),
            (middle_x - short, middle_y, middle_x + short, middle_y),
            (middle_x, middle_y - short, middle_x, middle_y + short),
        ]
    for colour, thickness in ((WHITE, 1.6), (INK, 0.4)):
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(thickness)
        canvas.lines(lines)
