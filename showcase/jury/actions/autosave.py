"""Saving a sheet field by field, as the page does while a juror types.

A device sends what changed, with what it believes to be stored. A field that still stands so is stored; one that
another device changed is left alone and told. A change that comes late, or twice, changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.jury.actions import sheets
from showcase.jury.actions.sheets import SheetView
from showcase.jury.rules.scoring import MAX_NOTE, NoteTooLongError, ScoresInvalidError, SheetState
from showcase.jury.tables import Sheet

# The note among the criteria, whose slugs hold no point.
NOTE = ".note"
MOST_DEVICES = 8


@dataclass(frozen=True, slots=True)
class Change:
    """A field as a device has it. `bases`: every text that it may have left stored, acknowledged or not."""

    value: str
    bases: frozenset[str]


@dataclass(frozen=True, slots=True)
class Patch:
    """What a device sends. `number` grows with every request of this device; `changes` by criterion, or NOTE."""

    device: str
    number: int
    changes: Mapping[str, Change]
    submit: bool
    repeated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Merged:
    """The sheet as it is stored now, and the fields of the patch that another device had changed."""

    view: SheetView
    conflicts: frozenset[str]


def merge(session: Session, juror_id: int, code: str, patch: Patch, *, now: datetime) -> Merged:
    """Store what can be stored of the patch; submit the sheet too if asked and nothing conflicts.

    Raises ScoresInvalidError (nothing is stored then), NoteTooLongError, and as `sheets.sheet_to_edit`.
    """
    sheets.hold(session, juror_id, code)
    view = sheets.sheet_to_edit(session, juror_id, code)
    scores = {slug: change for slug, change in patch.changes.items() if slug != NOTE}
    typed = sheets.parsed(view, {slug: change.value for slug, change in scores.items()}, patch.repeated)
    stored = sheets.parsed(view, {slug: view.scores.get(slug, "") for slug in view.slugs})
    note = patch.changes.get(NOTE, Change(view.note, frozenset({view.note})))
    if len(note.value) > MAX_NOTE:
        raise NoteTooLongError
    row = session.scalars(select(Sheet).where(Sheet.juror_id == juror_id, Sheet.entry_id == view.entry_id)).first()
    if row is not None and patch.number <= row.taken.get(patch.device, 0):
        return Merged(view, frozenset())
    changed = {slug: value for slug, value in typed.items() if value != stored[slug]}
    conflicts = {slug for slug in changed if stored[slug] not in _known(view, slug, scores[slug])}
    if note.value != view.note and view.note not in note.bases:
        conflicts.add(NOTE)
    taken = {slug: value for slug, value in changed.items() if slug not in conflicts}
    words = view.note if NOTE in conflicts else note.value
    submit = patch.submit and not conflicts
    sheets.check_complete({**stored, **taken}, complete=submit or view.state == SheetState.SUBMITTED)
    if taken or words != view.note or submit:
        row = sheets.write(session, juror_id, view, taken, note=words, submit=submit, now=now)
    if row is not None:
        row.taken = _with(row.taken, patch)
        session.flush()
    return Merged(sheets.sheet_to_read(session, juror_id, code), frozenset(conflicts))


def _known(view: SheetView, slug: str, change: Change) -> set[int | None]:
    """The scores that the device may have left stored; a text that is no score is none of them."""
    known: set[int | None] = set()
    for text in change.bases:
        try:
            known |= set(sheets.parsed(view, {slug: text}).values())
        except ScoresInvalidError:
            continue
    return known


def _with(taken: Mapping[str, int], patch: Patch) -> dict[str, int]:
    """The last number taken from each device; the one that has been silent longest is forgotten first."""
    others = [(device, number) for device, number in taken.items() if device != patch.device]
    return dict([*others[-(MOST_DEVICES - 1) :], (patch.device, patch.number)])
