"""QR codes drawn on a page. Units are points."""

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from showcase.printing.qr import QUIET_ZONE, Level, qr_matrix, runs


def draw_code(canvas: Canvas, text: str, *, left: float, bottom: float, side: float, level: Level = "M") -> None:
    """A code in a square of this side, its quiet zone included; the ground is the caller's, and must be white."""
    matrix = qr_matrix(text, level)
    module = side / (len(matrix) + 2 * QUIET_ZONE)
    x0, top = left + QUIET_ZONE * module, bottom + side - QUIET_ZONE * module
    # One path for all runs: filled apart, neighbouring rows would show hairlines between them on some printers.
    path = canvas.beginPath()
    for x, y, length in runs(matrix):
        path.rect(x0 + x * module, top - (y + 1) * module, length * module, module)
    canvas.setFillColor(HexColor("#000000"))
    canvas.drawPath(path, stroke=0, fill=1)
