"""Why a juror could not score, in words; for the juror's and the organizer's pages."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from showcase.jury.rules.obstacles import Cause

CAUSES: Mapping[Cause, LazyString] = {
    Cause.BOOTH_EMPTY: _l("Stan kosong"),
    Cause.PRESENTER_ABSENT: _l("Penyaji tidak ada"),
    Cause.SAME_TEAM: _l("Tim yang sama dengan inovasi lain"),
    Cause.TECHNICAL: _l("Kendala teknis"),
    Cause.OTHER: _l("Lainnya"),
}
