"""Drawing a piece of sasirangan in a category's colour, for entries that have no photograph yet."""

import math
import random
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

from showcase.printing.motifs import MOTIFS
from showcase.printing.palette import DYES, Palette

SIZE = (1280, 800)
# The cloth is woven larger, so that it still covers the picture when it is turned.
CLOTH = (1500, 1260)
ANGLES = (-24, -18, -12, 12, 18, 24)
CAPTION = "Gambar contoh"
CAPTION_FONT = Path(__file__).parent / "fonts" / "NotoSans-Bold.ttf"
GOLD = (255, 200, 92)
# Tiles are drawn this many times larger and made small, which smooths their edges.
SMOOTHING = 3

Colour = tuple[int, int, int]


def placeholder_image(palette: Palette, seed: str) -> Image.Image:
    """The placeholder, 1280x800; the same for the same palette and seed."""
    image = _cloth(palette, seed)
    _caption(image)
    return image


def _cloth(palette: Palette, seed: str) -> Image.Image:
    chance = random.Random(f"{palette}/{seed}")  # noqa: S311 - a pattern, not a secret
    band = _rgb(DYES[palette].band)
    image = _dyed(band, chance)
    tones, lines, stitches = _woven(DYES[palette].motif, chance)
    angle = chance.choice(ANGLES)
    image.paste(_mix(band, (255, 255, 255), 0.34), mask=_turned(tones, angle))
    image.paste((255, 255, 255), mask=_turned(lines, angle))
    image.paste(GOLD, mask=_turned(stitches, angle))
    _lit(image, band, chance)
    return image


def panel_cloth(palette: Palette, seed: str, size: tuple[int, int]) -> Image.Image:
    """The middle of a placeholder, without its caption, in another size (at most that of a placeholder)."""
    return ImageOps.fit(_cloth(palette, seed), size, Image.Resampling.LANCZOS)


