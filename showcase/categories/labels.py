"""Categories in words: the colours' names, the templates' names, and what is wrong with a field."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from showcase.kernel import form_fields
from showcase.printing.palette import Palette

PALETTES: dict[Palette, LazyString] = {
    Palette.INDIGO: _l("Nila"),
    Palette.GREEN: _l("Hijau"),
    Palette.BERRY: _l("Merah jambu"),
    Palette.AMBER: _l("Kunyit"),
    Palette.TEAL: _l("Biru laut"),
    Palette.VIOLET: _l("Ungu"),
    Palette.BRICK: _l("Bata"),
    Palette.SLATE: _l("Abu-abu"),
}
TEMPLATES: dict[str, LazyString] = {
    "iga-2023": _l("IGA 2023: lima kriteria"),
    "simple": _l("Sederhana: tiga kriteria"),
    "simple-10": _l("Sederhana, nilai 1 sampai 10"),
    "simple-5": _l("Sederhana, nilai 1 sampai 5"),
    "empty": _l("Kosong: diisi sendiri"),
}
_WORDS: dict[str, LazyString] = {
    "name-taken": _l("Sudah ada kategori dengan nama ini."),
    "winners-range": _l("Tulis bilangan dari 1 sampai 50."),
    "too-many": _l("Paling banyak 20 kategori."),
}


def fields(wrong: Mapping[str, str]) -> dict[str, str]:
    """Field -> sentence."""
    return {
        **form_fields.words(wrong),
        **{name: str(_WORDS[code]) for name, code in wrong.items() if code in _WORDS},
    }
