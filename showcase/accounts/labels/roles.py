"""Roles in words."""

from flask_babel import lazy_gettext as _l

from showcase.kernel.roles import Role

NAMES = {
    Role.ORGANIZER: _l("Panitia"),
    Role.JUROR: _l("Juri"),
    Role.DESK: _l("Petugas meja"),
    Role.MC: _l("Pembawa acara"),
    Role.VIEWER: _l("Pengamat"),
}
WHAT = {
    Role.ORGANIZER: _l("Semua halaman: persiapan, tahap, hasil, dan orang."),
    Role.DESK: _l("Meja pameran: lembar kertas dan pengunjung tanpa ponsel."),
    Role.MC: _l("Layar dan panggung."),
    Role.VIEWER: _l("Melihat ringkasan, tanpa mengubah apa pun."),
}
