"""The bundled fonts, registered once for every PDF, and the characters that they can print.

A PDF embeds the characters it uses, so that a document looks the same on every printer. Licences lie beside the fonts.
"""

import unicodedata
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).parent / "fonts"
REGULAR, BOLD, MONO = "ShowcaseSans", "ShowcaseSans-Bold", "ShowcaseMono-Bold"
FILES = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf", MONO: "DejaVuSansMono-Bold.ttf"}

# Signs that only choose how the one before them looks.
VARIANTS = range(0xFE00, 0xFE10)

_FONTS = {name: TTFont(name, str(FOLDER / file)) for name, file in FILES.items()}
for _font in _FONTS.values():
    pdfmetrics.registerFont(_font)
pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def lacking(text: str) -> list[str]:
    """The characters of a text that no bundled font can print, each once, in their order. Spaces and marks aside."""
    glyphs = _FONTS[REGULAR].face.charToGlyph
    composed = unicodedata.normalize("NFC", text)
    wanted = (c for c in composed if unicodedata.category(c)[0] not in "CZ" and ord(c) not in VARIANTS)
    return list(dict.fromkeys(c for c in wanted if ord(c) not in glyphs))


def printable(text: str, font: str = REGULAR) -> str:
    """The text on one line, as the font can print it.

    Control characters and line breaks become single spaces; a character that the font lacks (an emoji) is left out
    rather than printed as an empty box.
    """
    glyphs = _FONTS[font].face.charToGlyph
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(" " if unicodedata.category(c) in {"Cc", "Zs", "Zl", "Zp"} else c for c in composed)
    return " ".join("".join(c for c in spaced if ord(c) in glyphs).split())
