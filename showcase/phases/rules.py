"""What is missing when a result is to be fixed, and may be accepted with a reason that is recorded and printed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from showcase.exhibitions.rules import NotReadyError
from showcase.kernel.chain import canonical


class GapKind(StrEnum):
    """Something that is missing."""

    SHEET = "sheet"
    LOCK = "lock"
    TIE = "tie"
    ANOMALY = "anomaly"
    OBJECTION = "objection"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing.

    `categories` and `entries` are slugs; `juror` is the number in the bundle (J1), `username` and `person` who that is;
    `number` is a tie's place, an anomaly's id or an objection's number.
    """

    kind: GapKind
    categories: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    juror: str = ""
    number: int = 0
    username: str = ""
    person: str = ""

    def stored(self) -> dict[str, Any]:
        """As the history and the ledger keep it: no name of a person."""
        found: dict[str, Any] = {"kind": self.kind.value}
        found |= {name: list(getattr(self, name)) for name in ("categories", "entries") if getattr(self, name)}
        return found | {name: getattr(self, name) for name in ("juror", "number") if getattr(self, name)}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Gap":
        """What was stored."""
        return cls(
            GapKind(stored["kind"]),
            tuple(stored.get("categories", ())),
            tuple(stored.get("entries", ())),
            stored.get("juror", ""),
            stored.get("number", 0),
        )


class GapsError(NotReadyError):
    """Something is missing. `gaps` is all of it; `blocked` says that more is wrong, which nobody can accept."""

    def __init__(self, message: str, gaps: Sequence[Gap], **details: str | int) -> None:
        super().__init__(message, **details)
        self.gaps = tuple(gaps)


def digest(gaps: Sequence[Gap]) -> str:
    """SHA-256 over what is missing, hex: a page's form says by it what its reader saw."""
    return hashlib.sha256(canonical({"gaps": [gap.stored() for gap in gaps]}).encode()).hexdigest()
