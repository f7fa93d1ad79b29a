"""Tickets: sixteen on an A4 sheet with cut marks, each with a code to scan and one to type."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from showcase.printing.codes import draw_code
from showcase.printing.lettering import fitted_size, shortened
from showcase.printing.typefaces import BOLD, MONO, REGULAR, printable

WIDTH, HEIGHT = A4
ACROSS, DOWN = 2, 8
MARGIN_X, MARGIN_Y = 28.0, 32.0
TICKET_WIDTH, TICKET_HEIGHT = (WIDTH - 2 * MARGIN_X) / ACROSS, (HEIGHT - 2 * MARGIN_Y) / DOWN
CODE, PAD, MARK = 90.0, 5.0, 9.0
INK, SOFT, LINE = (HexColor(c) for c in ("#1c1916", "#5d564d", "#8d8375"))


@dataclass(frozen=True, slots=True)
class TicketPaper:
    """What one ticket says. `url` is what its QR holds, `code` what one types at `page`; `number` its serial."""

    number: str
    url: str = field(repr=False)
    code: str = field(repr=False)


def tickets_pdf(tickets: Sequence[TicketPaper], *, exhibition: str, page: str) -> bytes:
    """A PDF of all tickets. `page`: the address, without its scheme, where codes are typed.

    Raises ValueError when there is none.
    """
    if not tickets:
        raise ValueError("There is no ticket to draw.")
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, pageCompression=1, lang="id")
    canvas.setTitle(f"Tiket {tickets[0].number} sampai {tickets[-1].number}")
    canvas.setSubject("Tiket pemilih; rahasia, hanya dicetak sekali")
    on_sheet = ACROSS * DOWN
    for start in range(0, len(tickets), on_sheet):
        for place, ticket in enumerate(tickets[start : start + on_sheet]):
            row, column = divmod(place, ACROSS)
            canvas.saveState()
            canvas.translate(MARGIN_X + column * TICKET_WIDTH, HEIGHT - MARGIN_Y - (row + 1) * TICKET_HEIGHT)
            _draw(canvas, ticket, printable(exhibition, BOLD), printable(page, REGULAR))
            canvas.restoreState()
        _cut_marks(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw(canvas: Canvas, ticket: TicketPaper, exhibition: str, page: str) -> None:
    """One ticket whose lower left corner is the origin."""
    draw_code(canvas, ticket.url, left=PAD, bottom=(TICKET_HEIGHT - CODE) / 2, side=CODE)
    left, room = PAD + CODE + 6, TICKET_WIDTH - CODE - 2 * PAD - 10
    top = TICKET_HEIGHT - 17
    _line(canvas, exhibition, left, top, BOLD, 9.5, room, INK)
    _line(canvas, "Satu tiket satu pemilih", left, top - 13, REGULAR, 8.5, room, INK)
    _line(canvas, "Pindai kode ini, atau ketik di", left, top - 30, REGULAR, 7.5, room, SOFT)
    _line(canvas, page, left, top - 40, BOLD, 7.5, room, INK)
    size = fitted_size(ticket.code, MONO, 14, 9, room)
    canvas.setFillColor(INK)
    canvas.setFont(MONO, size)
    canvas.drawString(left, top - 59, ticket.code)
    _line(canvas, f"No. {ticket.number}", left, top - 73, REGULAR, 7.5, room, SOFT)


def _cut_marks(canvas: Canvas) -> None:
    """Short lines at the corners of every ticket: nothing is printed where the blade goes, but at its ends."""
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    for column in range(ACROSS + 1):
        x = MARGIN_X + column * TICKET_WIDTH
        for row in range(DOWN + 1):
            y = MARGIN_Y + row * TICKET_HEIGHT
            reach = MARK if column in {0, ACROSS} or row in {0, DOWN} else MARK / 2
            canvas.line(x - reach, y, x + reach, y)
            canvas.line(x, y - reach, x, y + reach)


def _line(
    canvas: Canvas, text: str, x: float, y: float, font: str, size: float, width: float, colour: HexColor
) -> None:
    """One line, shrunk to three quarters at most and then cut, so that it fits."""
    fitted = fitted_size(text, font, size, size * 0.75, width)
    canvas.setFillColor(colour)
    canvas.setFont(font, fitted)
    canvas.drawString(x, y, shortened(text, font, fitted, width))
