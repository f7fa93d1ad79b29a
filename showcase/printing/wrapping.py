"""Words on a picture: wrapped, shrunk until they fit, and cut only when nothing else helps. Units are pixels."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from PIL import ImageFont

from showcase.printing.typefaces import BOLD, FILES, FOLDER, REGULAR, printable

NAME_SIZES = (112, 100, 88, 80, 72, 66, 60, 55, 50, 46, 42, 38, 35, 32)
# From this size down a word too long for a line is broken; above it the whole name rather shrinks.
BREAKING = 38
# And from this one down a name may take four lines.
FOUR_LINES = 55
LEADING = 1.16
NAME_LINES, LONG_LINES, ORGANISATION_LINES = 4, 4, 2


@dataclass(frozen=True, slots=True)
class Line:
    """A text in one line, and the size at which it fits."""

    text: str
    size: int


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size. `role` is "name", "long_name" or "organisation"; `above` is the space before the first."""

    role: str
    lines: tuple[str, ...]
    size: int
    bold: bool
    above: float

    @property
    def leading(self) -> float:
        """From one line's top to the next one's."""
        return self.size * LEADING

    @property
    def height(self) -> float:
        """With the space above."""
        return self.above + self.leading * len(self.lines)


@lru_cache(maxsize=64)
def font_of(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The bundled font in this size."""
    file = FOLDER / FILES[BOLD if bold else REGULAR]
    # The basic layout: text is shaped and ordered by `typefaces`, and another engine would turn it once more.
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)


def one_line(text: str, *, bold: bool, largest: int, smallest: int, width: float) -> Line:
    """The text at the largest size that fits the width; at the smallest it is cut with an ellipsis."""
    plain = printable(text, BOLD if bold else REGULAR)
    for size in range(largest, smallest - 1, -1):
        if font_of(size, bold=bold).getlength(plain) <= width:
            return Line(plain, size)
    return Line(_cut(plain, font_of(smallest, bold=bold), width), smallest)


def set_words(name: str, long_name: str, organisation: str, width: float, height: float) -> list[Block]:
    """Name, long name and organisation at the largest sizes at which all three fit; empty ones are left out."""
    texts = (printable(name, BOLD), printable(long_name, REGULAR), printable(organisation, BOLD))
    blocks: list[Block] = []
    for size in NAME_SIZES:
        blocks = list(_blocks(texts, size, width))
        title = blocks[0] if blocks and blocks[0].role == "name" else None
        font = font_of(size, bold=True)
        whole = size <= BREAKING or all(font.getlength(word) <= width for word in texts[0].split())
        lines_fit = title is None or len(title.lines) <= (NAME_LINES if size <= FOUR_LINES else 3)
        if whole and lines_fit and sum(block.height for block in blocks) <= height:
            return blocks
    return _shortened(blocks, width, height)


def _blocks(texts: tuple[str, str, str], size: int, width: float) -> Iterator[Block]:
    name, long_name, organisation = texts
    small = max(24, min(34, round(size * 0.46)))
    parts = (
        ("name", name, size, True, 0.0),
        ("long_name", long_name, small, False, max(10, size * 0.15)),
        ("organisation", organisation, max(24, small - 4), True, max(14, size * 0.24)),
    )
    first = True
    for role, text, part_size, bold, above in parts:
        if text:
            yield Block(
                role, _wrapped(text, font_of(part_size, bold=bold), width), part_size, bold, 0 if first else above
            )
            first = False


def _shortened(blocks: list[Block], width: float, height: float) -> list[Block]:
    """At the smallest sizes: each text cut to the lines it may have, the long name to what the others leave."""
    limits = {"name": NAME_LINES, "long_name": LONG_LINES, "organisation": ORGANISATION_LINES}
    found = [_limited(block, limits[block.role], width) for block in blocks]
    while sum(block.height for block in found) > height:
        longest = max(found, key=lambda block: len(block.lines))
        place = found.index(longest)
        found[place] = _limited(longest, len(longest.lines) - 1, width)
    return found


def _limited(block: Block, lines: int, width: float) -> Block:
    if len(block.lines) <= lines:
        return block
    font = font_of(block.size, bold=block.bold)
    last = block.lines[lines - 1]
    last = _cut(f"{last}…", font, width)
    return replace(block, lines=(*block.lines[: lines - 1], f"{last.rstrip(' …')}…"))


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> tuple[str, ...]:
    """Lines no wider than the width, as even as they can be in the fewest lines."""
    lines = _greedy(text, font, width)
    # The narrowest width that needs no more lines leaves none of them with a lonely word; no word is broken for it.
    low, high = min(width, max(width / 2, *(font.getlength(word) for word in text.split()), 0)), width
    while len(lines) > 1 and high - low > 4:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_greedy(text, font, middle)) == len(lines) else (middle, high)
    return tuple(_greedy(text, font, high))


def _greedy(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        for piece in _pieces(word, font, width):
            if lines and font.getlength(f"{lines[-1]} {piece}") <= width:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """The word, in pieces if it is wider than a line."""
    while font.getlength(word) > width:
        count = max(1, bisect_right(range(len(word)), width, key=lambda n: font.getlength(word[:n])) - 1)
        yield word[:count]
        word = word[count:]
    yield word


def _cut(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """As much of the text as fits the width with an ellipsis; the whole text if it fits."""
    if font.getlength(text) <= width:
        return text
    count = bisect_right(range(len(text)), width, key=lambda n: font.getlength(f"{text[:n]}…")) - 1
    return f"{text[: max(0, count)].rstrip()}…"
