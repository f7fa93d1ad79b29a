"""Phases in words: what each is called, and what moving to it does."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from showcase.exhibitions.rules import Phase

NAMES: Mapping[Phase, LazyString] = {
    Phase.SETUP: _l("Persiapan"),
    Phase.VOTING: _l("Pemungutan suara"),
    Phase.PAUSED: _l("Jeda"),
    Phase.DELIBERATION: _l("Sidang juri"),
    Phase.FINAL: _l("Hasil ditetapkan"),
    Phase.PUBLISHED: _l("Diumumkan"),
}
NOW: Mapping[Phase, LazyString] = {
    Phase.SETUP: _l("Pengunjung melihat daftar inovasi, tetapi belum bisa memilih. Juri sudah bisa berlatih menilai."),
    Phase.VOTING: _l("Pengunjung memilih dan juri menilai."),
    Phase.PAUSED: _l("Suara baru ditolak untuk sementara. Suara yang tercatat tetap dihitung."),
    Phase.DELIBERATION: _l("Suara sudah ditutup. Juri melengkapi lembar nilai dan bersidang."),
    Phase.FINAL: _l("Hasil tersimpan dan tidak bisa berubah lagi. Umum belum melihatnya."),
    Phase.PUBLISHED: _l("Hasil, hitungan, dan berkas datanya terbuka untuk umum."),
}
# (from, to) -> the button. A move that is not named here carries the name of the phase.
MOVES: Mapping[tuple[Phase, Phase], LazyString] = {
    (Phase.SETUP, Phase.VOTING): _l("Buka pemungutan suara"),
    (Phase.VOTING, Phase.PAUSED): _l("Jeda pemungutan suara"),
    (Phase.PAUSED, Phase.VOTING): _l("Buka kembali pemungutan suara"),
    (Phase.VOTING, Phase.DELIBERATION): _l("Tutup pemungutan suara"),
    (Phase.PAUSED, Phase.DELIBERATION): _l("Tutup pemungutan suara"),
    (Phase.DELIBERATION, Phase.FINAL): _l("Tetapkan hasil"),
    (Phase.FINAL, Phase.PUBLISHED): _l("Umumkan hasil"),
}
CHANGES: Mapping[tuple[Phase, Phase], tuple[LazyString, ...]] = {
    (Phase.SETUP, Phase.VOTING): (
        _l("Pengunjung bisa memilih."),
        _l("Aturan dibekukan: perubahan perlu alasan dan nama panitia kedua."),
        _l("Cara mengenali pemilih tidak bisa diubah lagi."),
    ),
    (Phase.VOTING, Phase.PAUSED): (
        _l("Suara baru ditolak sampai dibuka kembali; yang tercatat tetap dihitung."),
        _l("Juri tetap bisa menilai."),
    ),
    (Phase.PAUSED, Phase.VOTING): (_l("Pengunjung bisa memilih lagi."),),
    (Phase.VOTING, Phase.DELIBERATION): (
        _l("Tidak ada suara baru, dan suara tidak bisa dipindah lagi. Ini tidak bisa dibatalkan."),
        _l("Juri masih bisa menilai sampai hasil ditetapkan."),
        _l("Papan yang dibekukan tetap dibekukan."),
    ),
    (Phase.DELIBERATION, Phase.FINAL): (
        _l("Peringkat semua kategori dihitung dan disimpan bersama datanya. Ini tidak bisa dibatalkan."),
        _l("Lembar nilai, aturan, dan inovasi tidak bisa diubah lagi; draf lembar nilai tidak dihitung."),
        _l("Umum belum melihat hasilnya."),
    ),
    (Phase.FINAL, Phase.PUBLISHED): (
        _l("Halaman hasil dengan seluruh hitungannya terbuka untuk umum, juga berkas datanya."),
        _l("Penghargaan juara dan favorit dicatat. Ini tidak bisa dibatalkan."),
    ),
}
CHANGES = {**CHANGES, (Phase.PAUSED, Phase.DELIBERATION): CHANGES[Phase.VOTING, Phase.DELIBERATION]}
