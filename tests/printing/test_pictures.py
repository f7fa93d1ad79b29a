"""Pictures: what is refused, what is dropped, and how large the variants are."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image, ImageCms, ImageFilter, ImageOps

from showcase.exhibitions.photos import PhotoView
from showcase.printing import pictures
from showcase.printing.cloth import SIZE, placeholder_image
from showcase.printing.palette import DYES, Palette
from showcase.printing.pictures import (
    PictureKindError,
    PictureRefusedError,
    PictureTooLargeError,
    PictureUnreadableError,
    decode_upload,
    placeholder,
    uploaded,
    variants,
)

pytestmark = pytest.mark.slow


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """The image as a file of this kind."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def photograph(width: int = 2400, height: int = 1600) -> Image.Image:
    """Something as hard to compress as a photograph: soft shapes with fine grain."""
    chance = random.Random(7)
    small = Image.frombytes("RGB", (48, 32), chance.randbytes(48 * 32 * 3))
    soft = small.resize((width, height), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(6))
    grain = Image.effect_noise((width, height), 18).convert("RGB")
    return Image.blend(soft, grain, 0.12)


def png_claiming(width: int, height: int) -> bytes:
    """A tiny PNG whose header promises this many pixels."""

    def part(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", zlib.compress(b"\0" * 64)) + part(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "refusal", "code"),
    [
        (png_claiming(60_000, 60_000), PictureTooLargeError, "picture-too-large"),
        (png_claiming(12_000, 12_000), PictureTooLargeError, "picture-too-large"),
        (png_claiming(5_001, 5_000), PictureTooLargeError, "picture-too-large"),
        (b"\xff\xd8\xff" + b"x" * pictures.MAX_BYTES, PictureTooLargeError, "picture-too-large"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', PictureKindError, "picture-kind"),
        (b"GIF89a" + b"\0" * 40, PictureKindError, "picture-kind"),
        (b"%PDF-1.7\n", PictureKindError, "picture-kind"),
        (b"MZ\x90\0", PictureKindError, "picture-kind"),
        (b"", PictureUnreadableError, "picture-unreadable"),
        (b"\xff\xd8\xff\xe0rest", PictureUnreadableError, "picture-unreadable"),
        (b"\x89PNG\r\n\x1a\nrest", PictureUnreadableError, "picture-unreadable"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", PictureUnreadableError, "picture-unreadable"),
        (png_claiming(400, 400), PictureUnreadableError, "picture-unreadable"),
        (encoded(photograph(600, 400))[:9000], PictureUnreadableError, "picture-unreadable"),
    ],
)
def test_what_is_refused(data: bytes, refusal: type[PictureRefusedError], code: str) -> None:
    with pytest.raises(refusal) as refused:
        uploaded(data)
    assert refused.value.code == code


def test_places_and_turns_are_gone() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Kamera"
    exif.get_ifd(0x8825)[2] = (2.0, 20.0, 30.0)
    data = encoded(photograph(300, 200), exif=exif, comment=b"rahasia")
    assert b"Kamera" in data
    image = decode_upload(data)
    assert image.size == (200, 300)
    assert not image.info
    assert not image.getexif()
    picture = variants(image)
    for stored in (*picture.webp.values(), picture.jpeg):
        assert b"Exif" not in stored
        assert b"EXIF" not in stored
        assert b"rahasia" not in stored


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encoded(photograph(60, 40), "PNG", exif=exif)
    with Image.open(io.BytesIO(data)) as opened:
        upright = ImageOps.exif_transpose(opened)
    assert pictures.decode_upload(data).tobytes() == upright.tobytes()


def test_an_orientation_that_is_none_is_ignored() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    # A text where a number belongs.
    forged = (
        exif.tobytes()
        .replace(b"\x12\x01\x03\x00", b"\x12\x01\x02\x00")
        .replace(b"\x01\x12\x00\x03", b"\x01\x12\x00\x02")
    )
    assert forged != exif.tobytes()
    assert pictures.decode_upload(encoded(photograph(60, 40), "PNG", exif=forged)).size == (60, 40)


@pytest.mark.parametrize(("orientation", "most"), [(1, (2560, 3840)), (6, (2560, 3840))])
@pytest.mark.parametrize("size", [(5900, 30), (30, 5900)])
def test_what_no_variant_needs_is_not_kept(orientation: int, most: tuple[int, int], size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = pictures.decode_upload(encoded(Image.new("RGBA", size), "PNG", exif=exif))
    assert image.width <= most[0]
    assert image.height <= most[1]
    assert max(image.size) in most


def test_a_photograph_fits_a_crowded_network() -> None:
    picture = uploaded(encoded(photograph(), quality=92))
    assert (picture.width, picture.height) == (1280, 853)
    for width, data in picture.webp.items():
        with Image.open(io.BytesIO(data)) as variant:
            assert variant.format == "WEBP"
            assert variant.width == width
    assert len(picture.webp[320]) <= 12_000
    assert len(picture.webp[640]) <= 45_000
    assert len(picture.jpeg) < 300_000
    with Image.open(io.BytesIO(picture.jpeg)) as preview:
        assert (preview.format, preview.size) == ("JPEG", (1200, 630))
    assert list(picture.files()) == [
        f"{picture.digest}-320.webp",
        f"{picture.digest}-640.webp",
        f"{picture.digest}-1280.webp",
        f"{picture.digest}.jpg",
    ]


def test_a_small_picture_is_not_blown_up() -> None:
    picture = uploaded(encoded(photograph(200, 120), "PNG"))
    assert (picture.width, picture.height) == (200, 120)
    with Image.open(io.BytesIO(picture.webp[1280])) as variant:
        assert variant.size == (200, 120)


def test_an_animation_gives_its_first_frame() -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    image = decode_upload(encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True))
    assert image.getpixel((5, 5)) == (255, 0, 0)


def test_transparent_parts_become_white() -> None:
    image = decode_upload(encoded(Image.new("RGBA", (640, 400), (0, 0, 0, 0)), "PNG"))
    assert image.mode == "RGBA"
    with Image.open(io.BytesIO(variants(image).jpeg)) as preview:
        assert preview.getpixel((600, 300)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "CMYK", "I;16"])
def test_every_colour_mode_is_taken(mode: str) -> None:
    grey = Image.new("I;16", (40, 30), 32_768) if mode == "I;16" else Image.new("L", (40, 30), 128).convert(mode)
    image = decode_upload(encoded(grey, "JPEG" if mode == "CMYK" else "PNG"))
    pixel = image.convert("RGB").getpixel((3, 3))
    assert isinstance(pixel, tuple)
    assert mode == "1" or all(abs(part - 128) < 12 for part in pixel)


def test_a_colour_profile_is_followed_and_a_broken_one_ignored() -> None:
    image = Image.new("RGB", (40, 30), (200, 40, 40))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, b"no profile"):
        red, green, blue = decode_upload(encoded(image, "PNG", icc_profile=profile)).getpixel((3, 3))  # type: ignore[misc]
        assert abs(red - 200) + abs(green - 40) + abs(blue - 40) < 6


