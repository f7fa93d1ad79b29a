"""Refusals, once: code -> status and a sentence that says what happened, that nothing was lost, and what to do."""

import logging
from uuid import uuid4

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from showcase.domain.errors import DomainError
from showcase.web.htmx import is_htmx

log = logging.getLogger("showcase")

STATUS = {
    "not-found": 404,
    "voting-closed": 409,
    "voting-paused": 409,
    "not-open-yet": 409,
    "entry-withdrawn": 409,
    "cookies-needed": 403,
    "scan-needed": 403,
    "ticket-needed": 403,
    "visits-needed": 403,
    "stale-form": 409,
    "too-many": 429,
    "not-saved": 503,
    "login-refused": 401,
    "too-many-logins": 429,
    "sheet-locked": 409,
    "sheet-conflict": 409,
    "recused": 409,
    "messages-closed": 409,
    "draw-prepared": 409,
    "draw-too-late": 409,
    "draw-not-ready": 409,
    "draw-done": 409,
    "draw-empty": 409,
    "draw-broken": 409,
    "prize-claimed": 409,
    "recusal-asks": 409,
    "result-fixed": 409,
    "phase-refused": 409,
    "phase-not-ready": 409,
    "category-fixed": 409,
    "booth-taken": 409,
    "username-taken": 409,
    "link-used": 410,
    "last-organizer": 409,
    "own-account": 409,
    "code-wrong": 401,
    "second-factor-on": 409,
    "second-factor-missing": 409,
    "second-factor-needed": 409,
    "own-factor-needed": 409,
    "card-unknown": 404,
    "card-locked": 423,
    "pin-wrong": 401,
    "confirmation-wrong": 401,
    "sheets-open": 409,
    "not-locked": 409,
    "paper-done": 409,
}
RETRY_AFTER = {"not-saved": "2", "too-many": "30", "too-many-logins": "60"}

