"""Pictures: uploads decoded and made anew, and placeholders, in the sizes that pages use."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from showcase.kernel.errors import N_, REFUSED, DomainError
from showcase.printing.cloth import placeholder_image
from showcase.printing.palette import Palette

WIDTHS = (320, 640, 1280)
PREVIEW = (1200, 630)
# The widest and tallest that is kept of an upload: what a crop of half of it needs, and the tallest variant.
LARGEST = (WIDTHS[-1] * 2, WIDTHS[-1] * 3)
# How a picture is turned upright, by the orientation in its metadata.
ORIENTATION = ExifTags.Base.Orientation
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Turned so, a picture's width is its height.
LYING = frozenset({TURNS[5], TURNS[6], TURNS[7], TURNS[8]})
KINDS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 25_000_000
MAX_BYTES = 15 * 1024 * 1024
# Bytes that a phone on a crowded network may be asked to load; the quality sinks until a picture fits, within reason.
BUDGET = {320: 12_000, 640: 45_000, 1280: 140_000}
WEBP_QUALITIES = (76, 66, 56, 46)
JPEG_QUALITIES = (82, 72, 60, 45)
# WhatsApp shows no preview picture above 300 kB.
PREVIEW_BUDGET = 290_000


class PictureRefusedError(DomainError):
    """The upload is not taken; what is wrong is in the subclass."""

    code = "picture-refused"
    status = 422
    sentence = REFUSED


class PictureUnreadableError(PictureRefusedError):
    """Empty, damaged or cut short."""

    code = "picture-unreadable"
    status = 422
    sentence = N_("Gambar ini rusak atau terpotong, jadi tidak disimpan. Coba kirim lagi dari aslinya.")


class PictureTooLargeError(PictureRefusedError):
    """More than 25 megapixels or 15 MB."""

    code = "picture-too-large"
    status = 422
    sentence = N_("Gambar ini terlalu besar: paling banyak 15 MB dan 25 megapiksel.")


class PictureKindError(PictureRefusedError):
    """Neither JPEG nor PNG nor WebP, whatever its name says."""

    code = "picture-kind"
    status = 422
    sentence = N_("Berkas ini bukan gambar JPEG, PNG, atau WebP, jadi tidak disimpan. Pilih berkas lain.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in all the sizes that pages use.

    `digest` names its files and changes with the picture. `width` and `height` are those of the largest variant, in
    pixels. `webp` maps a nominal width (320, 640, 1280) to bytes; a smaller original is not blown up. `jpeg` is
    1200x630, for link previews.
    """

    digest: str
    width: int
    height: int
    webp: dict[int, bytes]
    jpeg: bytes

    def files(self) -> dict[str, bytes]:
        """Name -> bytes, as they lie in the media folder."""
        found = {f"{self.digest}-{width}.webp": data for width, data in self.webp.items()}
        return {**found, f"{self.digest}.jpg": self.jpeg}


def uploaded(data: bytes) -> Picture:
    """All sizes of an upload. Raises as `decode_upload` does."""
    return variants(decode_upload(data))


