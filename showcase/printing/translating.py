"""Texts in another language for papers: the same catalogue as for pages, without a request."""

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"


@cache
def translator(language: str) -> Callable[[str], str]:
    """What gives an Indonesian text in this language; the text itself where the catalogue lacks it."""
    return gettext.translation("messages", CATALOGUES, [language], fallback=True).gettext
