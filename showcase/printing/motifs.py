"""The sasirangan motifs as geometry: one source for the web's SVG tiles, for posters and for placeholder pictures.

A motif is a tile that repeats without a seam: what leaves at one edge comes in at the opposite one. Units are the
tile's own (CSS pixels in the SVG); y grows downwards, as in SVG and in pictures. Lines that go on in
the next tile reach a little beyond the edge, which cuts them cleanly.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]

LINE_OPACITY = ".24"
DOT_OPACITY = ".28"
CURVE_STEPS = 10
OVAL_STEPS = 32
# A path's command letter, or one of its numbers.
TOKEN = re.compile(r"[MLQCZ]|-?[0-9.]+")
NUMBERS = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}


@dataclass(frozen=True, slots=True)
class Motif:
    """A seamless tile of white lines and dots.

    `path` is SVG path data with the absolute commands M, L, Q, C and Z, each written out. `ovals` are stroked
    (cx, cy, rx, ry); `dots` are filled (cx, cy, r).
    """

    width: int = 56
    height: int = 56
    line_width: float = 2.5
    path: str = ""
    ovals: tuple[tuple[float, float, float, float], ...] = ()
    dots: tuple[tuple[float, float, float], ...] = ()

    def polylines(self) -> Iterator[list[Point]]:
        """The stroked lines, curves flattened; a closed line ends where it began."""
        yield from flattened(self.path)
        for cx, cy, rx, ry in self.ovals:
            angles = [2 * math.pi * step / OVAL_STEPS for step in range(OVAL_STEPS + 1)]
            yield [(cx + rx * math.cos(angle), cy + ry * math.sin(angle)) for angle in angles]

    def svg(self) -> str:
        """The tile as the file `static/img/motif-<name>.svg` holds it."""
        strokes = [f'<path d="{self.path}"/>'] if self.path else []
        strokes += [f'<ellipse cx="{x:g}" cy="{y:g}" rx="{a:g}" ry="{b:g}"/>' for x, y, a, b in self.ovals]
        dots = [f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}"/>' for x, y, r in self.dots]
        size = f'width="{self.width}" height="{self.height}" viewBox="0 0 {self.width} {self.height}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}><g fill="none" stroke="#fff" '
            f'stroke-opacity="{LINE_OPACITY}" stroke-width="{self.line_width:g}" stroke-linejoin="round">'
            f'{"".join(strokes)}</g><g fill="#fff" fill-opacity="{DOT_OPACITY}">{"".join(dots)}</g></svg>\n'
        )


def flattened(path: str) -> Iterator[list[Point]]:
    """The lines of a path (see Motif.path), each curve in CURVE_STEPS straight pieces."""
    tokens = TOKEN.findall(path)
    line: list[Point] = []
    place = 0
    while place < len(tokens):
        command = tokens[place]
        count = NUMBERS[command]
        numbers = [float(text) for text in tokens[place + 1 : place + 1 + count]]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        place += 1 + count
        if command == "M":
            if line:
                yield line
            line = points
        elif command == "Z":
            line.append(line[0])
        else:
            line += curve((line[-1], *points)) if command in "QC" else points
    if line:
        yield line


def curve(control: tuple[Point, ...]) -> list[Point]:
    """Points along a Bezier curve of any degree (de Casteljau), without its first."""
    found = []
    for step in range(1, CURVE_STEPS + 1):
        t, points = step / CURVE_STEPS, list(control)
        while len(points) > 1:
            points = [(a + (c - a) * t, b + (d - b) * t) for (a, b), (c, d) in pairwise(points)]
        found.append(points[0])
    return found


MOTIFS: dict[str, Motif] = {
    # Teeth of the snakehead fish.
    "gigi-haruan": Motif(
        width=48,
        line_width=3,
        path="M-4 10L0 14L12 2L24 14L36 2L48 14L52 10M-4 26L0 30L12 18L24 30L36 18L48 30L52 26"
        "M-4 42L0 46L12 34L24 46L36 34L48 46L52 42",
        dots=((12, 52, 2), (36, 52, 2)),
    ),
    # Waves.
    "ombak": Motif(
        line_width=3,
        path="M-4 16L0 12Q14 -2 28 12Q42 26 56 12L60 8M-4 32L0 28Q14 14 28 28Q42 42 56 28L60 24"
        "M-4 48L0 44Q14 30 28 44Q42 58 56 44L60 40",
        dots=((14, 20, 2), (42, 36, 2)),
    ),
    # Flowers.
    "kambang": Motif(
        ovals=((28, 28, 6, 6), (28, 13, 5, 8), (28, 43, 5, 8), (13, 28, 8, 5), (43, 28, 8, 5)),
        dots=((4, 4, 2.5), (52, 4, 2.5), (4, 52, 2.5), (52, 52, 2.5)),
    ),
    # Stars.
    "bintang": Motif(
        path="M16 6L19 13L26 16L19 19L16 26L13 19L6 16L13 13ZM42 30L45 37L52 40L45 43L42 50L39 43L32 40L39 37Z",
        dots=((42, 12, 2.5), (14, 42, 2.5)),
    ),
    # Scales of the dragon.
    "naga": Motif(
        path="M0 25C0 5 28 5 28 25C28 5 56 5 56 25M-14 53C-14 33 14 33 14 53C14 33 42 33 42 53C42 33 70 33 70 53",
        dots=((14, 20, 2.5), (42, 20, 2.5), (28, 48, 2.5), (0, 48, 2.5), (56, 48, 2.5)),
    ),
    # The calyx of the mangosteen.
    "tampuk": Motif(
        path="M28 19C22 3 3 22 19 28C3 34 22 53 28 37C34 53 53 34 37 28C53 22 34 3 28 19Z",
        ovals=((28, 28, 4, 4),),
        dots=((28, 2, 2), (2, 28, 2), (54, 28, 2), (28, 54, 2)),
    ),
    # The thorny leaf of the sea holly.
    "jaruju": Motif(
        path="M28 4L33 14L42 13L38 23L47 28L38 33L42 43L33 42L28 52L23 42L14 43L18 33L9 28L18 23L14 13L23 14Z"
        "M28 18L28 38",
        dots=((4, 4, 2.5), (52, 4, 2.5), (4, 52, 2.5), (52, 52, 2.5)),
    ),
    # Lozenges within lozenges.
    "dayang": Motif(
        path="M28 5L51 28L28 51L5 28ZM28 15L41 28L28 41L15 28Z",
        dots=((28, 28, 3), (0, 0, 3.5), (56, 0, 3.5), (0, 56, 3.5), (56, 56, 3.5)),
    ),
}
