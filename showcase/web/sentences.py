"""What each refusal says: what happened, that nothing was lost, and what to do."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, LazyString] = {
    "not-found": _l("Halaman ini tidak ada. Periksa alamatnya, atau mulai dari daftar inovasi."),
    "voting-closed": _l("Pemungutan suara sudah ditutup. Suara yang sudah tercatat tetap dihitung."),
    "voting-paused": _l("Pemungutan suara sedang dijeda. Suara Anda belum tercatat; coba lagi setelah dibuka kembali."),
    "not-open-yet": _l("Pemungutan suara belum dibuka. Suara Anda belum tercatat."),
    "entry-withdrawn": _l("Inovasi ini ditarik dari lomba, jadi tidak bisa dipilih. Anda bisa memilih inovasi lain."),
    "code-replaced": _l(
        "Poster ini tidak berlaku lagi, karena kode stannya sudah diganti. Pindai poster baru di stan itu, atau cari "
        "inovasinya di daftar."
    ),
    "codes-changed": _l("Belum diganti: kode sudah diganti orang lain sejak halaman ini dibuka. Muat ulang dulu."),
    "scan-blank": _l("Ketik kode di poster, atau tempel alamatnya."),
    "walk-needed": _l("Mulai berkeliling dulu dengan ponsel ini; yang lama berakhir setelah empat jam."),
    "cookies-needed": _l(
        "Suara Anda belum tercatat, karena peramban ini menolak kuki. Izinkan kuki untuk alamat ini, lalu coba lagi."
    ),
    "scan-needed": _l("Suara Anda belum tercatat. Pindai dulu kode QR di stan inovasi ini, lalu pilih dari sana."),
    "ticket-needed": _l("Suara Anda belum tercatat. Masukkan dulu tiket dari meja panitia."),
    "visits-needed": _l("Suara Anda belum tercatat, karena stan yang dikunjungi belum cukup."),
    "stale-form": _l("Suara Anda belum berubah, karena halaman ini sudah lama terbuka. Silakan sentuh sekali lagi."),
    "too-many": _l("Terlalu cepat. Suara terakhir Anda tetap tercatat; tunggu sebentar, lalu coba lagi."),
    "not-saved": _l("Belum tersimpan, coba lagi. Tidak ada yang berubah."),
    "busy": _l(
        "Server sedang mengerjakan permintaan berat lainnya. Tidak ada yang berubah; coba lagi beberapa detik lagi."
    ),
    "text-invalid": _l("Ada huruf yang tidak bisa disimpan."),
    "login-refused": _l("Nama pengguna atau kata sandi salah."),
    "password-wrong": _l("Kata sandi sekarang salah."),
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
    "not-published": _l("Hasilnya belum diumumkan, jadi belum ada yang bisa disanggah atau dikoreksi."),
    "objection-invalid": _l("Belum tersimpan. Perbaiki yang ditandai; yang lain tidak hilang."),
    "objection-moved": _l(
        "Belum tersimpan: panitia lain baru saja menjawab sanggahan ini. Baca jawabannya di bawah, lalu simpan lagi "
        "bila masih perlu."
    ),
    "keys-needed": _l("Belum dimusnahkan: hasilnya belum diumumkan, atau masa simpannya belum lewat."),
    "confirmation-needed": _l("Belum dimusnahkan: tandai dulu bahwa Anda mengerti ini tidak bisa dibatalkan."),
    "result-fixed": _l("Hasil sudah ditetapkan, jadi ini tidak bisa diubah lagi."),
    "phase-refused": _l("Tahap tidak bisa dipindah ke sana dari tahap yang sekarang."),
    "phase-not-ready": _l("Belum bisa pindah tahap, masih ada yang kurang."),
    "anomaly-moved": _l(
        "Belum berubah: panitia lain baru saja mengusulkan atau memutuskan. Periksa yang tampil sekarang."
    ),
    "own-proposal": _l("Usulan Anda sendiri harus disetujui panitia lain, yang masuk dengan akunnya sendiri."),
    "reason-needed": _l("Tuliskan alasannya."),
    "rule-change-waiting": _l(
        "Belum diajukan: masih ada usulan lain tentang aturan ini yang menunggu. Setujui, tolak, atau tarik dulu "
        "usulan itu."
    ),
    "rule-change-moved": _l(
        "Belum berubah: usulan ini baru saja diputuskan atau ditarik. Periksa yang tampil sekarang."
    ),
    "rule-change-overtaken": _l(
        "Tidak bisa disetujui: aturan, kriteria, atau inovasi yang ditarik sudah berubah sejak usulan ini dibuat. "
        "Tolak usulan ini, lalu ajukan yang baru."
    ),
    "rule-change-proposer-gone": _l(
        "Tidak bisa disetujui: pengusulnya bukan panitia aktif lagi. Tolak usulan ini, lalu ajukan yang baru."
    ),
    "own-rule-change": _l("Usulan Anda sendiri harus disetujui panitia lain, yang masuk dengan akunnya sendiri."),
    "rules-invalid": _l("Ada aturan yang belum sah. Perbaiki yang ditandai; yang lain tidak hilang."),
    "entry-judged": _l(
        "Inovasi yang sudah punya suara atau lembar nilai tidak bisa menjadi draf lagi. Tarik dari lomba, bila perlu."
    ),
    "entry-changed": _l(
        "Belum tersimpan: orang lain mengubah isian yang sama. Periksa yang ditandai, lalu simpan lagi."
    ),
    "photo-limit": _l("Paling banyak delapan foto. Hapus dulu yang tidak perlu; foto yang ada tidak berubah."),
    "photo-needed": _l("Pilih dulu fotonya."),
    "picture-unreadable": _l("Gambar ini rusak atau terpotong, jadi tidak disimpan. Coba kirim lagi dari aslinya."),
    "picture-too-large": _l("Gambar ini terlalu besar: paling banyak 15 MB dan 25 megapiksel."),
    "picture-kind": _l("Berkas ini bukan gambar JPEG, PNG, atau WebP, jadi tidak disimpan. Pilih berkas lain."),
    "category-fixed": _l("Kategori tidak bisa diganti, karena inovasi ini sudah punya suara atau lembar nilai."),
    "category-in-use": _l("Kategori ini belum bisa dihapus, karena masih ada inovasi di dalamnya."),
    "categories-opened": _l("Pameran sudah dibuka, jadi kategori tidak bisa ditambah atau dihapus lagi."),
    "category-invalid": _l("Kategori ini belum bisa disimpan. Perbaiki yang ditandai; yang lain tidak hilang."),
    "criteria-invalid": _l("Belum tersimpan. Perbaiki yang ditandai; yang lain tidak hilang."),
    "criteria-scored": _l(
        "Sudah ada nilai juri di kategori ini, jadi kriteria tidak bisa ditambah atau dihapus dan skalanya tetap."
    ),
    "criteria-opened": _l("Pameran sudah dibuka, jadi kriteria tidak bisa ditambah atau dihapus dan skalanya tetap."),
    "criteria-changed": _l(
        "Kriteria ini sudah diubah orang lain sejak Anda membukanya. Yang Anda ketik masih ada di bawah; "
        "menyimpan lagi akan menggantikan perubahan itu."
    ),
    "booth-taken": _l("Nomor stan ini sudah dipakai inovasi lain."),
    "username-taken": _l("Nama pengguna ini sudah dipakai."),
    "username-invalid": _l("Nama pengguna terdiri dari huruf kecil, angka, titik, dan tanda hubung."),
    "password-weak": _l("Kata sandi paling sedikit 10 huruf dan tidak sama dengan nama pengguna."),
    "link-used": _l("Tautan ini sudah dipakai atau tidak berlaku lagi."),
    "name-needed": _l("Tuliskan nama orangnya, paling banyak 120 huruf."),
    "role-refused": _l("Pilih peran lain untuk orang ini."),
    "last-organizer": _l("Tidak bisa: ini panitia aktif yang terakhir. Undang panitia lain dulu."),
    "member-bound": _l(
        "Juri ini sudah menilai di pameran ini, jadi tidak bisa dikeluarkan. Nonaktifkan akunnya bila ia berhenti."
    ),
    "demo-refused": _l("Peragaan hanya bisa dimuat di pemasangan tanpa pameran lain."),
    "own-account": _l("Peran dan akun Anda sendiri hanya bisa diubah oleh panitia lain."),
    "code-wrong": _l("Kode salah atau sudah dipakai. Tunggu kode berikutnya di ponsel Anda, lalu coba lagi."),
    "second-factor-on": _l("Verifikasi dua langkah sudah aktif."),
    "second-factor-missing": _l("Verifikasi dua langkah belum disiapkan."),
    "second-factor-needed": _l("Di sini panitia wajib memakai verifikasi dua langkah, jadi tidak bisa dimatikan."),
    "own-factor-needed": _l(
        "Aktifkan dulu verifikasi dua langkah di akun Anda sendiri, lalu wajibkan untuk panitia lain."
    ),
    "card-unknown": _l("Kartu ini tidak berlaku lagi. Mintalah kartu baru di meja panitia; nilai Anda tersimpan."),
    "pin-refused": _l(
        "Nama pengguna atau PIN salah, atau kartunya terkunci. Kartu terkunci setelah lima PIN yang salah; mintalah "
        "kartu baru di meja panitia."
    ),
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
    "profile-closed": _l("Pengisian profil sudah ditutup. Hubungi panitia bila ada yang masih perlu diubah."),
    "proposed-full": _l(
        "Foto ini belum terkirim: yang tampil dan yang menunggu paling banyak delapan, dan yang menunggu bersama "
        "paling besar 24 MB. Hapus dulu usulan foto yang tidak perlu, atau tunggu keputusan panitia."
    ),
    "nothing-proposed": _l("Tidak ada yang berubah atau tidak ada yang dipilih, jadi tidak ada yang dikirim."),
    "proposal-moved": _l(
        "Belum diputuskan: usulan atau isiannya baru saja berubah. Periksa lagi yang tampil sekarang, lalu putuskan."
    ),
    "rehearsal-running": _l("Gladi lain sedang berjalan. Akhiri dulu, atau ikut di dalamnya."),
    "rehearsal-choice": _l("Pilih lamanya dari daftar, dan pengunjung simulasi 0 sampai 500."),
    "import-refused": _l("Ada baris yang salah, jadi belum ada yang tersimpan."),
    "import-changed": _l(
        "Data berubah sejak pratinjau tadi, jadi belum ada yang tersimpan. Periksa pratinjau yang baru."
    ),
    "upload-gone": _l("Tabel ini sudah disimpan, dibuang, atau lebih dari satu jam. Unggah sekali lagi."),
    "freeze-past": _l("Waktu itu sudah lewat. Pilih waktu yang akan datang, atau bekukan sekarang."),
    "frozen-already": _l("Layar sudah beku. Cairkan dulu untuk menjadwalkan lagi."),
    "announcement-long": _l("Pengumuman terlalu panjang, paling banyak 160 huruf. Persingkat, lalu kirim lagi."),
    "announcement-minutes": _l("Pilih berapa lama pengumuman tampil."),
    "backup-elsewhere": _l(
        "Pemasangan ini memakai PostgreSQL: buat cadangannya dengan pg_dump, dan salin DATA_DIR/media serta kunci "
        "rahasianya."
    ),
    "backup-refused": _l("Cadangan belum dibuat. Jalankan “flask doctor” di komputer server untuk melihat sebabnya."),
    "database-damaged": _l(
        "Cadangan belum dibuat karena basis datanya rusak. Simpan semua cadangan yang lama, lalu jalankan "
        "“flask doctor” di komputer server."
    ),
    "disk-full": _l(
        "Ruang penyimpanan tidak cukup untuk cadangan. Tidak ada yang berubah; kosongkan ruang lebih dulu."
    ),
    "ticket-unknown": _l("Kode tiket ini salah. Periksa lagi ketikannya, atau minta bantuan di meja panitia."),
    "ticket-form": _l("Kode tiket terdiri dari 13 huruf dan angka, misalnya 7QK2M-9DAB-X4TR."),
    "ticket-taken": _l("Tiket ini sudah dipakai di perangkat lain. Satu tiket hanya untuk satu pemilih."),
    "ticket-spoiled": _l("Tiket ini sudah dibatalkan panitia. Minta tiket lain di meja panitia."),
    "ticket-range": _l(
        "Belum diubah: ada nomor yang tidak ada, sudah dipakai, sudah dibatalkan, atau sudah diserahkan."
    ),
    "batch-size": _l("Tulis jumlah tiket, 1 sampai 500."),
    "batch-overtaken": _l(
        "Tidak dicetak: bundel lain baru saja dibuat, mungkin karena tombol ditekan dua kali. Lihat daftar bundel "
        "dulu, dan batalkan bundel yang berkasnya tidak sampai."
    ),
    "no-tickets": _l("Pameran ini tidak memakai tiket, atau pemungutan suaranya sudah ditutup."),
    "too-many-tries": _l("Sudah lima kali salah. Tunggu 15 menit, lalu coba lagi."),
    "kiosk-pin-form": _l("PIN kios terdiri dari empat sampai delapan angka."),
    "kiosk-pin-wrong": _l("PIN kios salah."),
    "kiosk-name": _l("Beri nama tablet ini, paling banyak 60 huruf."),
    "kiosk-ended": _l("Tablet ini bukan kios lagi. Minta bantuan petugas meja."),
    "turn-ended": _l("Giliran ini sudah selesai. Suara yang belum disentuh tidak tercatat."),
    "archive-unpublished": _l("Belum bisa masuk arsip: hasilnya belum diumumkan. Umumkan dulu di halaman Tahap."),
    "no-figures": _l("Tahun ini dimasukkan tanpa nilai dan suara, jadi tempatnya hanya di arsip."),
    "in-archive": _l("Pameran ini ada di arsip. Keluarkan dulu dari arsip di halaman Semua pameran."),
    "level-fixed": _l("Pemungutan suara sudah pernah dibuka, jadi siapa yang boleh memilih tidak bisa diubah lagi."),
    "setup-open": _l("Masih ada langkah yang belum selesai. Lihat daftar di bawah."),
    "logo-needed": _l("Pilih dulu berkas logonya."),
    "logo-svg": _l(
        "Berkas SVG tidak diterima, karena bisa berisi program. Simpan logonya sebagai PNG, lalu unggah itu."
    ),
    "logo-blank": _l("Gambar ini kosong: semua bagiannya tembus pandang. Pilih berkas lain."),
    "no-tie": _l(
        "Tidak ada nilai seri yang melewati tempat juara terakhir di kategori ini, jadi tidak ada yang diputuskan."
    ),
    "tie-moved": _l("Belum tercatat: peringkatnya berubah sejak halaman ini dibuka. Lihat nilai seri yang sekarang."),
    "tie-order": _l(
        "Belum tercatat: pilih juara bersama, atau beri setiap inovasi yang seri urutannya sendiri, mulai dari 1."
    ),
    "csrf": _l("Halaman ini sudah lama terbuka. Muat ulang, lalu coba lagi; tidak ada yang berubah."),
}
