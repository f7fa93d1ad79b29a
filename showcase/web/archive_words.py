"""In words: why an exhibition is the current one, or is not."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from showcase.services.current import Why

WHYS: Mapping[Why, LazyString] = {
    Why.RUNS: _l("Yang sekarang, karena sedang berjalan: sudah dibuka dan hasilnya belum diumumkan."),
    Why.NEWEST: _l("Yang sekarang, karena dibuat paling akhir dan tidak ada pameran yang sedang berjalan."),
    Why.ANOTHER_RUNS: _l("Bukan yang sekarang, karena pameran lain sedang berjalan."),
    Why.OLDER: _l("Bukan yang sekarang, karena ada pameran yang lebih baru."),
    Why.ARCHIVED: _l("Di arsip, jadi bukan pekerjaan siapa pun lagi."),
}
