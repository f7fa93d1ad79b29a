"""An entry's fields, states and recorded acts, in words."""

from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from showcase.entries.rules import fields
from showcase.entries.rules.changes import FieldChange
from showcase.entries.rules.fields import Field, Place, Shape
from showcase.entries.rules.profile import TERMS, label
from showcase.exhibitions.views import EntryView
from showcase.kernel import filters

FIELDS: dict[str, LazyString] = {
    **{field.name: _l(field.label) for field in fields.FIELDS},
    "status": _l("Keadaan"),
    "alt": _l("Keterangan foto"),
    "photos": _l("Jumlah foto"),
    "place": _l("Urutan foto"),
    "crop": _l("Potongan"),
}
STATUS: dict[str, LazyString] = {"draft": _l("Draf"), "published": _l("Terbit"), "withdrawn": _l("Ditarik")}
LACKS: dict[str, LazyString] = {"photo": _l("Tanpa foto"), "summary": _l("Tanpa ringkasan")}
ACTIONS: dict[str, LazyString] = {
    "entry.create": _l("Inovasi dibuat"),
    "entry.update": _l("Isian diubah"),
    "entry.booth": _l("Nomor stan diganti"),
    "entry.withdraw": _l("Ditarik dari lomba"),
    "entry.restore": _l("Dikembalikan ke lomba"),
    "entry.photo-add": _l("Foto ditambahkan"),
    "entry.photo-remove": _l("Foto dihapus"),
    "entry.photo-order": _l("Urutan foto diganti"),
    "entry.photo-crop": _l("Foto dipotong"),
    "entry.photo-alt": _l("Keterangan foto diubah"),
}
# Above this many characters a text is folded away.
LONG = 120


def action(name: str) -> str:
    """What was done, in words."""
    return str(ACTIONS.get(name, name))


def field(name: str) -> str:
    """What a field is called on pages."""
    return str(FIELDS.get(name, name))


def value(name: str, text: str) -> str:
    """How a page writes a field's value."""
    if name == "status":
        return str(STATUS.get(text, text))
    if name == "crop":
        return text.replace("whole", str(_l("bentuk asli")))
    if name in TERMS:
        return label(name, text, filters.language())
    return text


def profile(entry: EntryView) -> dict[str, list[tuple[str, str]]]:
    """Place -> the (title, text) of each field that the booth page shows there, empty ones left out."""
    return {
        place.value: [
            (gettext(field.title or field.label), _text(field, entry.fields[field.name]))
            for field in fields.at(place)
            if entry.fields[field.name]
        ]
        for place in Place
    }


def _text(field: Field, held: Any) -> str:
    return filters.day(held) if field.shape is Shape.DATE else value(field.name, held)


def is_long(change: FieldChange) -> bool:
    """Whether the two texts of a change are folded away."""
    return len(change.before) > LONG or len(change.after) > LONG or "\n" in change.before + change.after
