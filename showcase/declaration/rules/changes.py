"""Changing rules that are in use: one organizer proposes, another one approves in a session of their own."""

from enum import StrEnum

from showcase.kernel.errors import N_, DomainError

MAX_REASON = 1000


class RuleKind(StrEnum):
    """What a change is about: the rules of the ranking, or the criteria's weights or the prizes of one category."""

    RULES = "rules"
    CRITERIA = "criteria"
    WINNERS = "winners"


class ChangeState(StrEnum):
    """waiting until another organizer decides, its author takes it back, or a newer one takes its place."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


class RuleChangeWaitingError(DomainError):
    """A proposal about the same rules waits already; it is decided or withdrawn first."""

    code = "rule-change-waiting"
    status = 409
    sentence = N_(
        "Belum diajukan: masih ada usulan lain tentang aturan ini yang menunggu. Setujui, tolak, atau tarik dulu "
        "usulan itu."
    )


class RuleChangeMovedError(DomainError):
    """The proposal was decided or withdrawn meanwhile."""

    code = "rule-change-moved"
    status = 409
    sentence = N_("Belum berubah: usulan ini baru saja diputuskan atau ditarik. Periksa yang tampil sekarang.")


class RuleChangeOvertakenError(DomainError):
    """The rules, the criteria or the withdrawn entries are not what they were when it was proposed."""

    code = "rule-change-overtaken"
    status = 409
    sentence = N_(
        "Tidak bisa disetujui: aturan, kriteria, atau inovasi yang ditarik sudah berubah sejak usulan ini dibuat. "
        "Tolak usulan ini, lalu ajukan yang baru."
    )


class ProposerGoneError(DomainError):
    """The one who proposed it is no active organizer any more: nobody but the other one stands for it."""

    code = "rule-change-proposer-gone"
    status = 409
    sentence = N_(
        "Tidak bisa disetujui: pengusulnya bukan panitia aktif lagi. Tolak usulan ini, lalu ajukan yang baru."
    )


class OwnRuleChangeError(DomainError):
    """Who proposed a change can't approve it."""

    code = "own-rule-change"
    status = 403
    sentence = N_("Usulan Anda sendiri harus disetujui panitia lain, yang masuk dengan akunnya sendiri.")