SENTENCES: dict[str, LazyString] = {
    "not-found": _l("Halaman ini tidak ada. Periksa alamatnya, atau mulai dari daftar inovasi."),
    "voting-closed": _l("Pemungutan suara sudah ditutup. Suara yang sudah tercatat tetap dihitung."),
    "voting-paused": _l("Pemungutan suara sedang dijeda. Suara Anda belum tercatat; coba lagi setelah dibuka kembali."),
    "not-open-yet": _l("Pemungutan suara belum dibuka. Suara Anda belum tercatat."),
    "entry-withdrawn": _l("Inovasi ini ditarik dari lomba, jadi tidak bisa dipilih. Anda bisa memilih inovasi lain."),
    "cookies-needed": _l(
        "Suara Anda belum tercatat, karena peramban ini menolak kuki. Izinkan kuki untuk alamat ini, lalu coba lagi."
    ),
    "scan-needed": _l("Suara Anda belum tercatat. Pindai dulu kode QR di stan inovasi ini, lalu pilih dari sana."),
    "ticket-needed": _l("Suara Anda belum tercatat. Masukkan dulu tiket dari meja panitia."),
    "visits-needed": _l("Suara Anda belum tercatat, karena stan yang dikunjungi belum cukup."),
    "stale-form": _l("Suara Anda belum berubah, karena halaman ini sudah lama terbuka. Silakan sentuh sekali lagi."),
    "too-many": _l("Terlalu cepat. Suara terakhir Anda tetap tercatat; tunggu sebentar, lalu coba lagi."),
    "not-saved": _l("Belum tersimpan, coba lagi. Tidak ada yang berubah."),
    "login-refused": _l("Nama pengguna atau kata sandi salah."),
    "too-many-logins": _l("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."),
    "sheet-locked": _l("Lembar nilai ini sudah dikunci dan tidak bisa diubah lagi."),
    "sheet-conflict": _l("Lembar ini sudah diubah dari perangkat lain sejak Anda membukanya."),
    "recused": _l("Anda tercatat memiliki konflik kepentingan dengan inovasi ini, jadi tidak menilainya."),
    "recusal-asks": _l("Lembar ini sudah terisi. Bila Anda menyatakan konflik kepentingan, nilainya tidak dihitung."),
    "recusal-reason": _l("Tuliskan alasan konflik kepentingan, paling banyak 500 huruf."),
    "cause-needed": _l("Pilih salah satu alasan; untuk “Lainnya” tuliskan apa kendalanya, paling banyak 500 huruf."),
    "note-too-long": _l("Catatan terlalu panjang, paling banyak 4.000 huruf."),
    "scores-invalid": _l("Ada nilai yang belum bisa disimpan. Perbaiki yang ditandai; yang lain tidak hilang."),
    "message-blank": _l("Pesan ini masih kosong. Tulis sesuatu, lalu kirim lagi."),
    "message-long": _l(
        "Pesan ini terlalu panjang, paling banyak 280 huruf. Tidak ada yang hilang; persingkat, lalu kirim lagi."
    ),
    "message-characters": _l(
        "Ada huruf tersembunyi di pesan ini yang tidak bisa dikirim. Ketik ulang bagian itu, lalu kirim lagi."
    ),
    "message-kind": _l("Pilih dulu: dukungan atau pertanyaan."),
    "messages-closed": _l("Pesan bisa dikirim selama pameran berlangsung."),
    "draw-prizes": _l("Tulis jumlah hadiah, 1 sampai 20."),
    "draw-prepared": _l("Undian sudah disiapkan; janjinya tidak bisa diubah lagi."),
    "draw-too-late": _l("Undian harus disiapkan sebelum suara ditutup."),
    "draw-not-ready": _l("Belum bisa: undian belum disiapkan, suara belum ditutup, atau hadiah itu belum diundi."),
    "draw-done": _l("Undian sudah dilakukan; hasilnya tidak bisa diulang."),
    "draw-empty": _l("Tidak ada lagi tiket yang bisa terpilih."),
    "draw-broken": _l(
        "Angka rahasia yang tersimpan tidak cocok dengan janji di buku besar. Jangan mengundi; hubungi pengelola."
    ),
    "claim-unknown": _l("Tidak ada hadiah yang menunggu dengan kode ini. Periksa lagi ketikannya."),
    "prize-claimed": _l("Hadiah ini sudah diserahkan."),
    "result-fixed": _l("Hasil sudah ditetapkan, jadi ini tidak bisa diubah lagi."),
    "phase-refused": _l("Tahap tidak bisa dipindah ke sana dari tahap yang sekarang."),
    "phase-not-ready": _l("Belum bisa pindah tahap, masih ada yang kurang."),
    "reason-needed": _l("Tuliskan alasannya."),
    "second-organizer-needed": _l("Tuliskan nama pengguna panitia lain yang aktif; Anda sendiri tidak cukup."),
    "rules-invalid": _l("Ada aturan yang belum sah. Perbaiki yang ditandai; yang lain tidak hilang."),
    "category-fixed": _l("Kategori tidak bisa diganti, karena inovasi ini sudah punya suara atau lembar nilai."),
    "booth-taken": _l("Nomor stan ini sudah dipakai inovasi lain."),
    "username-taken": _l("Nama pengguna ini sudah dipakai."),
    "username-invalid": _l("Nama pengguna terdiri dari huruf kecil, angka, titik, dan tanda hubung."),
    "password-weak": _l("Kata sandi paling sedikit 10 huruf dan tidak sama dengan nama pengguna."),
    "link-used": _l("Tautan ini sudah dipakai atau tidak berlaku lagi."),
    "name-needed": _l("Tuliskan nama orangnya, paling banyak 120 huruf."),
    "role-refused": _l("Pilih peran lain untuk orang ini."),
    "last-organizer": _l("Tidak bisa: ini panitia aktif yang terakhir. Undang panitia lain dulu."),
    "own-account": _l("Peran dan akun Anda sendiri hanya bisa diubah oleh panitia lain."),
    "code-wrong": _l("Kode salah atau sudah dipakai. Tunggu kode berikutnya di ponsel Anda, lalu coba lagi."),
    "second-factor-on": _l("Verifikasi dua langkah sudah aktif."),
    "second-factor-missing": _l("Verifikasi dua langkah belum disiapkan."),
    "second-factor-needed": _l("Di sini panitia wajib memakai verifikasi dua langkah, jadi tidak bisa dimatikan."),
    "own-factor-needed": _l(
        "Aktifkan dulu verifikasi dua langkah di akun Anda sendiri, lalu wajibkan untuk panitia lain."
    ),
    "card-unknown": _l("Kartu ini tidak berlaku lagi. Mintalah kartu baru di meja panitia; nilai Anda tersimpan."),
    "card-locked": _l(
        "Kartu ini terkunci setelah lima PIN yang salah. Mintalah kartu baru di meja panitia; nilai Anda tersimpan."
    ),
    "pin-wrong": _l("PIN salah."),
    "pin-form": _l("PIN terdiri dari enam angka."),
    "confirmation-wrong": _l("Kata sandi salah. Belum ada yang dikunci."),
    "sheets-open": _l("Belum bisa dikunci: masih ada lembar yang belum dikirim di kategori ini."),
    "not-locked": _l("Kunci dulu lembar Anda di kategori ini; setelah itu nilai juri lain terbuka."),
    "message-needed": _l("Tuliskan pesannya, paling banyak 500 huruf, dan pilih penerimanya."),
    "paper-done": _l("Lembar ini sudah terkirim, jadi tidak bisa diketik dari kertas lagi."),
    "csrf": _l("Halaman ini sudah lama terbuka. Muat ulang, lalu coba lagi; tidak ada yang berubah."),
}
HTTP_SENTENCES: dict[int, LazyString] = {
    400: _l("Permintaan ini tidak bisa dibaca."),
    401: _l("Silakan masuk lebih dulu."),
    403: _l("Permintaan ini ditolak. Tidak ada yang berubah."),
    404: SENTENCES["not-found"],
    405: _l("Permintaan ini tidak bisa dipakai di alamat ini."),
    413: _l("Yang dikirim terlalu besar."),
    429: _l("Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi."),
    500: _l("Ada kesalahan di pihak kami. Tidak ada yang berubah; coba lagi sebentar."),
}