def test_the_digest_follows_the_pixels() -> None:
    first = placeholder(Palette.TEAL, "bailang/kalita-dua")
    assert first == placeholder(Palette.TEAL, "bailang/kalita-dua")
    assert first.digest != placeholder(Palette.TEAL, "bailang/boengas").digest


@pytest.mark.parametrize("palette", Palette)
def test_a_placeholder_is_in_its_categorys_colour(palette: Palette) -> None:
    image = placeholder_image(palette, "contoh")
    assert image.size == SIZE
    band = DYES[palette].band
    dye = [int(band[place : place + 2], 16) for place in (1, 3, 5)]
    mean = image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(mean, tuple)
    assert mean.index(max(mean)) == dye.index(max(dye)) or max(dye) - min(dye) < 40
    picture = variants(image)
    assert len(picture.webp[640]) <= 45_000
    assert len(picture.jpeg) < 300_000


@pytest.mark.parametrize(
    ("width", "sources"),
    [
        (200, "-320.webp 200w"),
        (640, "-320.webp 320w|-640.webp 640w"),
        (900, "-320.webp 320w|-640.webp 640w|-1280.webp 900w"),
    ],
)
def test_a_page_offers_each_file_with_its_real_width(width: int, sources: str) -> None:
    picture = uploaded(encoded(photograph(width, width // 2)))
    shown = PhotoView(picture.digest, picture.width, picture.height, "")
    assert shown.sources.replace(f"/media/{picture.digest}", "") == sources.replace("|", ", ")
    for source in shown.sources.split(", "):
        name, real = source.removeprefix("/media/").split()
        with Image.open(io.BytesIO(picture.files()[name])) as variant:
            assert f"{variant.width}w" == real
