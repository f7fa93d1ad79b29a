"""Draws static/img/icon-*.png from static/img/icon.svg in Chromium. Run it after a change of the drawing.

Phones cut `maskable` icons to their own shape, at worst a circle of four fifths of the width; the
drawing keeps inside it.
"""

import io
import re

from PIL import Image
from playwright.sync_api import sync_playwright

from tools.pictures import CHROMIUM, FLAGS
from tools.server import ROOT

FOLDER = ROOT / "static" / "img"
# Name, size in pixels, share of the square that the drawing takes, whether the ground fills the square.
ICONS = (
    ("icon-any-192", 192, 1.0, False),
    ("icon-any-512", 512, 1.0, False),
    ("icon-maskable-192", 192, 0.95, True),
    ("icon-maskable-512", 512, 0.95, True),
    ("icon-apple", 180, 1.0, True),
)


def drawing(share: float, *, filled: bool) -> str:
    """The icon as SVG; `filled`: its ground to the edges, the drawing smaller in the middle."""
    svg = (FOLDER / "icon.svg").read_text()
    if not filled:
        return svg
    ground = re.search(r'<rect[^>]*fill="(#\w+)"/>', svg)
    if ground is None:
        raise ValueError("icon.svg has no ground")
    margin = 32 * (1 - share)
    inside = svg[ground.end() :].replace("</svg>", "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="{ground[1]}"/>'
        f'<g transform="translate({margin} {margin}) scale({share})">{inside}</g></svg>'
    )


def main() -> None:
    """Draw them all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, size, share, filled in ICONS:
            page = browser.new_page(viewport={"width": size, "height": size})
            style = "<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>"
            page.set_content(style + drawing(share, filled=filled))
            shot = Image.open(io.BytesIO(page.screenshot(omit_background=True)))
            shot.quantize(64).save(FOLDER / f"{name}.png", optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
