"""An entry's pictures: how many there may be, and what is refused."""

from showcase.kernel.errors import N_, DomainError

MOST_PHOTOS = 8
MOST_ALT = 300


class PhotoLimitError(DomainError):
    """An entry has at most eight pictures."""

    code = "photo-limit"
    status = 409
    sentence = N_("Paling banyak delapan foto. Hapus dulu yang tidak perlu; foto yang ada tidak berubah.")


class PhotoNeededError(DomainError):
    """The form came without a file."""

    code = "photo-needed"
    status = 422
    sentence = N_("Pilih dulu fotonya.")