def sentence(code: str) -> str:
    """The sentence for a refusal's code, in the page's language."""
    return str(SENTENCES.get(code, _l("Permintaan ini ditolak. Tidak ada yang berubah.")))


def status_of(code: str) -> int:
    """The HTTP status for a refusal's code; 422 for what a person can mend in the form."""
    return STATUS.get(code, 422)


def refusal_headers(response: Response, code: str) -> Response:
    """What every refusal carries: never cached, and when to come back."""
    response.headers["Cache-Control"] = "no-store"
    if code in RETRY_AFTER:
        response.headers["Retry-After"] = RETRY_AFTER[code]
    return response


def refusal(code: str, message: str | None = None, status: int | None = None) -> Response:
    """A whole page, or for htmx a fragment, that tells a refusal."""
    template = "_refusal.html" if is_htmx() else "refusal.html"
    text = message or sentence(code)
    html = render_template(template, code=code, message=text, request_id=g.get("request_id", ""))
    return refusal_headers(make_response(html, status or status_of(code)), code)


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours; tell nobody a trace."""
    app.register_error_handler(DomainError, lambda error: refusal(error.code))
    app.register_error_handler(CSRFError, lambda error: refusal("csrf", status=400))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    message = str(HTTP_SENTENCES.get(status, HTTP_SENTENCES[400 if status < 500 else 500]))
    response = refusal(f"http-{status}", message, status)
    if status == 405 and error.get_response().headers.get("Allow"):
        response.headers["Allow"] = error.get_response().headers["Allow"]
    return response


def _unexpected(error: Exception) -> Response:
    g.request_id = uuid4().hex[:12]
    # The rule, not the address: some addresses hold a secret.
    rule = request.url_rule.rule if request.url_rule else ""
    log.exception("unexpected error", extra={"request_id": g.request_id, "path": rule})
    return refusal("http-500", str(HTTP_SENTENCES[500]), 500)
