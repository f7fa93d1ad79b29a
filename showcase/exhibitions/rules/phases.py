"""The phases of an exhibition and the moves between them."""

from enum import StrEnum

from showcase.kernel.errors import N_, DomainError


class Phase(StrEnum):
    """setup -> voting -> (paused <-> voting) -> deliberation -> final -> published."""

    SETUP = "setup"
    VOTING = "voting"
    PAUSED = "paused"
    DELIBERATION = "deliberation"
    FINAL = "final"
    PUBLISHED = "published"


NEXT: dict[Phase, tuple[Phase, ...]] = {
    Phase.SETUP: (Phase.VOTING,),
    Phase.VOTING: (Phase.PAUSED, Phase.DELIBERATION),
    Phase.PAUSED: (Phase.VOTING, Phase.DELIBERATION),
    Phase.DELIBERATION: (Phase.FINAL,),
    Phase.FINAL: (Phase.PUBLISHED,),
    Phase.PUBLISHED: (),
}

# The vote has been closed by hand, and nothing opens it again.
AFTER_VOTE = frozenset({Phase.DELIBERATION, Phase.FINAL, Phase.PUBLISHED})
DECIDED = frozenset({Phase.FINAL, Phase.PUBLISHED})


class PhaseRefusedError(DomainError):
    """The exhibition can't move from its phase to that one."""

    code = "phase-refused"
    status = 409
    sentence = N_("Tahap tidak bisa dipindah ke sana dari tahap yang sekarang.")


class NotReadyError(DomainError):
    """Something that must be true before the move is not; `details["missing"]` says what."""

    code = "phase-not-ready"
    status = 409
    sentence = N_("Belum bisa pindah tahap, masih ada yang kurang.")


class DecidedError(DomainError):
    """The result is fixed: nothing about it changes any more."""

    code = "result-fixed"
    status = 409
    sentence = N_("Hasil sudah ditetapkan, jadi ini tidak bisa diubah lagi.")


def check_move(current: Phase, wanted: Phase) -> None:
    """Refuse a move that the phases do not have. Raises PhaseRefusedError."""
    if wanted not in NEXT[current]:
        allowed = ", ".join(NEXT[current]) or "nothing: it is the last phase"
        raise PhaseRefusedError(
            f"An exhibition in phase {current} can't move to {wanted}; it can move to {allowed}.",
            current=current.value,
            wanted=wanted.value,
        )
