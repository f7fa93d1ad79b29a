"""Why there is no ranking: every code as a sentence that says what an organizer can do about it."""

from collections.abc import Mapping, Sequence

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from showcase.ranking.model import RankingRefused
from showcase.results.labels import words

# Before the judging no entry has a sheet: so many names say where to begin, all of them would be a wall.
NAMED = 5
REFUSALS: Mapping[str, LazyString] = {
    "BUNDLE_INVALID": _l("Data penilaian tidak bisa dibaca. Hubungi pengelola sistem; tidak ada yang berubah."),
    "NUMBER_INVALID": _l("Ada angka yang tidak sah pada aturan (%(field)s). Nyatakan ulang aturannya."),
    "SCORE_INVALID": _l("Lembar nilai %(juror)s untuk %(entry)s memuat nilai tidak sah. Minta juri memperbaikinya."),
    "SCORE_OUT_OF_RANGE": _l(
        "Lembar nilai %(juror)s untuk %(entry)s memuat nilai di luar batas. Minta juri memperbaikinya."
    ),
    "WEIGHT_INVALID": _l("Bobot kriteria harus lebih dari 0; bobot juri dan publik tidak boleh di bawah 0."),
    "WEIGHTS_SUM": _l("Jumlah bobot harus tepat 100 persen. Perbaiki bobotnya; tidak ada yang disesuaikan sendiri."),
    "VOTES_INVALID": _l("Jumlah suara %(entry)s tidak sah. Jalankan pemeriksaan sistem."),
    "CRITERION_MAX_INVALID": _l("Nilai tertinggi kriteria %(criterion)s harus lebih dari 0."),
    "LAMBDA_INVALID": _l("Cara hitung ini perlu lambda lebih dari 0. Isi di halaman aturan."),
    "FLOOR_INVALID": _l("Ambang harus 0 atau lebih dan di bawah 100. Perbaiki di halaman aturan."),
    "REFERENCE_INVALID": _l("Cara hitung ini perlu patokan suara di atas 0. Isi di halaman aturan."),
    "METHOD_UNKNOWN": _l("Cara hitung pada aturan tidak dikenal. Pilih yang tersedia di halaman aturan."),
    "NO_CRITERIA": _l("Kategori ini belum punya kriteria. Tambahkan paling sedikit satu."),
    "NO_ENTRIES": _l("Semua inovasi di kategori ini ditarik. Pulihkan paling sedikit satu."),
    "DUPLICATE_ID": _l("Ada nama yang tercatat dua kali: %(id)s. Hubungi pengelola sistem."),
    "UNKNOWN_ENTRY": _l("Ada data untuk inovasi yang bukan anggota kategori ini: %(entries)s."),
    "SHEET_INCOMPLETE": _l(
        "Lembar nilai %(juror)s untuk %(entry)s belum lengkap (%(criteria)s). Minta juri melengkapinya."
    ),
    "RECUSED_SCORE": _l(
        "%(juror)s menilai %(entry)s, padahal tercatat punya konflik kepentingan. Cabut lembar nilainya atau "
        "catatan konfliknya."
    ),
    "ENTRY_WITHOUT_SCORES": _l(
        "Belum ada lembar nilai untuk %(entries)s. Mintalah paling sedikit satu, atau tarik inovasinya dari lomba."
    ),
    "TOO_FEW_SHEETS": _l(
        "Lembar nilai untuk %(entries)s masih kurang dari %(minimum)s, batas yang dinyatakan. Mintalah kekurangannya."
    ),
    "TRIM_TOO_FEW": _l(
        "Rata-rata tanpa nilai ujung perlu 4 lembar nilai; masih kurang untuk %(entries)s. Mintalah kekurangannya, "
        "atau nyatakan cara hitung lain."
    ),
    "JURY_GRAPH_DISCONNECTED": _l(
        "Kelompok inovasi ini tidak punya juri yang sama, jadi nilainya tidak bisa dibandingkan: %(groups)s. Mintalah "
        "%(missing)s lembar nilai lagi dari juri yang menilai di dua kelompok, atau nyatakan rata-rata biasa."
    ),
}


def refusal(refused: RankingRefused, names: Mapping[str, str]) -> str:
    """Why there is no ranking, and what to do. `names` maps slugs of entries and criteria to their names."""
    details = {key: str(value) for key, value in refused.details.items()}
    for key in ("entry", "entries", "groups", "criterion", "criteria"):
        if key in details:
            details[key] = "; ".join(_few(part.split(", "), names) for part in details[key].split("; "))
    if "juror" in details:
        details["juror"] = words.juror(details["juror"])
    if refused.code not in REFUSALS:
        return refused.message
    try:
        return str(REFUSALS[refused.code]) % details
    except KeyError:
        return refused.message


def _few(slugs: Sequence[str], names: Mapping[str, str]) -> str:
    """The first names, and how many more there are."""
    told = ", ".join(names.get(slug, slug) for slug in slugs[:NAMED])
    rest = len(slugs) - NAMED
    return f"{told} {_('dan %(n)s lagi', n=rest)}" if rest > 0 else told
