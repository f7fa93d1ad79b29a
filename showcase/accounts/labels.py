"""Accounts in words: roles, refused PINs, and every act of the audit log."""

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l

from showcase.accounts.rules import CardLockedError, PinWrongError
from showcase.entries import labels as entry_words
from showcase.kernel.errors import DomainError
from showcase.kernel.refusals import sentence
from showcase.kernel.roles import Role

# What was done, in words: every action that any use case records, and the kinds that the log can be cut by.

ACTIONS: dict[str, LazyString] = {
    **entry_words.ACTIONS,
    "account.create": _l("Akun dibuat"),
    "account.disable": _l("Akun dinonaktifkan"),
    "account.enable": _l("Akun diaktifkan lagi"),
    "account.link": _l("Tautan kata sandi baru dibuat"),
    "account.password": _l("Kata sandi diganti"),
    "account.reset": _l("Kata sandi sekali pakai dibuat"),
    "account.role": _l("Peran diganti"),
    "account.sessions": _l("Dikeluarkan dari semua perangkat"),
    "account.update": _l("Data akun diubah"),
    "anomaly.decline": _l("Usulan atas kejanggalan ditolak"),
    "anomaly.dismiss": _l("Kejanggalan dinyatakan wajar"),
    "anomaly.propose.dismiss": _l("Diusulkan: kejanggalan dinyatakan wajar"),
    "anomaly.propose.quarantine": _l("Diusulkan: suara ditangguhkan"),
    "anomaly.propose.release": _l("Diusulkan: suara dihitung lagi"),
    "anomaly.quarantine": _l("Suara ditangguhkan"),
    "anomaly.release": _l("Suara yang ditangguhkan dihitung lagi"),
    "backup.make": _l("Cadangan dibuat"),
    "backup.take": _l("Cadangan diunduh"),
    "board.freeze": _l("Layar dibekukan"),
    "board.freeze_at": _l("Pembekuan layar dijadwalkan"),
    "board.release": _l("Layar dicairkan"),
    "board.show.counts": _l("Layar menampilkan jumlah suara"),
    "board.show.hidden": _l("Layar menyembunyikan urutan"),
    "board.show.order": _l("Layar menampilkan urutan saja"),
    "card.issue": _l("Kartu juri dibuat"),
    "card.reissue": _l("Kartu juri diganti"),
    "category.add": _l("Kategori ditambahkan"),
    "category.describe": _l("Kategori diubah"),
    "category.move": _l("Urutan kategori diubah"),
    "category.remove": _l("Kategori dihapus"),
    "code.reissue": _l("Kode stan diganti"),
    "correction.record": _l("Koreksi hasil diumumkan"),
    "criteria.replace": _l("Kriteria penilaian diganti"),
    "criteria.import": _l("Kriteria diimpor"),
    "draw.claim": _l("Hadiah undian diserahkan"),
    "draw.draw": _l("Undian dilakukan"),
    "draw.prepare": _l("Undian disiapkan"),
    "draw.redraw": _l("Hadiah diundi ulang"),
    "entries.import": _l("Inovasi diimpor"),
    "exhibition.accent": _l("Warna pameran diganti"),
    "exhibition.archive": _l("Pameran masuk arsip"),
    "exhibition.copy": _l("Pameran disalin dari tahun lalu"),
    "exhibition.create": _l("Pameran dibuat"),
    "exhibition.current": _l("Dijadikan pameran yang sekarang"),
    "exhibition.describe": _l("Pameran diubah"),
    "exhibition.level": _l("Syarat memilih diubah"),
    "exhibition.logo": _l("Logo pameran diganti"),
    "exhibition.min_visits": _l("Syarat kunjungan stan diubah"),
    "exhibition.privacy": _l("Pemberitahuan privasi diubah"),
    "exhibition.schedule": _l("Jadwal pameran diubah"),
    "exhibition.unarchive": _l("Pameran dikeluarkan dari arsip"),
    "invitation.create": _l("Undangan dibuat"),
    "invitation.revoke": _l("Tautan dibatalkan"),
    "jurors.import": _l("Juri diimpor"),
    "jury.absent": _l("Juri ditandai tidak hadir"),
    "jury.assign": _l("Penugasan juri diubah"),
    "jury.rule": _l("Aturan penugasan juri diganti"),
    "member.join": _l("Orang ditambahkan ke pameran"),
    "member.leave": _l("Orang dikeluarkan dari pameran"),
    "jury.message": _l("Pesan dikirim kepada juri"),
    "jury.present": _l("Juri ditandai hadir"),
    "jury.recusal.undo": _l("Konflik kepentingan dibatalkan"),
    "jury.recuse": _l("Konflik kepentingan dinyatakan"),
    "jury.send": _l("Juri diarahkan ke stan"),
    "kiosk.end": _l("Tablet meja ditutup"),
    "kiosk.start": _l("Tablet meja dibuka"),
    "message.approved": _l("Pesan pengunjung disetujui"),
    "message.rejected": _l("Pesan pengunjung ditolak"),
    "messages.hide": _l("Pesan pengunjung disembunyikan"),
    "messages.show": _l("Pesan pengunjung ditampilkan"),
    "objection.answer": _l("Sanggahan dijawab"),
    "objection.record": _l("Sanggahan dicatat"),
    "objection.window": _l("Masa sanggah diubah"),
    "obstacle.resolve": _l("Kendala juri diselesaikan"),
    "paper.read": _l("Lembar kertas diketik"),
    "paper.submit": _l("Lembar kertas cocok dan dikirim"),
    "phase.move": _l("Tahap dipindah"),
    "privacy.purge": _l("Kunci pemilih dimusnahkan"),
    "profile.approve": _l("Usulan profil diterima"),
    "profile.deadline": _l("Tenggat pengisian profil diubah"),
    "profile.link": _l("Tautan inovator dibuat"),
    "profile.photo-add": _l("Foto diusulkan inovator"),
    "profile.photo-remove": _l("Usulan foto dihapus inovator"),
    "profile.propose": _l("Usulan profil dikirim"),
    "profile.refuse": _l("Usulan profil ditolak"),
    "profile.revoke": _l("Tautan inovator dicabut"),
    "profile.withdraw": _l("Usulan profil dibatalkan inovator"),
    "rehearsal.begin": _l("Gladi bersih dimulai"),
    "rehearsal.end": _l("Gladi bersih diakhiri"),
    "restore": _l("Cadangan dipulihkan"),
    "key.replace": _l("Kunci rahasia diganti"),
    "rules.approve": _l("Usulan perubahan aturan disetujui"),
    "rules.declare": _l("Aturan dinyatakan"),
    "rules.decline": _l("Usulan perubahan aturan ditolak"),
    "rules.overtaken": _l("Usulan perubahan aturan tidak berlaku lagi"),
    "rules.propose": _l("Perubahan aturan diusulkan"),
    "rules.withdraw": _l("Usulan perubahan aturan ditarik"),
    "screen.announce": _l("Pengumuman tampil di layar"),
    "screen.dismiss": _l("Pengumuman di layar diakhiri"),
    "second-factor.off": _l("Verifikasi dua langkah dimatikan"),
    "second-factor.on": _l("Verifikasi dua langkah diaktifkan"),
    "second-factor.recovery": _l("Masuk dengan kode cadangan"),
    "second-factor.require": _l("Kewajiban verifikasi dua langkah diubah"),
    "second-factor.reset": _l("Verifikasi dua langkah dihapus pengelola"),
    "setup.finish": _l("Persiapan selesai"),
    "setup.mark": _l("Langkah persiapan ditandai"),
    "sheet.reopen": _l("Lembar nilai dibuka kembali"),
    "sheets.lock": _l("Lembar nilai dikunci"),
    "tie.decide": _l("Keputusan juri atas nilai seri dicatat"),
    "ticket.hand": _l("Tiket dibagikan"),
    "ticket.print": _l("Tiket dicetak"),
    "ticket.spoil": _l("Tiket dibatalkan"),
}
# Key -> (words, the first words of its actions).
GROUPS: dict[str, tuple[LazyString, tuple[str, ...]]] = {
    "people": (_l("Orang dan akun"), ("account", "invitation", "second-factor", "card", "member")),
    "exhibition": (
        _l("Pameran dan tahap"),
        ("exhibition", "phase", "setup", "category", "privacy", "backup", "restore", "key", "rehearsal"),
    ),
    "entries": (_l("Inovasi"), ("entry", "entries", "code", "profile")),
    "rules": (_l("Aturan dan kriteria"), ("rules", "criteria")),
    "jury": (_l("Penjurian"), ("jury", "jurors", "sheet", "sheets", "paper", "obstacle")),
    "results": (_l("Sanggahan, koreksi, nilai seri"), ("objection", "correction", "tie")),
    "screen": (_l("Layar"), ("board", "screen")),
    "visitors": (_l("Pengunjung"), ("message", "messages", "draw", "ticket", "kiosk", "anomaly")),
}
FIELDS: dict[str, LazyString] = {
    "role": _l("Peran"),
    "name": _l("Nama"),
    "booth": _l("Nomor stan"),
    "phase": _l("Tahap"),
    "state": _l("Keadaan"),
    "required": _l("Diwajibkan"),
    "reason": _l("Alasan"),
    "entries": _l("Inovasi"),
    "jurors": _l("Juri"),
    "words": _l("Isi pesan"),
    "organiser": _l("Penyelenggara"),
    "venue": _l("Tempat"),
    "starts_on": _l("Hari pertama"),
    "ends_on": _l("Hari terakhir"),
    "opens_at": _l("Suara diterima mulai"),
    "closes_at": _l("Suara diterima sampai"),
    "min_visits": _l("Kunjungan minimal"),
    "summary": _l("Ringkasan"),
    "scores": _l("Nilai"),
    "votes": _l("Suara"),
    "about": _l("Tentang"),
    "late": _l("Terlambat"),
    "outcome": _l("Jawaban"),
    "objection": _l("Sanggahan"),
    "objections_until": _l("Sanggahan diterima sampai"),
    "objections_how": _l("Cara menyanggah"),
}


def action_words(action: str) -> str:
    """The action in the page's language; its code where there are no words yet."""
    return str(ACTIONS.get(action, action))


def field_words(name: str) -> str:
    """The field in the page's language; its code where there are no words."""
    return str(FIELDS.get(name, name))


# What a wrong PIN is answered, where a card is entered and where something is confirmed with it.


def told(error: DomainError) -> tuple[str, str]:
    """A refusal's code and sentence. A wrong PIN says how many tries are left, the last that the card is locked."""
    if not isinstance(error, PinWrongError):
        return error.code, sentence(error.code)
    left = int(error.details["left"])
    if not left:
        return CardLockedError.code, sentence(CardLockedError.code)
    return error.code, sentence(error.code) + " " + ngettext("Sisa %(num)s percobaan.", "Sisa %(num)s percobaan.", left)


# Roles in words.

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
