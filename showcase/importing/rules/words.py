"""What is wrong with a cell or a file, in both languages: the command prints English, a page its own language.

Both renderings of a sentence stand side by side, so that neither can be forgotten. Numbers are written as the language
writes them.
"""

from collections.abc import Mapping

from showcase.kernel.sentences import Details, Sentence

CELLS: Mapping[str, Sentence] = {
    "empty": Sentence("sel ini kosong.", "this cell is empty."),
    "excel-error": Sentence("rumus di lembar ini menghasilkan {text}.", "the sheet's formula gives {text}."),
    "formula": Sentence(
        "rumus di sel ini belum punya hasil. Buka berkasnya di Excel dan simpan lagi, atau ketik hasilnya.",
        "its formula has no saved result. Open the file in Excel and save it again, or type the result.",
    ),
    "control": Sentence("ada huruf kendali yang tidak terlihat; ketik ulang isinya.", "it holds a control character."),
    "long": Sentence("{length} huruf; paling banyak {limit} yang muat.", "{length} characters; at most {limit} fit."),
    "category": Sentence(
        '"{text}" bukan kategori pameran ini; yang ada: {known}.', '"{text}" is no category; there are: {known}.'
    ),
    "category-near": Sentence(
        '"{text}" bukan kategori pameran ini; maksud Anda "{near}"? Yang ada: {known}.',
        '"{text}" is no category; did you mean "{near}"? There are: {known}.',
    ),
    "term": Sentence('"{text}" tidak dikenal; pilihannya: {choices}.', '"{text}" is no {field}; there are: {words}.'),
    "date": Sentence(
        '"{text}" bukan tanggal; tulis 2021-01-02, 02/01/2021, atau 2 Januari 2021.',
        '"{text}" is no date; write 2021-01-02, 02/01/2021 or 2 Januari 2021.',
    ),
    "calendar": Sentence('"{text}" tidak ada di kalender.', '"{text}" is not in the calendar.'),
    "year": Sentence('tahun dalam "{text}" tidak masuk akal.', '"{text}" has no plausible year.'),
    "link": Sentence(
        '"{text}" bukan tautan lengkap; tulis https:// dan nama situsnya, misalnya https://youtu.be/contoh.',
        '"{text}" is no https address of a site; write for example https://youtu.be/example.',
    ),
    "repeated": Sentence("{text} sudah ada di baris {first}.", "{text} is in row {first} already."),
    "column-twice": Sentence("kolom ini ada dua kali.", "this column is there twice."),
    "column-missing": Sentence(
        'kolom ini tidak ada (judulnya "{indonesian}" atau "{english}"). Judul yang ditemukan: {found}.',
        'this column is missing (header "{english}" or "{indonesian}"). Headers found: {found}.',
    ),
    "category-fixed": Sentence(
        "inovasi ini sudah punya suara atau lembar nilai, jadi kategorinya tidak bisa diganti.",
        "this entry has votes or sheets already; its category can't change",
    ),
    "booth-taken": Sentence("stan {booth} sudah dipakai.", "Booth {booth} is taken."),
    "username": Sentence(
        '"{text}" bukan nama pengguna; pakai huruf kecil, angka, titik, dan tanda hubung.',
        '"{text}" is no user name; use lower-case letters, digits, dots and hyphens.',
    ),
    "username-other": Sentence(
        "nama pengguna {text} sudah dipakai petugas yang bukan juri.",
        "{text} is the user name of staff, not of a juror.",
    ),
    "weight": Sentence(
        '"{text}" bukan bobot; tulis 30%, 30, atau 12,5.', '"{text}" is no weight; write 30%, 30 or 12.5.'
    ),
    "weights-sum": Sentence(
        "bobot kategori {category} berjumlah {sum} %; harus 100 %.",
        "the weights of {category} sum to {sum} %; they must sum to 100 %.",
    ),
    "points": Sentence(
        '"{text}" bukan angka; tulis misalnya 100 atau 0,5.', '"{text}" is no number; write 100 or 0.5.'
    ),
    "level": Sentence(
        '"{text}" tidak terbaca; tulis tingkat sebagai 100 = belum pernah ada; 70 = pengembangan.',
        '"{text}" can\'t be read; write levels as 100 = never seen before; 70 = developed further.',
    ),
    "criterion-text-needed": Sentence("ada arti tingkat yang kosong.", "a level has no meaning."),
    "criterion-text-long": Sentence("teksnya terlalu panjang.", "its text is too long."),
    "criterion-text-invalid": Sentence(
        "ada huruf yang tidak bisa disimpan.", "it holds a character that can't be stored."
    ),
    "criterion-name-repeated": Sentence(
        "kriteria ini ada dua kali di kategori yang sama.", "this criterion is twice in one category."
    ),
    "criterion-weight-range": Sentence(
        "bobot paling kecil 0,01 % dan paling besar 100 %.", "a weight is 0.01 % to 100 %."
    ),
    "criterion-scale-range": Sentence("nilai tertinggi harus 1 sampai 1.000.", "the highest score must be 1 to 1,000."),
    "criterion-scale-order": Sentence(
        "nilai terendah harus di bawah yang tertinggi.", "the lowest score must be below the highest."
    ),
    "criterion-scale-step": Sentence(
        "nilai tertinggi tidak tercapai dengan langkah ini.", "the highest score can't be reached by this step."
    ),
    "criterion-level-range": Sentence(
        "ada tingkat di luar nilai yang mungkin.", "a level is outside of the scores that are possible."
    ),
    "criterion-level-repeated": Sentence("ada tingkat yang disebut dua kali.", "a level is there twice."),
    "criterion-too-many": Sentence(
        "terlalu banyak: paling banyak 20 kriteria dan 11 tingkat.", "too many: at most 20 criteria and 11 levels."
    ),
    "criteria-scored": Sentence(
        "kategori ini sudah punya nilai, jadi kriteria dan skalanya tidak bisa diganti.",
        "scores stand on this category; its criteria and scales can't change.",
    ),
    "criteria-opened": Sentence(
        "pemungutan suara sudah dibuka, jadi kriteria dan skalanya tidak bisa diganti.",
        "the vote has been opened; criteria and scales can't change.",
    ),
    "criteria-guarded": Sentence(
        "bobot sudah dipakai; ubahlah di halaman kriteria, dengan alasan dan panitia kedua.",
        "the weights are in use; change them on the criteria's page, with a reason and a second organizer.",
    ),
    "personal-phone": Sentence(
        "ada yang mirip nomor telepon; isi kolom ini tampil untuk umum. Hapus bila tidak perlu.",
        "it looks like a phone number; this column is shown to the public. Remove it if it is not needed.",
    ),
    "personal-id": Sentence(
        "ada yang mirip nomor induk (NIK, NIP, atau NPWP); isi kolom ini tampil untuk umum. Hapus bila tidak perlu.",
        "it looks like a personal identity number; this column is shown to the public. Remove it if it is not needed.",
    ),
    "unprintable": Sentence(
        "huruf {letters} tidak bisa dicetak di poster dan kartu. Isi singkatan dengan huruf yang bisa dicetak.",
        "the characters {letters} can't be printed on posters and cards. Give a short name that can be printed.",
    ),
    "refused": Sentence("isinya tidak bisa disimpan ({reason}).", "it can't be stored ({reason})."),
}

