"""The papers on the screen: the same drawing as for the PDF, on a canvas that writes SVG.

Only what the papers use of ReportLab's canvas is here. Text is drawn in the reader's own fonts, stretched to the width
that the printed one has. Units are points; y grows upwards, as on paper.
"""

import base64
import io
from collections.abc import Sequence
from html import escape
from typing import Any

from PIL import Image
from reportlab.pdfbase.pdfmetrics import stringWidth

from showcase.printing.typefaces import BOLD, MONO

FAMILIES = {MONO: "'DejaVu Sans Mono', 'Noto Sans Mono', monospace"}
FAMILY = "'Noto Sans', system-ui, sans-serif"


# Sharp at the size that a preview has on a page; the PDF holds the full picture.
PICTURE_SIZE = (400, 160)


class SvgPicture:
    """A picture for an SVG page, small and held in the page itself: what is behind an <img> loads nothing else."""

    def __init__(self, picture: Image.Image) -> None:
        small = picture.copy()
        small.thumbnail(PICTURE_SIZE)
        file = io.BytesIO()
        small.save(file, "PNG", optimize=True)
        self.size = picture.size
        self.address = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"

    def getSize(self) -> tuple[int, int]:
        return self.size


class SvgPath:
    """The outline of shapes, as SVG path data."""

    def __init__(self) -> None:
        self.data: list[str] = []

    def moveTo(self, x: float, y: float) -> None:
        self.data.append(f"M{x:.2f} {y:.2f}")

    def lineTo(self, x: float, y: float) -> None:
        self.data.append(f"L{x:.2f} {y:.2f}")

    def rect(self, x: float, y: float, width: float, height: float) -> None:
        self.data.append(f"M{x:.2f} {y:.2f}h{width:.2f}v{height:.2f}h{-width:.2f}z")


