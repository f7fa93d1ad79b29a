"""An entry's fields, states and recorded acts, in words."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from showcase.domain.changes import FieldChange
from showcase.domain.profile import TERMS, label
from showcase.web import filters

FIELDS: dict[str, LazyString] = {
    "booth": _l("Nomor stan"),
    "category_id": _l("Kategori"),
    "short_name": _l("Singkatan"),
    "name": _l("Nama inovasi"),
    "organisation": _l("Instansi"),
    "innovators": _l("Inovator"),
    "summary": _l("Ringkasan"),
    "stage": _l("Tahapan inovasi"),
    "form": _l("Bentuk inovasi"),
    "kind": _l("Jenis inovasi"),
    "started": _l("Inovasi dimulai"),
    "design": _l("Rancang bangun dan pokok perubahan"),
    "aim": _l("Tujuan"),
    "benefit": _l("Manfaat"),
    "outcome": _l("Hasil"),
    "needs": _l("Dukungan yang dibutuhkan"),
    "awards": _l("Penghargaan sebelumnya"),
    "video": _l("Tautan video"),
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


def is_long(change: FieldChange) -> bool:
    """Whether the two texts of a change are folded away."""
    return len(change.before) > LONG or len(change.after) > LONG or "\n" in change.before + change.after
