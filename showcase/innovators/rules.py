"""What an innovator may propose for the own entry, until when, and how a proposal is decided."""

from datetime import datetime
from enum import StrEnum

from showcase.exhibitions.rules import DECIDED, Phase
from showcase.kernel.errors import N_, DomainError

NOTE_LENGTH = 1000
# What the pictures of one entry that wait may hold together: eight large photographs, as they are kept, and no more.
MOST_WAITING_BYTES = 24 * 1024 * 1024


class ProposalState(StrEnum):
    """waiting until an organizer decides, or the innovator takes it back."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ProfileClosedError(DomainError):
    """The deadline has passed, or the result is fixed: profiles are not edited any more."""

    code = "profile-closed"
    status = 409
    sentence = N_("Pengisian profil sudah ditutup. Hubungi panitia bila ada yang masih perlu diubah.")


class NothingProposedError(DomainError):
    """The proposal is the profile as it stands, or no field of it was chosen."""

    code = "nothing-proposed"
    status = 422
    sentence = N_("Tidak ada yang berubah atau tidak ada yang dipilih, jadi tidak ada yang dikirim.")


class ProposedFullError(DomainError):
    """With what waits already, the pictures would be more than an entry may have, or than may wait."""

    code = "proposed-full"
    status = 409
    sentence = N_(
        "Foto ini belum terkirim: yang tampil dan yang menunggu paling banyak delapan, dan yang menunggu bersama "
        "paling besar 24 MB. Hapus dulu usulan foto yang tidak perlu, atau tunggu keputusan panitia."
    )


class ProposalMovedError(DomainError):
    """The entry or the proposal is not what the page showed any more; nothing was decided."""

    code = "proposal-moved"
    status = 409
    sentence = N_(
        "Belum diputuskan: usulan atau isiannya baru saja berubah. Periksa lagi yang tampil sekarang, lalu putuskan."
    )


def is_open(phase: Phase, until: datetime | None, now: datetime) -> bool:
    """Whether an innovator may still propose: until the deadline, without one until the result is fixed."""
    return phase not in DECIDED and (until is None or now < until)