class SvgCanvas:
    """A page of this size; `svg()` is the picture so far."""

    def __init__(self, width: float, height: float) -> None:
        self.size = (width, height)
        self.parts: list[str] = []
        self.defined: list[str] = []
        # How many groups each saved state has opened, and the colours and pen of each.
        self.opened = [0]
        self.states: list[dict[str, str]] = [{"fill": "#000", "stroke": "#000", "stroke-width": "1"}]
        self.font: tuple[str, float] = (BOLD, 10)
        self.clips = 0

    def svg(self, label: str) -> str:
        """The page as an SVG document; `label` says what it shows."""
        width, height = self.size
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.2f} {height:.2f}" role="img" '
            f'aria-label="{escape(label)}"><defs>{"".join(self.defined)}</defs>'
            f'<rect width="100%" height="100%" fill="#fff"/><g transform="matrix(1 0 0 -1 0 {height:.2f})">'
            f"{''.join(self.parts)}{'</g>' * sum(self.opened)}</g></svg>"
        )

    def saveState(self) -> None:
        self.opened.append(0)
        self.states.append(dict(self.states[-1]))

    def restoreState(self) -> None:
        self.parts.append("</g>" * self.opened.pop())
        self.states.pop()

    def translate(self, x: float, y: float) -> None:
        self._group(f'transform="translate({x:.3f} {y:.3f})"')

    def scale(self, x: float, y: float) -> None:
        self._group(f'transform="scale({x:.5f} {y:.5f})"')

    def rotate(self, degrees: float) -> None:
        self._group(f'transform="rotate({degrees:g})"')

    def clipPath(self, path: SvgPath, **options: int) -> None:
        self.clips += 1
        self.defined.append(f'<clipPath id="c{self.clips}"><path d="{"".join(path.data)}"/></clipPath>')
        self._group(f'clip-path="url(#c{self.clips})"')

    def setFillColor(self, colour: Any) -> None:
        self.states[-1]["fill"] = f"#{colour.hexval()[2:]}"

    def setStrokeColor(self, colour: Any) -> None:
        self.states[-1]["stroke"] = f"#{colour.hexval()[2:]}"

    def setLineWidth(self, width: float) -> None:
        self.states[-1]["stroke-width"] = f"{width:g}"

    def setLineJoin(self, join: int) -> None:
        self.states[-1]["stroke-linejoin"] = ("miter", "round", "bevel")[join]

    def setDash(self, *lengths: float) -> None:
        self.states[-1]["stroke-dasharray"] = " ".join(f"{length:g}" for length in lengths) or "none"

    def setFont(self, name: str, size: float) -> None:
        self.font = (name, size)

    def rect(self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0) -> None:
        self.roundRect(x, y, width, height, 0, stroke, fill)

    def roundRect(
        self, x: float, y: float, width: float, height: float, radius: float, stroke: int = 1, fill: int = 0
    ) -> None:
        shape = f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" rx="{radius:g}"'
        self.parts.append(f"{shape} {self._pen(stroke, fill)}/>")

    def circle(self, x: float, y: float, radius: float, stroke: int = 1, fill: int = 0) -> None:
        self.parts.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:g}" {self._pen(stroke, fill)}/>')

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.lines([(x1, y1, x2, y2)])

    def lines(self, lines: Sequence[tuple[float, float, float, float]]) -> None:
        data = "".join(f"M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}" for x1, y1, x2, y2 in lines)
        self.parts.append(f'<path d="{data}" {self._pen(1, 0)}/>')

    def beginPath(self) -> SvgPath:
        return SvgPath()

    def drawPath(self, path: SvgPath, stroke: int = 1, fill: int = 0) -> None:
        self.parts.append(f'<path d="{"".join(path.data)}" {self._pen(stroke, fill)}/>')

    def beginForm(self, name: str, *box: float) -> None:
        """What is drawn until `endForm` is kept under this name; it takes the colours of where it is used."""
        self.kept, self.parts = self.parts, [f'<g id="{name}">']
        self.states.append({"fill": "", "stroke": "", "stroke-width": "1"})

    def endForm(self) -> None:
        self.states.pop()
        self.defined.append("".join([*self.parts, "</g>"]))
        self.parts = self.kept

    def doForm(self, name: str) -> None:
        state = self.states[-1]
        self.parts.append(f'<use href="#{name}" fill="{state["fill"]}" stroke="{state["stroke"]}"/>')

    def drawImage(
        self, picture: SvgPicture, x: float, y: float, width: float, height: float, mask: str | None = None
    ) -> None:
        kept = f'<image id="p" width="1" height="1" preserveAspectRatio="none" href="{picture.address}"/>'
        if kept not in self.defined:
            self.defined.append(kept)
        place = f"matrix({width:.2f} 0 0 {-height:.2f} {x:.2f} {y + height:.2f})"
        self.parts.append(f'<use href="#p" transform="{place}"/>')

    def drawString(self, x: float, y: float, text: str) -> None:
        name, size = self.font
        width = stringWidth(text, name, size)
        weight = "400" if name.endswith("Sans") else "700"
        self.parts.append(
            f'<text transform="matrix(1 0 0 -1 {x:.2f} {y:.2f})" font-family="{FAMILIES.get(name, FAMILY)}" '
            f'font-size="{size:.2f}" font-weight="{weight}" textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs" '
            f'fill="{self.states[-1]["fill"]}">{escape(text)}</text>'
        )

    def drawCentredString(self, x: float, y: float, text: str) -> None:
        self.drawString(x - stringWidth(text, *self.font) / 2, y, text)

    def drawRightString(self, x: float, y: float, text: str) -> None:
        self.drawString(x - stringWidth(text, *self.font), y, text)

    def _group(self, attribute: str) -> None:
        self.parts.append(f"<g {attribute}>")
        self.opened[-1] += 1

    def _pen(self, stroke: int, fill: int) -> str:
        state = self.states[-1]
        drawn = {**state, "stroke": state["stroke"] if stroke else "none", "fill": state["fill"] if fill else "none"}
        return " ".join(f'{name}="{value}"' for name, value in drawn.items() if value)
