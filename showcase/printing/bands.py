"""A category's band on paper: its dye, with the motif fading out under the words. Units are points."""

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from showcase.printing.motifs import MOTIFS
from showcase.printing.palette import DYES, Palette

ROWS = 3
# The motif's tint at its strongest, as a share of white in the dye.
STRONGEST = 0.42


def dye(palette: Palette) -> Color:
    """The colour of a category."""
    return HexColor(DYES[palette].band)


def tinted(colour: Color, share: float) -> Color:
    """The colour with this share of white (0 to 1). Opaque, since cheap printers render transparency badly."""
    return Color(*(part + (1 - part) * share for part in (colour.red, colour.green, colour.blue)))


def prepare_motif(canvas: Canvas, palette: Palette) -> None:
    """Put the palette's tile into the document once; `draw_band` repeats it in the colours of the moment."""
    name = DYES[palette].motif
    motif = MOTIFS[name]
    canvas.beginForm(f"motif-{name}", 0, 0, motif.width, motif.height)
    canvas.setLineWidth(motif.line_width)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    for first, *rest in motif.polylines():
        path.moveTo(first[0], motif.height - first[1])
        for x, y in rest:
            path.lineTo(x, motif.height - y)
    canvas.drawPath(path, stroke=1, fill=0)
    for x, y, radius in motif.dots:
        canvas.circle(x, motif.height - y, radius, stroke=0, fill=1)
    canvas.endForm()


def draw_band(canvas: Canvas, palette: Palette, *, bottom: float, width: float, height: float, words: float) -> None:
    """A band from the left edge of the page; from `words`, where the text ends, the motif grows out of nothing.

    The palette's motif must have been prepared in this document.
    """
    name, colour = DYES[palette].motif, dye(palette)
    canvas.setFillColor(colour)
    canvas.rect(0, bottom, width, height, stroke=0, fill=1)
    canvas.saveState()
    edge = canvas.beginPath()
    # A point above the edge: viewers round a clip outwards to whole pixels, and dots would hang out below.
    edge.rect(0, bottom + 1, width, height - 1)
    canvas.clipPath(edge, stroke=0, fill=0)
    motif = MOTIFS[name]
    scale = height / (ROWS * motif.height)
    step = motif.width * scale
    right = width
    while right - step > words:
        strength = (right - step / 2 - words) / (width - words)
        shade = tinted(colour, STRONGEST * min(1.0, strength * 1.15) ** 1.3)
        for row in range(ROWS):
            canvas.saveState()
            canvas.translate(right - step, bottom + row * motif.height * scale)
            canvas.scale(scale, scale)
            canvas.setStrokeColor(shade)
            canvas.setFillColor(shade)
            canvas.doForm(f"motif-{name}")
            canvas.restoreState()
        right -= step
    canvas.restoreState()
