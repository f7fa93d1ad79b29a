"""What is wrong with a field of a back-office form, in words."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS: dict[str, LazyString] = {
    "text-needed": _l("Wajib diisi."),
    "text-long": _l("Terlalu panjang."),
    "text-invalid": _l("Ada huruf yang tidak bisa disimpan."),
    "choice-needed": _l("Pilih salah satu."),
    "link-invalid": _l(
        "Tulis tautan lengkap yang dimulai dengan https:// dan nama situsnya, misalnya https://youtu.be/…"
    ),
    "date-invalid": _l("Tanggal tidak terbaca."),
    "number-range": _l("Tulis bilangan dari 0 sampai 200."),
    "date-past": _l("Waktu ini sudah lewat. Untuk menutup sekarang, tutup pemungutan suara di bawah."),
    "hours-begun": _l("Suara sudah mulai diterima, jadi jam bukanya tetap."),
    "date-order": _l("Hari terakhir lebih awal daripada hari pertama."),
    "closes-before-opens": _l("Penutupan harus sesudah pembukaan."),
    "end-past": _l("Waktu ini sudah lewat. Pilih waktu sesudah sekarang."),
    "end-far": _l("Lebih dari setahun lagi. Periksa tahunnya."),
    "end-stands": _l("Hasil dan batas ini sudah diumumkan, jadi waktunya bisa digeser tetapi tidak bisa dikosongkan."),
    "received-future": _l("Waktu ini belum terjadi."),
    "received-early": _l("Saat itu hasilnya belum ditetapkan."),
    "confirm-needed": _l("Tandai dulu bahwa Anda mengerti."),
    "days-range": _l("Tulis bilangan hari dari 1 sampai 3650."),
    "colour-invalid": _l("Tulis warna sebagai # dan enam angka atau huruf a sampai f, misalnya #0b6b46."),
    "booth-taken": _l("Nomor stan ini sudah dipakai inovasi lain."),
    "booth-moved": _l("Sementara itu orang lain mengganti nomornya. Periksa, lalu simpan lagi."),
    "cell-changed": _l("Sementara itu orang lain menyimpan isi lain."),
    "entry-judged": _l("Sudah punya suara atau lembar nilai, jadi tidak bisa menjadi draf lagi."),
    "category-fixed": _l("Tidak bisa diganti, karena inovasi ini sudah punya suara atau lembar nilai."),
    "reason-needed": _l("Tuliskan alasannya."),
    "categories-needed": _l("Tulis 1 sampai 20 kategori, satu di tiap baris, paling panjang 120 huruf."),
}


def words(fields: Mapping[str, str]) -> dict[str, str]:
    """Field -> sentence."""
    return {name: str(WORDS.get(code, _l("Periksa lagi."))) for name, code in fields.items()}
