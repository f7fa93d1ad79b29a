"""Refusals in the words of the domain. `web/errors.py` maps each code once to a status and a sentence."""

from collections.abc import Mapping
from typing import ClassVar


class DomainError(Exception):
    """A use case was refused; nothing was changed.

    `code` is stable and is what pages, scripts and tests rely on; `details` fill the sentence that people read. The
    message is English, for the command line and the log.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, message: str = "", **details: str | int) -> None:
        super().__init__(message or self.code)
        self.details: Mapping[str, str | int] = details


class NotFoundError(DomainError):
    """The thing does not exist, or is not this person's: both answer alike, so that a stranger learns nothing."""

    code = "not-found"
