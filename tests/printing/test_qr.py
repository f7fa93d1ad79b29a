"""QR codes."""

import re

import pytest
import zxingcpp
from defusedxml.ElementTree import fromstring
from PIL import Image, ImageDraw

from showcase.printing.qr import booth_url, qr_matrix, qr_svg, runs

URL = "HTTP://192.168.10.20:8000/B/7QK2M"


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("http://192.168.10.20:8000", "HTTP://192.168.10.20:8000/B/7QK2M"),
        ("https://pameran.id/", "HTTPS://PAMERAN.ID/B/7QK2M"),
        ("https://pameran.id/Inovasi/", "HTTPS://PAMERAN.ID/Inovasi/B/7QK2M"),
    ],
)
def test_a_booths_address_is_in_capitals_but_for_a_path_of_its_own(base: str, url: str) -> None:
    assert booth_url(base, "7qk2m") == url


def test_capitals_make_a_smaller_code() -> None:
    assert len(qr_matrix(URL)) < len(qr_matrix(URL.lower()))


def test_runs_cover_exactly_the_black_modules() -> None:
    matrix = qr_matrix(URL)
    covered = [(y, x + step) for x, y, length in runs(matrix) for step in range(length)]
    black = [(y, x) for y, row in enumerate(matrix) for x, module in enumerate(row) if module]
    assert covered == black


def test_an_empty_text_has_no_code() -> None:
    with pytest.raises(ValueError, match="needs a text"):
        qr_matrix("")


def test_a_text_too_long_for_any_code_is_refused() -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the library's own words
        qr_matrix("x" * 5000)


def test_the_svg_reads_back_and_keeps_the_quiet_zone() -> None:
    svg = qr_svg(URL, label='Kode QR stan "A-01" & <lain>')
    root = fromstring(svg)
    side = len(qr_matrix(URL)) + 8
    assert root.get("viewBox") == f"0 0 {side} {side}"
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'Kode QR stan "A-01" & <lain>'
    assert "style" not in svg
    assert svg.count("<path") == 1
    picture = Image.new("L", (side * 6, side * 6), 255)
    draw = ImageDraw.Draw(picture)
    found = [tuple(map(int, run)) for run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg)]
    for x, y, length in found:
        draw.rectangle((x * 6, y * 6, (x + length) * 6 - 1, y * 6 + 5), fill=0)
    assert min(x for x, _, _ in found) == min(y for _, y, _ in found) == 4
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [URL]
