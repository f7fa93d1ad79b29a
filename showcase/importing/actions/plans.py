"""What an import would do, found without changing anything; and the refusals that all imports share."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from showcase.importing.rules.columns import RowError
from showcase.kernel.act import Act
from showcase.kernel.errors import N_, DomainError

# Called with how many rows are stored of how many.
Tell = Callable[[int, int], None]


class State(StrEnum):
    """What storing would do with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class ImportRefusedError(DomainError):
    """Rows are wrong, so nothing was stored. `errors` says which, each as `row 7: booth: ...`."""

    code = "import-refused"
    status = 422
    sentence = N_("Ada baris yang salah, jadi belum ada yang tersimpan.")

    def __init__(self, errors: tuple[RowError, ...]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


class ImportChangedError(DomainError):
    """What is stored changed after the preview, so that the import would do something else than it showed."""

    code = "import-changed"
    status = 409
    sentence = N_("Data berubah sejak pratinjau tadi, jadi belum ada yang tersimpan. Periksa pratinjau yang baru.")


@dataclass(frozen=True, slots=True)
class Change:
    """What would become of a row: `key` and `title` name it; `fields` are (field, stored value, new value)."""

    row: int
    key: str
    title: str
    state: State
    fields: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True)
class Plan(ABC):
    """What a sheet would do to an exhibition as it is now. It can be stored in the transaction that found it."""

    exhibition_id: int
    errors: tuple[RowError, ...] = ()
    changes: Sequence[Change] = field(default_factory=tuple)

    def count(self, state: State) -> int:
        """How many rows are in this state."""
        return sum(change.state is state for change in self.changes)

    @property
    def counts(self) -> Mapping[State, int]:
        """How many rows are new, changed and unchanged."""
        return {state: self.count(state) for state in State}

    @property
    def fingerprint(self) -> str:
        """Equal for two plans exactly if they would do the same."""
        return hashlib.sha256(repr([(repr(change), str(change.state)) for change in self.changes]).encode()).hexdigest()

    @abstractmethod
    def store(self, session: Session, act: Act, *, tell: Tell) -> None:
        """Store every row; the caller made sure that there are no errors."""


def in_order(errors: Iterable[RowError]) -> tuple[RowError, ...]:
    """Errors by row; those of one row as they were found."""
    return tuple(sorted(errors, key=lambda error: error.row))


def silent(done: int, of: int) -> None:
    """Tells nobody."""
