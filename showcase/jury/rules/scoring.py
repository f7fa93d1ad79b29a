"""Score sheets: what a score may be, and what a sheet's state allows.

Scores are whole hundredths of a point everywhere, because float parsing takes `1_0` and `1e400`, and because a
database's range check lets NaN pass.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from showcase.kernel.errors import N_, DomainError

# Digits with at most two decimals after a point or the Indonesian decimal comma, ASCII only: `\d` would take Arabic and
# full-width digits. `1,234` is refused: it may mean a thousand.
SCORE = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")
MAX_NOTE = 4000
# As many values as a thumb finds in two rows of buttons; a longer scale is typed or stepped.
MOST_CHOICES = 11


class SheetState(StrEnum):
    """A draft does not count; a submitted sheet counts and can be improved; a locked one can't be changed."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    LOCKED = "locked"


# What is shown of a sheet that nobody has begun, and of one that a conflict of interest forbids.
EMPTY, RECUSED = "empty", "recused"
# Sheets whose scores count.
COUNTED = (SheetState.SUBMITTED, SheetState.LOCKED)
# Sheets on which the juror has nothing left to do.
DONE = (*COUNTED, RECUSED)


def shown_state(stored: SheetState | None, *, recused: bool) -> str:
    """What a juror's sheet on an entry is, whether it is `stored` yet or not: a stored state, EMPTY or RECUSED."""
    if recused:
        return RECUSED
    return stored.value if stored is not None else EMPTY


class ScoresInvalidError(DomainError):
    """Some fields are no scores. `fields` maps criterion slugs to a code.

    The codes: `score-invalid`, `score-range`, `score-step`, `missing`, `repeated` (sent twice), `unknown`.
    """

    code = "scores-invalid"
    status = 422
    sentence = N_("Ada nilai yang belum bisa disimpan. Perbaiki yang ditandai; yang lain tidak hilang.")

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("Some scores can't be stored: " + ", ".join(f"{k} {v}" for k, v in fields.items()))
        self.fields = fields


class SheetLockedError(DomainError):
    """The sheet is locked, or the result is fixed."""

    code = "sheet-locked"
    status = 409
    sentence = N_("Lembar nilai ini sudah dikunci dan tidak bisa diubah lagi.")


class SheetConflictError(DomainError):
    """The sheet was saved elsewhere since this page was opened."""

    code = "sheet-conflict"
    status = 409
    sentence = N_("Lembar ini sudah diubah dari perangkat lain sejak Anda membukanya.")


class RecusedError(DomainError):
    """A juror with a conflict of interest must not score this entry."""

    code = "recused"
    status = 409
    sentence = N_("Anda tercatat memiliki konflik kepentingan dengan inovasi ini, jadi tidak menilainya.")


class NoteTooLongError(DomainError):
    """A note has at most 4,000 characters."""

    code = "note-too-long"
    status = 422
    sentence = N_("Catatan terlalu panjang, paling banyak 4.000 huruf.")


@dataclass(frozen=True, slots=True)
class Scale:
    """What a criterion's scores may be: from `least` to `most` by `step`, all in hundredths of a point.

    0 to 100 in hundredths is (0, 10000, 1); 1 to 5 in whole points is (100, 500, 100).
    """

    least: int
    most: int
    step: int

    @property
    def choices(self) -> tuple[int, ...]:
        """Every score, smallest first, if they are few enough for a button each; else none."""
        values = range(self.least, self.most + 1, self.step)
        return tuple(values) if len(values) <= MOST_CHOICES else ()

    @property
    def strides(self) -> tuple[int, int]:
        """The large and the small step of the buttons beside a typed score: 5 and 1 points where the scale is long."""
        if self.most - self.least > 2000:
            return 500, 100
        return 100, max(self.step, 10)

    def parse(self, text: str) -> int | None:
        """As `parse_score`."""
        return parse_score(text, self.most, min_centi=self.least, step_centi=self.step)


def parse_score(text: str, max_centi: int, *, min_centi: int = 0, step_centi: int = 1) -> int | None:
    """Hundredths of a point from typed text, "82.5" or "82,5"; None for an empty field.

    Raises ValueError with `score-invalid` (not a number as SCORE has it),
    `score-range` (below the criterion's smallest value or above its maximum) or `score-step` (between two values).
    """
    text = text.strip(" ")
    if not text:
        return None
    if not SCORE.fullmatch(text):
        raise ValueError("score-range" if re.fullmatch(r"-?[0-9]+(?:[.,][0-9]{1,2})?", text) else "score-invalid")
    whole, _, decimals = text.replace(",", ".").partition(".")
    value = int(whole) * 100 + int(decimals.ljust(2, "0") or "0")
    if not min_centi <= value <= max_centi:
        raise ValueError("score-range")
    if (value - min_centi) % step_centi:
        raise ValueError("score-step")
    return value


def centi_text(value: int) -> str:
    """A score in machine form, shortest first: 8000 is "80", 8050 is "80.5", 8055 is "80.55"."""
    whole, rest = divmod(value, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)
