"""Cards for link previews: what a chat shows of an innovation, or of a whole exhibition, before anybody opens it.

1200x630 JPEG. A card holds no booth number and no booth code: it goes far beyond the hall. Units are pixels.
"""

import hashlib
import io
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageDraw, ImageOps

from showcase.printing.cloth import band_cloth, panel_cloth
from showcase.printing.palette import DYES, Palette
from showcase.printing.typefaces import in_visual_order
from showcase.printing.wrapping import Block, Line, font_of, one_line, set_words

SIZE = WIDTH, HEIGHT = 1200, 630
# Cards made by another version of this drawing get another address; raise it when the drawing changes.
VERSION = 2
BAND, PANEL = 124, 476
MARGIN = 56
TEXT = WIDTH - PANEL - MARGIN - 40
FOOT_TOP = 540
# For the words between the band and the line above the foot.
ROOM = FOOT_TOP - BAND - 62
PAPER, INK, SOFT, GOLD, WHITE = "#fbf7f0", "#1c1916", "#5d564d", "#ffc02e", "#ffffff"
# WhatsApp shows no preview picture above 300 kB.
BUDGET = 290_000
QUALITIES = (86, 78, 68, 54)


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. Empty texts are left out; only `name` must say something.

    `kicker` stands in the band (an entry's category), `palettes` are the dyes: one for an entry, all categories' for an
    exhibition. `photo` names the picture in the media folder ("" for none): the cloth fills its place.
    """

    kicker: str
    palettes: tuple[Palette, ...]
    name: str
    long_name: str = ""
    organisation: str = ""
    foot: str = ""
    photo: str = ""

    @property
    def digest(self) -> str:
        """Changes with everything that the picture shows; 16 hex digits."""
        return hashlib.sha256(f"{VERSION}{self!r}".encode()).hexdigest()[:16]


def card_jpeg(card: Card, photo: bytes | None = None) -> bytes:
    """The card as JPEG, under 290 kB. `photo` is one of our own stored pictures; damaged, it counts as none."""
    image = Image.new("RGB", SIZE, PAPER)
    palettes = card.palettes or (Palette.SLATE,)
    picture = _opened(photo) if photo else None
    if picture is None:
        image.paste(_cloths(palettes, (PANEL, HEIGHT), card.name), (WIDTH - PANEL, 0))
    else:
        image.paste(ImageOps.fit(picture, (PANEL, HEIGHT), Image.Resampling.LANCZOS), (WIDTH - PANEL, 0))
    kicker = one_line(card.kicker, bold=True, largest=40, smallest=28, width=TEXT)
    image.paste(_band(palettes, kicker), (0, 0))
    _stitches(image, palettes)
    _write(image, card)
    return _encoded(image)


def _opened(photo: bytes) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(photo), formats=("WEBP", "JPEG")) as opened:
            return opened.convert("RGB")
    except (OSError, ValueError, SyntaxError):
        return None


def _cloths(palettes: tuple[Palette, ...], size: tuple[int, int], seed: str) -> Image.Image:
    """The panel without a photograph: one cloth, or a strip of each category's, one below the other."""
    panel = Image.new("RGB", size)
    edges = [round(size[1] * number / len(palettes)) for number in range(len(palettes) + 1)]
    for palette, (top, bottom) in zip(palettes, pairwise(edges), strict=True):
        panel.paste(panel_cloth(palette, seed, (size[0], bottom - top)), (0, top))
    return panel


def _band(palettes: tuple[Palette, ...], kicker: Line) -> Image.Image:
    """The band with its words in the first dye: plain under them, the motif growing out of it to the right."""
    font = font_of(kicker.size, bold=True)
    band = band_cloth(palettes[0], (WIDTH - PANEL, BAND), plain=MARGIN + round(font.getlength(kicker.text)))
    ImageDraw.Draw(band).text((MARGIN, BAND / 2), in_visual_order(kicker.text), font=font, fill=WHITE, anchor="lm")
    return band


def _stitches(image: Image.Image, palettes: tuple[Palette, ...]) -> None:
    """A seam of gold between the words and the panel, as on the cloth; the dye shows on both sides of it."""
    draw = ImageDraw.Draw(image)
    edge = WIDTH - PANEL
    draw.rectangle((edge - 7, 0, edge + 6, HEIGHT), fill=DYES[palettes[0]].band)
    for y in range(6, HEIGHT, 24):
        draw.rounded_rectangle((edge - 2, y, edge + 1, y + 12), 2, fill=GOLD)


def _write(image: Image.Image, card: Card) -> None:
    draw = ImageDraw.Draw(image)
    blocks = set_words(card.name, card.long_name, card.organisation, TEXT, ROOM)
    inks = {"name": INK, "long_name": SOFT, "organisation": INK}
    # Words hang from a third of what is left, not from the middle: a heading belongs to the band above it.
    y = BAND + 24 + (ROOM - sum(block.height for block in blocks)) * 0.36
    for block in blocks:
        y = _set(draw, block, y, inks[block.role])
    foot = one_line(card.foot, bold=False, largest=28, smallest=22, width=TEXT)
    if foot.text:
        draw.line((MARGIN, FOOT_TOP, MARGIN + TEXT, FOOT_TOP), fill="#e0d6c6", width=2)
        draw.text(
            (MARGIN, (FOOT_TOP + HEIGHT) / 2),
            in_visual_order(foot.text),
            font=font_of(foot.size),
            fill=SOFT,
            anchor="lm",
        )


def _set(draw: ImageDraw.ImageDraw, block: Block, y: float, ink: str) -> float:
    """Write a block's lines; answers where the next one begins."""
    y += block.above
    for line in block.lines:
        draw.text((MARGIN, y), in_visual_order(line), font=font_of(block.size, bold=block.bold), fill=ink, anchor="la")
        y += block.leading
    return y


def _encoded(image: Image.Image) -> bytes:
    data = b""
    for quality in QUALITIES:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, progressive=True, optimize=True)
        data = file.getvalue()
        if len(data) <= BUDGET:
            break
    return data
