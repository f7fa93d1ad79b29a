"""What becomes of a noticed anomaly: what may be proposed, and where it leads once another organizer confirms."""

from collections.abc import Mapping
from enum import StrEnum

from showcase.kernel.errors import N_, DomainError


class FlagState(StrEnum):
    """Nobody has decided; decided that it means nothing; decided that the votes are suspended."""

    OPEN = "open"
    DISMISSED = "dismissed"
    QUARANTINED = "quarantined"


class Proposal(StrEnum):
    """What one organizer proposes and another one confirms."""

    NONE = "none"
    DISMISS = "dismiss"
    QUARANTINE = "quarantine"
    RELEASE = "release"


CHOICES: Mapping[FlagState, tuple[Proposal, ...]] = {
    FlagState.OPEN: (Proposal.QUARANTINE, Proposal.DISMISS),
    FlagState.DISMISSED: (Proposal.QUARANTINE,),
    FlagState.QUARANTINED: (Proposal.RELEASE,),
}
AFTER: Mapping[Proposal, FlagState] = {
    Proposal.QUARANTINE: FlagState.QUARANTINED,
    Proposal.DISMISS: FlagState.DISMISSED,
    Proposal.RELEASE: FlagState.DISMISSED,
}


class AnomalyMovedError(DomainError):
    """The flag is not as the form showed it: somebody else proposed or decided meanwhile."""

    code = "anomaly-moved"
    status = 409
    sentence = N_("Belum berubah: panitia lain baru saja mengusulkan atau memutuskan. Periksa yang tampil sekarang.")


class OwnProposalError(DomainError):
    """Who proposed can't confirm: the second person signs in with another account."""

    code = "own-proposal"
    status = 403
    sentence = N_("Usulan Anda sendiri harus disetujui panitia lain, yang masuk dengan akunnya sendiri.")