def band_cloth(palette: Palette, size: tuple[int, int], *, plain: int) -> Image.Image:
    """A straight band of the dye with two rows of its motif, which grow out of nothing after so many pixels."""
    band = _rgb(DYES[palette].band)
    image = Image.new("RGB", size, band)
    tile = _tile(DYES[palette].motif, size[1] // 2)
    rows = Image.new("L", size, 0)
    for x in range(size[0] - tile.width, -tile.width, -tile.width):
        for y in range(0, size[1], tile.height):
            rows.paste(tile, (x, y))
    start = min(plain, size[0] - 1)
    fade = Image.new("L", size, 0)
    fade.paste(Image.linear_gradient("L").rotate(90).resize((size[0] - start, size[1])), (start, 0))
    image.paste(_mix(band, (255, 255, 255), 0.5), mask=ImageChops.multiply(rows, fade))
    return image


def _dyed(band: Colour, chance: random.Random) -> Image.Image:
    """A fade from deep to bright, as hand-dyed cloth has, with two large soft shapes in it."""
    ramp = Image.linear_gradient("L").resize((320, 320)).rotate(chance.choice((20, 40, 140, 160, 200, 220, 320, 340)))
    ramp = ramp.crop((60, 100, 260, 225)).resize((160, 100))
    draw = ImageDraw.Draw(ramp)
    for shade in (235, 30):
        x, y, r = chance.randint(0, 160), chance.randint(0, 100), chance.randint(26, 46)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=shade)
    ramp = ramp.filter(ImageFilter.GaussianBlur(15)).resize(SIZE, Image.Resampling.BICUBIC)
    deep, bright = _mix(band, (6, 4, 14), 0.55), _mix(band, (255, 236, 205), 0.20)
    ends = zip(deep, bright, strict=True)
    return Image.merge("RGB", [ramp.point([low + (high - low) * v // 255 for v in range(256)]) for low, high in ends])


def _woven(motif: str, chance: random.Random) -> tuple[Image.Image, Image.Image, Image.Image]:
    """Three masks of the cloth: lighter stripes, rows of the motif, and lines of stitches."""
    tones, lines, stitches = (Image.new("L", CLOTH, 0) for _ in range(3))
    draw, needle = ImageDraw.Draw(tones), ImageDraw.Draw(stitches)
    y, row = -chance.randint(0, 160), chance.randint(0, 2)
    while y < CLOTH[1]:
        height = (chance.choice((84, 96)), chance.choice((150, 176)), chance.choice((230, 264)))[row % 3]
        tile = _tile(motif, height if row % 3 < 2 else height // 2)
        shift = chance.randint(0, tile.width)
        strength = (150, 215, 95)[row % 3]
        faint = tile.point([v * strength // 255 for v in range(256)])
        if row % 3 != 1:
            draw.rectangle((0, y, CLOTH[0], y + height), fill=(58, 0, 26)[row % 3])
        for top in range(y, y + height - tile.height + 1, tile.height):
            for x in range(-shift, CLOTH[0], tile.width):
                lines.paste(faint, (x, top))
        y += height
        for x in range(0, CLOTH[0], 22):
            needle.rounded_rectangle((x, y + 9, x + 11, y + 13), 2, fill=205)
        y += 24
        row += 1
    return tones, lines, stitches


@lru_cache(maxsize=64)
def _tile(name: str, height: int) -> Image.Image:
    """A motif as a mask of this height in pixels: 255 on its lines and dots."""
    motif = MOTIFS[name]
    scale = height * SMOOTHING / motif.height
    size = (round(motif.width * height / motif.height), height)
    large = Image.new("L", (size[0] * SMOOTHING, size[1] * SMOOTHING), 0)
    draw = ImageDraw.Draw(large)
    width = max(1, round(motif.line_width * scale))
    for line in motif.polylines():
        points = [(x * scale, y * scale) for x, y in line]
        # A closed line is drawn a step past its end, which rounds the last corner, too.
        draw.line([*points, points[1]] if points[0] == points[-1] else points, fill=255, width=width, joint="curve")
    for x, y, r in motif.dots:
        draw.ellipse(((x - r) * scale, (y - r) * scale, (x + r) * scale, (y + r) * scale), fill=255)
    return large.resize(size, Image.Resampling.BOX)


def _turned(mask: Image.Image, angle: int) -> Image.Image:
    """The middle of the cloth, turned by so many degrees."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y, width, height = CLOTH[0] / 2, CLOTH[1] / 2, SIZE[0] / 2, SIZE[1] / 2
    matrix = (cos, -sin, x - width * cos + height * sin, sin, cos, y - width * sin - height * cos)
    return mask.transform(SIZE, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def _lit(image: Image.Image, band: Colour, chance: random.Random) -> None:
    """Light from one side and shade towards the corners, so that the cloth does not lie flat."""
    small = (160, 100)
    light = Image.new("L", small, 0)
    x = chance.choice((30, 130))
    ImageDraw.Draw(light).ellipse((x - 42, -38, x + 42, 46), fill=70)
    light = light.filter(ImageFilter.GaussianBlur(16)).resize(SIZE, Image.Resampling.BICUBIC)
    image.paste((255, 240, 214), mask=light)
    edge = ImageChops.invert(Image.radial_gradient("L").resize(small))
    shade = edge.point([max(0, min(150, (150 - v) * 11 // 10)) for v in range(256)])
    image.paste(_mix(band, (4, 3, 8), 0.8), mask=shade.resize(SIZE, Image.Resampling.BICUBIC))


def _caption(image: Image.Image) -> None:
    """The words that keep anybody from taking it for a photograph, on a dark plate: they are read on any dye."""
    font = ImageFont.truetype(str(CAPTION_FONT), 26)
    left, top, right, bottom = font.getbbox(CAPTION, anchor="rs")
    x, y = SIZE[0] - 52, SIZE[1] - 46
    plate = Image.new("L", SIZE, 0)
    box = (x + left - 18, y + top - 13, x + right + 18, y + bottom + 11)
    ImageDraw.Draw(plate).rounded_rectangle(box, 12, fill=130)
    image.paste((10, 8, 12), mask=plate)
    ImageDraw.Draw(image).text((x, y), CAPTION, font=font, anchor="rs", fill=(255, 255, 255))


def _mix(colour: Colour, other: Colour, share: float) -> Colour:
    """The colour with this share of another."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def _rgb(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