SAVE_AGAIN = Sentence("Buka berkasnya di Excel dan simpan lagi.", "Open it in Excel and save it again.")
FILES: Mapping[str, Sentence] = {
    "size": Sentence(
        "{file} lebih besar dari 20 MB. Hapus gambar di dalamnya, atau bagi dua.", "{file} has more than 20 MB."
    ),
    "unpacked": Sentence(
        "{file} lebih dari 100 MB setelah dibuka. Salin tabelnya saja ke berkas baru.",
        "{file} has more than 100 MB when unpacked.",
    ),
    "cells": Sentence(
        "{file} berisi terlalu banyak sel. Salin tabelnya saja ke berkas baru.",
        "{file} has too many cells. Copy its table alone into a new file.",
    ),
    "ratio": Sentence(
        "{file} dimampatkan melebihi yang wajar untuk lembar kerja. Salin tabelnya ke berkas baru.",
        "{file} is packed more tightly than a spreadsheet can be.",
    ),
    "empty": Sentence("{file} kosong. Pilih berkas yang berisi tabel.", "{file} is empty."),
    "no-sheet": Sentence("{file} tidak punya lembar yang berisi sel.", "{file} has no sheet with cells."),
    "no-header": Sentence(
        "{file} tidak punya judul kolom di baris pertama. Pakai templat, atau tulis judul kolom di baris 1.",
        "{file} has no column headers in its first row.",
    ),
    "no-row": Sentence("{file} tidak punya baris di bawah judul kolomnya.", "{file} has no row below its headers."),
    "rows": Sentence(
        "{file} lebih dari 10.000 baris. Bagi menjadi beberapa berkas.", "{file} has more than 10,000 rows."
    ),
    "last-row": Sentence(
        "{file} punya baris di luar batas Excel. " + SAVE_AGAIN.indonesian,
        "{file} has rows beyond the last one of Excel.",
    ),
    "columns": Sentence(
        "{file} lebih dari 100 kolom. Hapus kolom yang tidak dipakai.",
        "{file} has more than 100 columns. Delete those not needed.",
    ),
    "password": Sentence(
        "{file} dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu unggah lagi.",
        "{file} is protected by a password. Save it without one.",
    ),
    "xls": Sentence(
        "{file} buku kerja Excel lama (.xls). Simpan sebagai .xlsx, lalu unggah lagi.",
        "{file} is an old Excel workbook (.xls). Save it as .xlsx.",
    ),
    "xlsb": Sentence(
        "{file} buku kerja biner (.xlsb). Simpan sebagai .xlsx, lalu unggah lagi.",
        "{file} is a binary Excel workbook (.xlsb). Save it as .xlsx.",
    ),
    "ods": Sentence(
        "{file} berkas OpenDocument. Simpan sebagai Excel (.xlsx) atau CSV, lalu unggah lagi.",
        "{file} is an OpenDocument file. Save it as Excel (.xlsx) or CSV.",
    ),
    "document": Sentence(
        "{file} dokumen, bukan lembar kerja. Salin tabelnya ke Excel, atau tempel di sini.",
        "{file} is a document, no spreadsheet. Copy its table into Excel.",
    ),
    "pdf": Sentence(
        "{file} berkas PDF. Mintalah berkas Excel aslinya, atau salin tabelnya ke Excel.",
        "{file} is a PDF. Ask for the Excel file that it was made of, or copy its table into Excel.",
    ),
    "picture": Sentence(
        "{file} gambar, bukan tabel. Ketik isinya ke dalam templat.",
        "{file} is a picture, no table. Type it into the template.",
    ),
    "web-page": Sentence(
        "{file} halaman web yang diberi nama lain. Buka di Excel dan simpan sebagai .xlsx.",
        "{file} is a web page under another name. Open it in Excel and save it as .xlsx.",
    ),
    "unknown": Sentence(
        "{file} bukan buku kerja Excel (.xlsx) dan bukan CSV. Simpan sebagai .xlsx, lalu unggah lagi.",
        "{file} is neither an Excel workbook (.xlsx) nor a CSV file.",
    ),
    "damaged": Sentence("{file} rusak. " + SAVE_AGAIN.indonesian, "{file} is damaged. " + SAVE_AGAIN.english),
    "unreadable": Sentence(
        "{file} bukan buku kerja Excel (.xlsx) yang bisa dibaca. " + SAVE_AGAIN.indonesian,
        "{file} is no Excel workbook (.xlsx) that can be read. " + SAVE_AGAIN.english,
    ),
    "csv": Sentence(
        "{file} bukan CSV yang bisa dibaca, di sekitar baris {line}. Periksa tanda kutipnya.",
        "{file} is no CSV file that can be read, near line {line}.",
    ),
}


def told(code: str, details: Details, language: str) -> str:
    """What is wrong with a cell, in `id` or `en`."""
    return CELLS[code].told(details, language)
