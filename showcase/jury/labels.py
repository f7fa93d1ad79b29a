"""Judging in words: criteria, obstacles and scores."""

from collections.abc import Mapping, Sequence

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from showcase.jury.actions.sheets import SheetView
from showcase.jury.rules.criteria import ALL, Fault
from showcase.jury.rules.obstacles import Cause
from showcase.jury.rules.scoring import centi_text
from showcase.kernel.filters import decimal

# Criteria in words: what is wrong with a field of a row, and what a sum of weights still needs.

_WORDS: dict[str, LazyString] = {
    "text-needed": _l("Wajib diisi."),
    "text-long": _l("Terlalu panjang."),
    "text-invalid": _l("Ada huruf yang tidak bisa disimpan."),
    "name-repeated": _l("Nama ini sudah dipakai kriteria lain."),
    "number-invalid": _l("Isi dengan angka, paling banyak dua angka di belakang koma."),
    "weight-range": _l("Bobot dari 0,01 sampai 100 persen."),
    "weights-sum": _l("Setelah dibuka, jumlah bobot harus tepat 100 persen."),
    "scale-range": _l("Nilai terendah paling kecil 0, tertinggi dari 1 sampai 1.000."),
    "scale-order": _l("Nilai tertinggi harus di atas nilai terendah."),
    "scale-step": _l("Dengan langkah ini nilai tertinggi tidak bisa diberikan."),
    "level-range": _l("Ada tingkat di luar skala, atau di antara dua langkahnya."),
    "level-repeated": _l("Satu nilai hanya bisa punya satu arti."),
    "too-many": _l("Terlalu banyak; paling banyak 20 kriteria, masing-masing dengan 11 tingkat."),
}
# With gaps in braces, because the script that follows the typing fills them as well.
SUMS: dict[str, LazyString] = {
    "whole": _l("{sum} dari {all}: pas"),
    "short": _l("{sum} dari {all}: kurang {rest}"),
    "over": _l("{sum} dari {all}: lebih {rest}"),
}
# Two fields have a sentence of their own for a missing text.
_LEVEL_NEEDED = _l("Tuliskan arti tiap nilai.")


def by_row(faults: Sequence[Fault]) -> dict[int, dict[str, str]]:
    """Row -> field -> the first sentence about it."""
    found: dict[int, dict[str, str]] = {}
    for fault in faults:
        if fault.row is not None:
            found.setdefault(fault.row, {}).setdefault(fault.field, _sentence(fault))
    return found


def together(faults: Sequence[Fault]) -> str:
    """What is wrong with the rows together, if anything."""
    return next((_sentence(fault) for fault in faults if fault.row is None), "")


def sum_words(weight_bp: int) -> str:
    """How far a sum of weights is from 100 %."""
    kind = "whole" if weight_bp == ALL else "short" if weight_bp < ALL else "over"
    return str(SUMS[kind]).format(sum=_percent(weight_bp), all=_percent(ALL), rest=_percent(abs(ALL - weight_bp)))


def _percent(weight_bp: int) -> str:
    return f"{decimal(centi_text(weight_bp))} %"


def _sentence(fault: Fault) -> str:
    if (fault.field, fault.code) == ("levels", "text-needed"):
        return str(_LEVEL_NEEDED)
    return str(_WORDS[fault.code])


# Why a juror could not score, in words; for the juror's and the organizer's pages.

CAUSES: Mapping[Cause, LazyString] = {
    Cause.BOOTH_EMPTY: _l("Stan kosong"),
    Cause.PRESENTER_ABSENT: _l("Penyaji tidak ada"),
    Cause.SAME_TEAM: _l("Tim yang sama dengan inovasi lain"),
    Cause.TECHNICAL: _l("Kendala teknis"),
    Cause.OTHER: _l("Lainnya"),
}


# What is wrong with a score, in words, and the names of the form's fields.

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
