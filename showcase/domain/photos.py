"""An entry's pictures: how many there may be, and what is refused."""

from showcase.domain.errors import DomainError

MOST_PHOTOS = 8
MOST_ALT = 300


class PhotoLimitError(DomainError):
    """An entry has at most eight pictures."""

    code = "photo-limit"


class PhotoNeededError(DomainError):
    """The form came without a file."""

    code = "photo-needed"
