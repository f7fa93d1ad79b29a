"""A rehearsal (gladi bersih): how long it lasts, how many it is filled with, and why it may be refused."""

from showcase.kernel.errors import N_, DomainError

HOURS = (1, 2, 4, 8, 12)
MOST_VISITORS = 500
# Simulated jurors of an exhibition that has none yet.
JURORS = 3


class RehearsalRunningError(DomainError):
    """One rehearsal at a time: another one runs."""

    code = "rehearsal-running"
    status = 409
    sentence = N_("Gladi lain sedang berjalan. Akhiri dulu, atau ikut di dalamnya.")


class RehearsalChoiceError(DomainError):
    """The hours or the number of visitors are not among those offered."""

    code = "rehearsal-choice"
    status = 422
    sentence = N_("Pilih lamanya dari daftar, dan pengunjung simulasi 0 sampai 500.")
