"""Choosing the voter level: what depends on the vote decides how much a vote must prove."""

from collections.abc import Collection

from showcase.domain.errors import DomainError
from showcase.domain.voting import Level

# From the weakest to the strongest promise that one person has one vote.
STRENGTH = (Level.OPEN, Level.BOOTH, Level.EMAIL, Level.TICKET)


class LevelFixedError(DomainError):
    """The vote has been opened: the level stays."""

    code = "level-fixed"


class LevelWeakError(DomainError):
    """Money or a rank depends on the vote, and the level can't promise one vote a person; it wants a confirmation."""

    code = "level-weak"


def proposed(*, stakes: bool, offered: Collection[Level]) -> Level:
    """What we propose: tickets where money or a rank depends on the vote (if they are offered), else the booth."""
    return Level.TICKET if stakes and Level.TICKET in offered else Level.BOOTH


def is_weak(level: Level, *, stakes: bool) -> bool:
    """Whether more depends on the vote than this level can promise."""
    return stakes and STRENGTH.index(level) < STRENGTH.index(Level.TICKET)
