"""The steps of the set-up in words: what each is called, why it is there, and what it still lacks."""

from collections.abc import Mapping

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from showcase.exhibitions.rules import Step
from showcase.setup.queries import Lack

NAMES: Mapping[Step, LazyString] = {
    Step.ACCOUNT: _l("Akun"),
    Step.EXHIBITION: _l("Pameran"),
    Step.LOOK: _l("Tampilan"),
    Step.CATEGORIES: _l("Kategori"),
    Step.CRITERIA: _l("Kriteria"),
    Step.RULES: _l("Aturan"),
    Step.VOTERS: _l("Pemilih"),
    Step.HOURS: _l("Jam buka"),
    Step.PRIVACY: _l("Privasi"),
    Step.ENTRIES: _l("Inovasi"),
    Step.JURORS: _l("Juri"),
    Step.PRINT: _l("Cetak"),
}
# What is true once the step is done.
PURPOSES: Mapping[Step, LazyString] = {
    Step.ACCOUNT: _l("Anda sudah punya akun panitia dan bisa masuk lagi kapan saja."),
    Step.EXHIBITION: _l("Nama, penyelenggara, tempat, dan hari terbaca di setiap halaman dan poster."),
    Step.LOOK: _l("Logo dan warna Anda dipakai di halaman, layar, dan poster."),
    Step.CATEGORIES: _l("Setiap kategori punya warna dan peringkatnya sendiri."),
    Step.CRITERIA: _l("Juri tahu apa yang dinilai dan berapa bobotnya."),
    Step.RULES: _l("Bobot juri dan suara dinyatakan sebelum pembukaan, lalu diterbitkan."),
    Step.VOTERS: _l("Jelas siapa yang boleh memilih dan apa yang dijanjikan."),
    Step.HOURS: _l("Suara diterima dan ditutup tepat waktu dengan sendirinya."),
    Step.PRIVACY: _l("Pengunjung tahu data apa yang disimpan dan siapa yang bertanggung jawab."),
    Step.ENTRIES: _l("Setiap inovasi punya nomor stan, halaman, dan kode QR."),
    Step.JURORS: _l("Setiap inovasi punya juri yang menilainya."),
    Step.PRINT: _l("Poster stan dan kartu juri tercetak dan dicoba dipindai."),
}
# What the button says that calls an optional step done.
SKIPS: Mapping[Step, LazyString] = {
    Step.LOOK: _l("Pakai tampilan bawaan"),
    Step.HOURS: _l("Buka dan tutup dengan tangan saja"),
    Step.PRINT: _l("Sudah dicetak dan dicoba"),
}
_LACKS: Mapping[str, LazyString] = {
    "no-organiser": _l("Penyelenggara belum diisi."),
    "no-venue": _l("Tempat belum diisi."),
    "no-days": _l("Hari pertama dan terakhir belum diisi."),
    "look-ours": _l("Belum ada logo atau warna sendiri. Boleh dilewati."),
    "no-category": _l("Belum ada kategori."),
    "category-first": _l("Buat kategori dulu; kriterianya menyusul."),
    "rules-open": _l("Aturan peringkat belum dinyatakan."),
    "stakes-open": _l("Belum dijawab: apa yang bergantung pada suara pengunjung?"),
    "hours-open": _l("Jam buka belum diisi. Boleh dilewati."),
    "contact-open": _l("Penanggung jawab data dan cara menghubunginya belum diisi."),
    "no-entry": _l("Belum ada inovasi yang terbit."),
    "no-juror": _l("Belum ada juri."),
    "entry-first": _l("Juri sudah ada; penugasan menunggu inovasi."),
    "not-printed": _l("Cetak poster dan kartu juri, lalu pindai satu untuk mencoba."),
}


def lack(found: Lack) -> str:
    """The sentence for something that is missing."""
    names = ", ".join(found.about)
    if found.code == "no-criteria":
        return _("Belum ada kriteria di %(names)s.", names=names)
    if found.code == "weights-uneven":
        return _("Jumlah bobot kriteria belum tepat 100 persen di %(names)s.", names=names)
    if found.code == "category-empty":
        return _("Belum ada inovasi di %(names)s.", names=names)
    if found.code == "not-assigned":
        number = int(found.about[0])
        return ngettext("%(num)s inovasi belum punya juri.", "%(num)s inovasi belum punya juri.", number)
    return str(_LACKS[found.code])
