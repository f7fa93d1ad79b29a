"""Choosing the voter level: what depends on the vote decides how much a vote must prove."""

from collections.abc import Collection

from showcase.exhibitions.rules.levels import Level
from showcase.kernel.errors import N_, REFUSED, DomainError

# From the weakest to the strongest promise that one person has one vote.
STRENGTH = (Level.OPEN, Level.BOOTH, Level.EMAIL, Level.TICKET)


class LevelFixedError(DomainError):
    """The vote has been opened: the level stays."""

    code = "level-fixed"
    status = 409
    sentence = N_("Pemungutan suara sudah pernah dibuka, jadi siapa yang boleh memilih tidak bisa diubah lagi.")


class LevelWeakError(DomainError):
    """Money or a rank depends on the vote, and the level can't promise one vote a person; it wants a confirmation."""

    code = "level-weak"
    status = 422
    sentence = REFUSED


def proposed(*, stakes: bool, offered: Collection[Level]) -> Level:
    """What we propose: tickets where money or a rank depends on the vote (if they are offered), else the booth."""
    return Level.TICKET if stakes and Level.TICKET in offered else Level.BOOTH


def is_weak(level: Level, *, stakes: bool) -> bool:
    """Whether more depends on the vote than this level can promise."""
    return stakes and STRENGTH.index(level) < STRENGTH.index(Level.TICKET)
