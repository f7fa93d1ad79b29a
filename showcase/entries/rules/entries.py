"""Entries: their states, slugs and booth codes."""

from showcase.kernel.errors import N_, DomainError


class EntryWithdrawnError(DomainError):
    """The entry was withdrawn."""

    code = "entry-withdrawn"
    status = 409
    sentence = N_("Inovasi ini ditarik dari lomba, jadi tidak bisa dipilih. Anda bisa memilih inovasi lain.")


class CategoryFixedError(DomainError):
    """An entry with votes or sheets can't change its category."""

    code = "category-fixed"
    status = 409
    sentence = N_("Kategori tidak bisa diganti, karena inovasi ini sudah punya suara atau lembar nilai.")


class EntryJudgedError(DomainError):
    """An entry with votes or sheets can't become a draft again: it is withdrawn, with a reason."""

    code = "entry-judged"
    status = 409
    sentence = N_(
        "Inovasi yang sudah punya suara atau lembar nilai tidak bisa menjadi draf lagi. Tarik dari lomba, bila perlu."
    )


class CodeReplacedError(DomainError):
    """The booth's code was issued anew; this one is on an old poster."""

    code = "code-replaced"
    status = 410
    sentence = N_(
        "Poster ini tidak berlaku lagi, karena kode stannya sudah diganti. Pindai poster baru di stan itu, atau cari "
        "inovasinya di daftar."
    )


class CodesChangedError(DomainError):
    """Somebody replaced these codes since the form was drawn."""

    code = "codes-changed"
    status = 409
    sentence = N_("Belum diganti: kode sudah diganti orang lain sejak halaman ini dibuka. Muat ulang dulu.")


class BoothTakenError(DomainError):
    """Another entry of the exhibition has this booth."""

    code = "booth-taken"
    status = 409
    sentence = N_("Nomor stan ini sudah dipakai inovasi lain.")
