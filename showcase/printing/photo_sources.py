"""Uncropped pictures, made anew like everything that is uploaded, from which crops can be made again and again."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image

from showcase.printing.cropping import Crop
from showcase.printing.pictures import Picture, decode_upload, on_white, variants

# Enough for a crop of half the picture to fill the largest variant.
SIDE = 2560
QUALITY = 86


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload made anew: the picture in all sizes, and its uncropped source (WebP, at most 2560 pixels a side)."""

    picture: Picture
    source_digest: str
    source: bytes

    def files(self) -> dict[str, bytes]:
        """Name -> bytes, as they lie in the media folder."""
        return {**self.picture.files(), source_name(self.source_digest): self.source}


def source_name(digest: str) -> str:
    """The file of a source. The address of public pictures does not reach it: what was cut away stays with staff."""
    return f"{digest}-source.webp"


def received(data: bytes) -> Upload:
    """An upload in all forms that are kept. Raises as `pictures.decode_upload` does."""
    image = on_white(decode_upload(data))
    source = image.copy()
    source.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    source.save(file, "WEBP", quality=QUALITY, method=4)
    kept = file.getvalue()
    return Upload(variants(image), _digest(kept), kept)


def again(source: bytes) -> Upload:
    """A kept source in all forms, as it was when it was received."""
    return Upload(cropped(source, Crop()), _digest(source), source)


def cropped(source: bytes, crop: Crop) -> Picture:
    """The part of a kept source that the crop shows, in all sizes."""
    with Image.open(io.BytesIO(source), formats=("WEBP",)) as opened:
        whole = opened.convert("RGB")
    return variants(whole.crop(crop.box(*whole.size)))


def _digest(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()[:32]
