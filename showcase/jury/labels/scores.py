"""What is wrong with a score, in words, and the names of the form's fields."""

from flask_babel import gettext as _

from showcase.jury.actions.sheets import SheetView
from showcase.kernel.filters import decimal

PREFIX = "score."


def whole(text: str, digits: int) -> int:
    """A whole number in ASCII digits, at most this many; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else 0


def word(view: SheetView, slug: str, code: str) -> str:
    """The sentence under a field."""
    criterion = next((criterion for criterion in view.criteria if criterion.slug == slug), None)
    if criterion is None:
        return _("Kriteria ini tidak dikenal.")
    limits = {"least": decimal(criterion.minimum), "most": decimal(criterion.maximum)}
    words = {
        "score-invalid": _("Tulis angka saja, paling banyak dua angka di belakang koma, misalnya 82,5."),
        "score-range": _("Nilainya dari %(least)s sampai %(most)s.", **limits),
        "score-step": _(
            "Nilainya dari %(least)s sampai %(most)s, tiap %(step)s.", step=decimal(criterion.step), **limits
        ),
        "repeated": _("Terkirim dua kali, jadi tidak disimpan. Tulis sekali lagi."),
    }
    return words.get(code, _("Belum diisi."))