def decode_upload(data: bytes) -> Image.Image:
    """The pixels of an upload, upright and in sRGB, and nothing else of it: places and names in its metadata are gone.

    An animation gives its first frame; transparent parts stay transparent (mode RGBA). What is larger than any variant
    needs is made smaller: at most 2560 pixels wide and 3840 high. Raises PictureTooLargeError (25 megapixels,
    15 MB), PictureKindError (not JPEG, PNG or WebP) and PictureUnreadableError.
    """
    if len(data) > MAX_BYTES:
        raise PictureTooLargeError("The picture has more than 15 MB.")
    if not _is_known_kind(data):
        if not data.strip():
            raise PictureUnreadableError("The file is empty.")
        raise PictureKindError("The file is neither JPEG nor PNG nor WebP.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=KINDS) as opened:
                # The header alone was read so far: a bomb is refused before it costs memory.
                if opened.width * opened.height > MAX_PIXELS:
                    raise PictureTooLargeError("The picture has more than 25 megapixels.")
                if opened.format == "JPEG":
                    opened.draft("RGB", (WIDTHS[-1] * 2, WIDTHS[-1] * 2))
                return _plain(opened)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PictureTooLargeError("The picture has more than 25 megapixels.") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise PictureUnreadableError("The picture is damaged or incomplete.") from error


def variants(image: Image.Image) -> Picture:
    """All sizes of an image; transparent parts become white."""
    opaque = on_white(image)
    webp = {}
    shown = opaque
    for width in sorted(WIDTHS, reverse=True):
        # From the next larger one: as sharp, and a third of the work.
        shown = shown.copy()
        shown.thumbnail((width, width * 3), Image.Resampling.LANCZOS)
        webp[width] = within(shown, "WEBP", WEBP_QUALITIES, BUDGET[width], method=4)
        if width == WIDTHS[-1]:
            size = shown.size
    preview = ImageOps.fit(opaque, PREVIEW, Image.Resampling.BICUBIC)
    jpeg = within(preview, "JPEG", JPEG_QUALITIES, PREVIEW_BUDGET, progressive=True)
    digest = hashlib.sha256(webp[WIDTHS[-1]]).hexdigest()[:32]
    return Picture(digest, *size, webp=dict(sorted(webp.items())), jpeg=jpeg)


def placeholder(palette: Palette, seed: str) -> Picture:
    """A picture for an entry without one, in all sizes: its category's dye and motif, and words that say what it is."""
    return variants(placeholder_image(palette, seed))


def _is_known_kind(data: bytes) -> bool:
    """Whether the file begins as a JPEG, PNG or WebP does."""
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _plain(opened: Image.Image) -> Image.Image:
    """A new image with the pixels of the first frame.

    Twenty-five megapixels take 100 MB a copy, so it is made smaller before anything else is done with it.
    """
    profile = opened.info.get("icc_profile")
    in_colours = opened.mode in {"RGB", "RGBA"}
    pixels = _in_colours(opened)
    turn = TURNS.get(_orientation(opened))
    pixels.thumbnail(LARGEST[::-1] if turn in LYING else LARGEST, Image.Resampling.LANCZOS)
    if turn is not None:
        pixels = pixels.transpose(turn)
    if profile and in_colours:
        pixels = _in_srgb(pixels, profile)
    fresh = Image.new(pixels.mode, pixels.size)
    fresh.paste(pixels)
    return fresh


def _orientation(opened: Image.Image) -> int:
    """1 to 8 as in EXIF, 1 (upright) for what is no such number."""
    stored = opened.getexif().get(ORIENTATION, 1)
    return stored if isinstance(stored, int) else 1


def _in_colours(opened: Image.Image) -> Image.Image:
    """The pixels as RGB, or RGBA where some are transparent; the image itself if it is so already."""
    opened.load()
    if opened.mode in {"RGB", "RGBA"} and "transparency" not in opened.info:
        return opened
    if opened.mode.startswith("I"):
        # 16-bit grey: Pillow would clip it to white instead of scaling it.
        return opened.point(lambda value: value / 256).convert("L").convert("RGB")
    clear = opened.mode in {"RGBA", "LA", "PA"} or "transparency" in opened.info
    return opened.convert("RGBA" if clear else "RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Phones photograph in wider colours, which would look dull without their profile; a broken profile is ignored."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return image
    return turned or image


def on_white(image: Image.Image) -> Image.Image:
    """The image without transparency, on white paper."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, (255, 255, 255))
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def within(image: Image.Image, kind: str, qualities: tuple[int, ...], budget: int, **options: int) -> bytes:
    """The image at the first quality that fits the budget, else at the lowest."""
    data = b""
    for quality in qualities:
        file = io.BytesIO()
        image.save(file, kind, quality=quality, **options)
        data = file.getvalue()
        if len(data) <= budget:
            break
    return data
