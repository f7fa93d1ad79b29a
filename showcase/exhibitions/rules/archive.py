"""The archive: exhibitions that are over and nobody's work any more, with everything that is known about them."""

from showcase.kernel.errors import N_, DomainError


class NotPublishedError(DomainError):
    """Only an exhibition whose result is published may be put away: of any other somebody still expects something."""

    code = "archive-unpublished"
    status = 409
    sentence = N_("Belum bisa masuk arsip: hasilnya belum diumumkan. Umumkan dulu di halaman Tahap.")


class NoFiguresError(DomainError):
    """A year that was brought in with its awards alone can't be taken out: there is nothing in it to work on."""

    code = "no-figures"
    status = 409
    sentence = N_("Tahun ini dimasukkan tanpa nilai dan suara, jadi tempatnya hanya di arsip.")


class InArchiveError(DomainError):
    """The exhibition is in the archive; this can only be done once it is taken out."""

    code = "in-archive"
    status = 409
    sentence = N_("Pameran ini ada di arsip. Keluarkan dulu dari arsip di halaman Semua pameran.")
