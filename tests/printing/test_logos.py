"""A logo's two files: small for pages, larger for paper, transparent where the original is."""

import io

import pytest
from PIL import Image

from showcase.printing import logos
from showcase.printing.pictures import PictureKindError, PictureRefusedError, PictureUnreadableError


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_empty_margins_go_and_transparency_stays() -> None:
    image = Image.new("RGBA", (1000, 1000), (0, 0, 0, 0))
    image.paste((11, 107, 70, 255), (400, 450, 600, 500))
    image.paste((0, 0, 0, 0), (450, 460, 550, 490))
    made = logos.uploaded(encoded(image))
    small = opened(made.webp)
    assert small.size == (made.width, logos.HEIGHT) == (logos.WIDEST, logos.HEIGHT)
    assert small.mode == "RGBA"
    assert small.getchannel("A").getextrema() == (0, 255)
    assert opened(made.png).size == (200, 50)


@pytest.mark.parametrize("size", [(4000, 40), (40, 4000), (1, 1), (300, 300)])
def test_any_shape_fits(size: tuple[int, int]) -> None:
    made = logos.uploaded(encoded(Image.new("RGB", size, "#a3201d"), "JPEG"))
    assert opened(made.webp).height == logos.HEIGHT
    assert 1 <= made.width <= logos.WIDEST
    paper = opened(made.png)
    assert paper.width <= logos.PAPER[0]
    assert paper.height <= logos.PAPER[1]
    assert len(made.webp) <= logos.BUDGET


def test_what_its_metadata_told_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010E] = "rahasia di rumah"
    made = logos.uploaded(encoded(Image.new("RGB", (200, 80), "#2b3f99"), "JPEG", exif=exif))
    assert not [data for data in made.files().values() if b"rahasia" in data]


def test_names() -> None:
    made = logos.uploaded(encoded(Image.new("RGB", (200, 80), "#2b3f99")))
    assert list(made.files()) == [f"{made.digest}-logo.webp", f"{made.digest}-logo.png"]
    again = logos.uploaded(encoded(Image.new("RGB", (200, 80), "#2b3f99"), "WEBP", lossless=True))
    assert again.digest == made.digest


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", logos.LogoDrawingError),
        (b"  <?xml version='1.0'?>\n<!-- x --><SVG/>", logos.LogoDrawingError),
        (encoded(Image.new("RGBA", (9, 9), (0, 0, 0, 0))), logos.LogoBlankError),
        (b"<html></html>", PictureKindError),
        (b"", PictureUnreadableError),
    ],
)
def test_what_is_no_logo_is_refused(data: bytes, refusal: type[PictureRefusedError]) -> None:
    with pytest.raises(refusal) as refused:
        logos.uploaded(data)
    assert type(refused.value) is refusal
