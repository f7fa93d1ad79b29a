"""An organizer's logo: decoded, trimmed to what is drawn, and made anew, small for pages and larger for paper.

Its files are named by its digest: `<digest>-logo.webp`, 96 pixels high, in page headers and on the stage, and
`<digest>-logo.png`, at most 1200 x 480 pixels, for posters and documents. Both keep transparent parts.
"""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image

from showcase.kernel.errors import N_, DomainError
from showcase.printing import pictures

HEIGHT, WIDEST = 96, 360
PAPER = (1200, 480)
# A header is on every page of every phone; the quality sinks until the file is small.
BUDGET = 6_000
QUALITIES = (90, 75, 60, 40)


class LogoNeededError(DomainError):
    """No file was chosen."""

    code = "logo-needed"
    status = 422
    sentence = N_("Pilih dulu berkas logonya.")


class LogoDrawingError(pictures.PictureKindError):
    """An SVG, which may hold scripts and addresses of other servers."""

    code = "logo-svg"
    status = 422
    sentence = N_("Berkas SVG tidak diterima, karena bisa berisi program. Simpan logonya sebagai PNG, lalu unggah itu.")


class LogoBlankError(pictures.PictureRefusedError):
    """Nothing is drawn on it: every part is transparent."""

    code = "logo-blank"
    status = 422
    sentence = N_("Gambar ini kosong: semua bagiannya tembus pandang. Pilih berkas lain.")


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo's two files. `width` is the small one's, in pixels; its height is HEIGHT."""

    digest: str
    width: int
    webp: bytes
    png: bytes

    def files(self) -> dict[str, bytes]:
        """Name -> bytes, as they lie in the media folder."""
        return {f"{self.digest}-logo.webp": self.webp, f"{self.digest}-logo.png": self.png}


def uploaded(data: bytes) -> Logo:
    """A logo of an upload. Raises LogoDrawingError, LogoBlankError, and what `pictures.decode_upload` raises."""
    start = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"<") and b"<svg" in start:
        raise LogoDrawingError("SVG files are not taken.")
    image = pictures.decode_upload(data)
    if image.mode == "RGBA":
        drawn = image.getchannel("A").getbbox()
        if drawn is None:
            raise LogoBlankError("The picture is transparent everywhere.")
        image = image.crop(drawn)
    paper = image.copy()
    paper.thumbnail(PAPER, Image.Resampling.LANCZOS)
    small = _small(image)
    png = io.BytesIO()
    paper.save(png, "PNG", optimize=True)
    webp = pictures.within(small, "WEBP", QUALITIES, BUDGET, method=6)
    digest = hashlib.sha256(png.getvalue()).hexdigest()[:32]
    return Logo(digest, small.width, webp, png.getvalue())


def _small(image: Image.Image) -> Image.Image:
    """As high as a header's line; a very wide one is made narrower, on transparent ground."""
    shown = image.copy()
    scale = min(HEIGHT / shown.height, WIDEST / shown.width)
    size = (max(1, round(shown.width * scale)), max(1, round(shown.height * scale)))
    shown = shown.resize(size, Image.Resampling.LANCZOS)
    if shown.height == HEIGHT:
        return shown
    ground = Image.new("RGBA", (shown.width, HEIGHT), (255, 255, 255, 0))
    ground.paste(shown, (0, (HEIGHT - shown.height) // 2))
    return ground
