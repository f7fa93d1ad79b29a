"""Words that fit their space: one line shrunk or cut, and a heading of three that shrinks as one."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.paragraph import Paragraph
from reportlab.platypus.paraparser import ParaFrag

from showcase.printing.typefaces import BOLD, REGULAR, printable

NAME_SIZES = (60, 54, 48, 43, 38, 34, 30, 27, 24, 21, 19, 17, 15, 13, 12)
# A tent stands within reach, a card is held in the hand.
TENT_SIZES = (*NAME_SIZES, 11, 10, 9)
CARD_SIZES = (24, 21, 19, 17, 15, 13, 12, 11, 10, 9, 8, 7)
# From this size down a word that is too long for a line may be broken; above it the whole name rather shrinks.
BREAKING = 20
NAME_LINES, NAME_LEADING = 3, 1.12
# Texts up to this length are never cut: three of them always fit.
CUT = 80
INK, SOFT = "#1c1916", "#5d564d"


@dataclass(frozen=True, slots=True)
class Line:
    """Words broken into rows, and the height in points that they take with the space above them."""

    rows: tuple[str, ...]
    font: str
    size: float
    leading: float
    colour: str
    ascent: float
    above: float
    height: float

    def draw(self, canvas: Canvas, left: float, top: float) -> None:
        """Draw the rows; `top` is where the space above them begins."""
        canvas.setFillColor(HexColor(self.colour))
        canvas.setFont(self.font, self.size)
        for number, row in enumerate(self.rows):
            canvas.drawString(left, top - self.above - self.ascent - number * self.leading, row)


def fitted_size(text: str, font: str, largest: float, smallest: float, width: float) -> float:
    """The size in points at which the text fits the width, between the two; at `smallest` it may still be wider."""
    natural = stringWidth(text, font, largest)
    return largest if natural <= width else max(smallest, largest * width / natural)


def shortened(text: str, font: str, size: float, width: float) -> str:
    """The text, or as much of it as fits the width with an ellipsis. Unit: points."""
    # A text that `fitted_size` made to fit may be wider by a rounding.
    if stringWidth(text, font, size) <= width + 0.01:
        return text
    while text and stringWidth(text.rstrip() + "…", font, size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def heading(
    name: str, long_name: str, organisation: str, width: float, height: float, sizes: Sequence[float] = NAME_SIZES
) -> list[Line]:
    """Name, long name and organisation at the largest of these sizes at which all three fit; empty ones are left out.

    The name takes at most three lines and is not broken within a word while it is large. Texts that do not even fit at
    the smallest size are cut: the long name first, the name last.
    """
    for size in sizes:
        title = _paragraph(name, BOLD, size, NAME_LEADING, INK)
        lines = _laid_out(
            (
                (title, 0),
                (_paragraph(long_name, REGULAR, min(23, max(min(12, size), size * 0.5)), 1.28, SOFT), size * 0.1),
                (_paragraph(organisation, BOLD, min(20, max(min(11, size), size * 0.44)), 1.28, INK), size * 0.2),
            ),
            width,
        )
        is_whole = (
            size <= BREAKING
            or title is None
            or (title.minWidth() <= width and lines[0].height < (NAME_LINES + 0.5) * size * NAME_LEADING)
        )
        if is_whole and sum(line.height for line in lines) <= height:
            return lines
    if len(long_name) > CUT:
        return heading(name, _cut(long_name), organisation, width, height, sizes)
    if len(organisation) > CUT:
        return heading(name, long_name, _cut(organisation), width, height, sizes)
    if len(name) > CUT:
        return heading(_cut(name), long_name, organisation, width, height, sizes)
    return lines


def broken(text: str, font: str, size: float, width: float, *, colour: str = INK) -> Line:
    """A text of our own broken into rows of this width."""
    paragraph = _paragraph(text, font, size, 1.25, colour)
    if paragraph is None:
        raise ValueError("There is nothing to print.")
    return _line(paragraph, 0.0, width)


def _cut(text: str) -> str:
    return text if len(text) <= CUT else text[: max(CUT - 1, len(text) - 30)].rstrip(" …") + "…"


def _paragraph(text: str, font: str, size: float, leading: float, colour: str) -> Paragraph | None:
    """A paragraph of plain text: a ready fragment, since ReportLab would read `<b>` and `&` in a text as markup."""
    plain = printable(text, font)
    if not plain:
        return None
    style = ParagraphStyle(
        "heading", fontName=font, fontSize=size, leading=size * leading, textColor=HexColor(colour), splitLongWords=1
    )
    fragment = ParaFrag(fontName=font, fontSize=size, textColor=style.textColor, rise=0, text=plain)
    return Paragraph(None, style, frags=[fragment])


def _laid_out(parts: tuple[tuple[Paragraph | None, float], ...], width: float) -> list[Line]:
    found: list[Line] = []
    for paragraph, gap in parts:
        if paragraph is not None:
            found.append(_line(paragraph, gap if found else 0.0, width))
    return found


def _line(paragraph: Paragraph, above: float, width: float) -> Line:
    _, height = paragraph.wrap(width, 10_000)
    style, laid = paragraph.style, paragraph.blPara
    return Line(
        rows=tuple(" ".join(words) for _, words in laid.lines),
        font=style.fontName,
        size=style.fontSize,
        leading=style.leading,
        colour=f"#{style.textColor.hexval()[2:]}",
        ascent=laid.ascent,
        above=above,
        height=height + above,
    )
