"""Preview cards: always a JPEG that a chat shows, with words that stay in their place."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from showcase.entries.papers import ROOM, SIZE, TEXT, Card, card_jpeg
from showcase.printing.palette import DYES, Palette
from showcase.printing.wrapping import font_of, one_line, set_words
from tests.printing.test_pictures import encoded, photograph

pytestmark = pytest.mark.slow

SHORT = Card("SKPD", (Palette.INDIGO,), "Kopi", "Kebun Organik Produk Inovatif", "SMAN 1 Paringin", "Pameran 2025")
LONG = "Percepatan Penanggulangan Kemiskinan Ekstrem melalui Pemberdayaan Masyarakat Berbasis Kearifan Lokal " * 2


def opened(data: bytes) -> Image.Image:
    """The card, after what every card has to be."""
    assert len(data) < 300_000
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("JPEG", SIZE)
    assert not image.getexif()
    return image.convert("RGB")


@pytest.mark.parametrize("palette", Palette)
def test_the_band_has_the_categorys_colour(palette: Palette) -> None:
    image = opened(card_jpeg(replace(SHORT, palettes=(palette,))))
    dye = tuple(bytes.fromhex(DYES[palette].band[1:]))
    pixel = image.getpixel((20, 20))
    assert isinstance(pixel, tuple)
    assert all(abs(part - wanted) < 10 for part, wanted in zip(pixel, dye, strict=True))


def test_the_photograph_stands_in_the_panel() -> None:
    red = encoded(Image.new("RGB", (640, 400), (200, 30, 30)), "WEBP")
    pixel = opened(card_jpeg(replace(SHORT, photo="0"), red)).getpixel((1100, 500))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 180
    assert pixel[1] < 60
    opened(card_jpeg(SHORT, encoded(photograph(), "WEBP")))


@pytest.mark.parametrize("photo", [b"", b"no picture", encoded(photograph(64, 40), "WEBP")[:30]])
def test_a_damaged_photograph_gives_the_cloth(photo: bytes) -> None:
    assert card_jpeg(SHORT, photo) == card_jpeg(SHORT)


@pytest.mark.parametrize(
    "card", [Card("", (), "🎉"), Card("", tuple(Palette), ""), Card("\n", (Palette.TEAL,), "a\x00b")]
)
def test_little_to_say_is_no_error(card: Card) -> None:
    opened(card_jpeg(card))


@pytest.mark.parametrize(
    ("name", "long_name", "organisation"),
    [
        ("Kopi", "", ""),
        ("PUBERTAS New Generation", "Puskesmas Berjalan di Tapal Batas", "UPTD Puskesmas Uren"),
        (LONG[:200], LONG[:200], LONG[:200]),
        ("w" * 200, "W" * 200, "m" * 200),
        ("Hiperpertanggungjawabankemasyarakatan", "x", "y"),
        ("W", "W", "W" * 60),
    ],
)
def test_words_stay_in_their_place(name: str, long_name: str, organisation: str) -> None:
    blocks = set_words(name, long_name, organisation, TEXT, ROOM)
    assert sum(block.height for block in blocks) <= ROOM
    for block in blocks:
        widths = [font_of(block.size, bold=block.bold).getlength(line) for line in block.lines]
        assert max(widths) <= TEXT
    assert blocks[0].size >= max(block.size for block in blocks)


def test_a_short_name_is_large_and_a_long_one_whole() -> None:
    assert set_words("Kopi", "Kebun Organik Produk Inovatif", "SMAN 1", TEXT, ROOM)[0].size >= 100
    name = LONG[:100].strip()
    assert " ".join(set_words(name, "", "Dinas", TEXT, ROOM)[0].lines) == name


def test_one_line_is_shrunk_then_cut() -> None:
    assert one_line("SKPD", bold=True, largest=40, smallest=28, width=TEXT).size == 40
    cut = one_line(LONG, bold=True, largest=40, smallest=28, width=TEXT)
    assert (cut.size, cut.text[-1]) == (28, "…")


def test_the_digest_follows_what_is_shown() -> None:
    digests = {SHORT.digest, *(replace(SHORT, **{key: "lain"}).digest for key in ("kicker", "name", "foot", "photo"))}
    assert len(digests) == 5
    assert replace(SHORT).digest == SHORT.digest
