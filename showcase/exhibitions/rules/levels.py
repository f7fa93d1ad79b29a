"""What makes a voter, and what the board shows of the vote."""

from enum import StrEnum


class Level(StrEnum):
    """What makes a voter, chosen before opening and never silently lowered."""

    OPEN = "open"
    BOOTH = "booth"
    TICKET = "ticket"
    EMAIL = "email"


class Visibility(StrEnum):
    """What the board shows of the vote: numbers, only the order, or nothing."""

    COUNTS = "counts"
    ORDER = "order"
    HIDDEN = "hidden"
