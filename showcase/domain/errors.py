"""Refusals in the words of the domain. `web/errors.py` maps each code once to a status and a sentence."""

import re
from collections.abc import Mapping
from typing import ClassVar


class DomainError(Exception):
    """A use case was refused; nothing was changed.

    `code` is stable and is what pages, scripts and tests rely on; `details` fill the sentence that people read. The
    message is English, for the command line and the log; without one it is what the class says of itself.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, message: str = "", **details: str | int) -> None:
        super().__init__(message or _first_sentence(type(self).__doc__ or self.code))
        self.details: Mapping[str, str | int] = details


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=\.)\s", " ".join(text.split()), maxsplit=1)[0]


class NotFoundError(DomainError):
    """There is nothing of that name. Also for what is another person's, so that a stranger learns nothing."""

    code = "not-found"
