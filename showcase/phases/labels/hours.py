"""The hours of voting in words and in a form's fields."""

from datetime import datetime

from flask_babel import gettext as _

from showcase.exhibitions.rules import Phase
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel.filters import moment
from showcase.kernel.typed_moments import as_typed
from showcase.phases.actions.schedule import HOURS


def stored(shown: ExhibitionView) -> dict[str, str]:
    """The hours as the form's fields hold them."""
    return {name: as_typed(getattr(shown, name), shown.zone) for name in HOURS}


def words(shown: ExhibitionView, now: datetime) -> list[str]:
    """What the hours do by themselves, and what they don't."""
    opens, closes = moment(shown.opens_at, shown.zone), moment(shown.closes_at, shown.zone)
    told = []
    if shown.phase is Phase.SETUP:
        told.append(
            _("Tahap tidak berpindah sendiri: buka pemungutan suara lebih dulu, paling lambat pada jam bukanya.")
        )
    if shown.opens_at is not None and now < shown.opens_at:
        told.append(_("Dalam tahap Pemungutan suara, suara diterima mulai %(time)s dengan sendirinya.", time=opens))
    if shown.closes_at is None:
        told.append(_("Tanpa jam tutup: suara diterima sampai pemungutan suara ditutup dengan tangan."))
    elif now < shown.closes_at:
        told.append(_("Sesudah %(time)s suara baru ditolak dengan sendirinya.", time=closes))
        told.append(_("Layar menghitung mundur ke jam itu. Tahapnya tetap sampai ditutup dengan tangan."))
    else:
        told.append(_("Jam tutup %(time)s sudah lewat, jadi suara baru ditolak.", time=closes))
    return told
