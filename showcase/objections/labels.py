"""Objections in words."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from showcase.exhibitions.views import ExhibitionView
from showcase.objections.actions.objections import CATEGORY, ENTRY
from showcase.objections.queries import Line
from showcase.objections.rules import Outcome

OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.ACCEPTED: _l("Diterima"),
    Outcome.REFUSED: _l("Ditolak"),
    Outcome.WITHDRAWN: _l("Dicabut"),
}
MEANINGS: dict[Outcome, LazyString] = {
    Outcome.ACCEPTED: _l("Sanggahannya benar. Hasil tetap tersimpan apa adanya; akibatnya ditulis sebagai koreksi."),
    Outcome.REFUSED: _l("Sanggahannya tidak mengubah apa pun."),
    Outcome.WITHDRAWN: _l("Penyanggah mencabutnya, atau sanggahan ini salah catat."),
}
# The list's tabs: what the address says, and the words.
STATES: dict[str, LazyString] = {
    "waiting": _l("Belum dijawab"),
    **{outcome.value: words for outcome, words in OUTCOMES.items()},
    "": _l("Semua"),
}


def about(line: Line) -> str:
    """What it is about."""
    if line.entry:
        return line.entry
    return _("Kategori %(name)s", name=line.category) if line.category else _("Seluruh hasil")


def outcome(value: Outcome | None) -> str:
    """The latest answer; empty where there is none."""
    return str(OUTCOMES[value]) if value else ""


def subjects(shown: ExhibitionView) -> list[tuple[str, list[tuple[str, str]]]]:
    """What an objection can be about, in groups of (value, words)."""
    entries = sorted(shown.entries, key=lambda entry: entry.booth)
    return [
        (_("Kategori"), [(f"{CATEGORY}:{group.slug}", group.name) for group in shown.categories]),
        (_("Inovasi"), [(f"{ENTRY}:{entry.slug}", f"{entry.booth} · {entry.name}") for entry in entries]),
    ]
