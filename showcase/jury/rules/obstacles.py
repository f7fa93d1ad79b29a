"""Why a juror could not score an entry at its booth."""

from enum import StrEnum

from showcase.kernel.errors import N_, DomainError

MAX_WORDS = 500


class Cause(StrEnum):
    """The fixed reasons; `OTHER` needs words."""

    BOOTH_EMPTY = "booth-empty"
    PRESENTER_ABSENT = "presenter-absent"
    SAME_TEAM = "same-team"
    TECHNICAL = "technical"
    OTHER = "other"


class CauseNeededError(DomainError):
    """No fixed reason was chosen, or `OTHER` has no words or too many."""

    code = "cause-needed"
    status = 422
    sentence = N_("Pilih salah satu alasan; untuk “Lainnya” tuliskan apa kendalanya, paling banyak 500 huruf.")
