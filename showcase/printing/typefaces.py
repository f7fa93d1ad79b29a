"""The bundled fonts, registered once for every PDF, and the characters that they can print.

A PDF embeds the characters it uses, so that a document looks the same on every printer. Licences lie beside the fonts.
Arabic is shaped here: its letters are joined by the code points that the fonts have for joined forms, and each line is
turned into the order in which it is drawn. `tools/merge-fonts` made the fonts.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from arabic_reshaper import ArabicReshaper
from bidi import get_display
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).parent / "fonts"
REGULAR, BOLD, MONO = "ShowcaseSans", "ShowcaseSans-Bold", "ShowcaseMono-Bold"
FILES = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf", MONO: "DejaVuSansMono-Bold.ttf"}
# Characters that only choose how the one before them looks.
VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_LATIN = re.compile("[A-Za-z]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefe]")
# Vowel marks are left out: without a layout engine they can't be placed.
_RESHAPER = ArabicReshaper({"delete_harakat": True})


class _Font(TTFont):  # type: ignore[misc]  # ReportLab has no types
    """A font that draws right-to-left text in its visual order."""

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> Any:  # noqa: N802 - ReportLab's name
        """As ReportLab's, which every text of a PDF passes on its way to the page."""
        return super().splitString(in_visual_order(text), doc, encoding)


_FONTS = {name: _Font(name, str(FOLDER / file)) for name, file in FILES.items()}
for _font in _FONTS.values():
    pdfmetrics.registerFont(_font)
pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def in_visual_order(line: str) -> str:
    """A line of shaped text in the order in which its characters are drawn from left to right.

    A line with Latin letters in it reads from the left, as the pages show it, whatever it begins with.
    """
    if not isinstance(line, str) or not _ARABIC.search(line):
        return line
    return str(get_display(line, base_dir="L" if _LATIN.search(line) else "R"))


def lacking(text: str) -> list[str]:
    """The characters of a text that no bundled font can print, each once, in their order."""
    glyphs = _FONTS[REGULAR].face.charToGlyph
    return list(dict.fromkeys(c for c in _visible(text) if ord(c) not in glyphs))


def legible(text: str, *instead: str) -> str:
    """The first of these texts of which a letter or a digit can be printed; the last one if none has any."""
    offered = (text, *instead)
    return next((one for one in offered if any(c.isalnum() for c in printable(one))), offered[-1])


def printable(text: str, font: str = REGULAR) -> str:
    """The text on one line, as the font can print it; Arabic letters are joined.

    Control characters and line breaks become single spaces; a character that the font lacks (an emoji) is left out
    rather than printed as an empty box.
    """
    glyphs = _FONTS[font].face.charToGlyph
    spaced = "".join(" " if unicodedata.category(c) in {"Cc", "Zs", "Zl", "Zp"} else c for c in _shaped(text))
    return " ".join("".join(c for c in spaced if ord(c) in glyphs).split())


def _visible(text: str) -> Iterator[str]:
    """What of a text needs a glyph: no spaces, control or format characters, no variation selectors."""
    return (c for c in _shaped(text) if unicodedata.category(c)[0] not in "CZ" and ord(c) not in VARIATION_SELECTORS)


def _shaped(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    if not composed.isascii():
        composed = "".join(_plainer(character) for character in composed)
    return str(_RESHAPER.reshape(composed)) if _ARABIC.search(composed) else composed


def _plainer(character: str) -> str:
    """A full-width letter or a ligature as the plain letters that the fonts have."""
    glyphs = _FONTS[REGULAR].face.charToGlyph
    if ord(character) in glyphs:
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if all(ord(one) in glyphs for one in plain) else character
