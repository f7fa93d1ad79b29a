"""Score sheets: reading, saving and submitting them. A juror sees only entries assigned to that juror."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from showcase.entries.rules.entries import EntryWithdrawnError
from showcase.entries.rules.states import Status
from showcase.entries.tables import BoothCode, Entry
from showcase.exhibitions.rules import DECIDED, Phase
from showcase.exhibitions.tables import Category, Exhibition
from showcase.jury.queries.criteria import CriterionView, of_category
from showcase.jury.rules.scoring import (
    MAX_NOTE,
    RECUSED,
    NoteTooLongError,
    RecusedError,
    ScoresInvalidError,
    SheetConflictError,
    SheetLockedError,
    SheetState,
    centi_text,
    shown_state,
)
from showcase.jury.tables import Assignment, Recusal, Score, Sheet
from showcase.kernel.errors import NotFoundError
from showcase.ranking.jury import sheet_total
from showcase.ranking.numbers import rounded

ALL = 10_000
# The code that is valid now, beside the one that was asked for.
VALID = aliased(BoothCode)


@dataclass(frozen=True, slots=True)
class SheetView:
    """One juror's sheet on one entry. `state`: empty, draft, submitted, locked or recused; scores in machine form."""

    exhibition_slug: str
    timezone: str
    entry_id: int
    entry_slug: str
    entry_name: str
    long_name: str
    organisation: str
    booth: str
    code: str
    category_name: str
    palette: str
    phase: Phase
    withdrawn: bool
    state: str
    criteria: tuple[CriterionView, ...]
    scores: Mapping[str, str]
    note: str
    version: int
    updated_at: datetime | None
    recusal_reason: str
    is_simulated: bool

    @property
    def slugs(self) -> tuple[str, ...]:
        """The criteria, in order."""
        return tuple(criterion.slug for criterion in self.criteria)

    @property
    def writable(self) -> bool:
        """Whether a save can be taken now."""
        closed = self.withdrawn or self.phase in DECIDED
        return not closed and self.state not in {SheetState.LOCKED, RECUSED}

    @property
    def total(self) -> str:
        """The weighted total so far, 0 to 100, two decimals."""
        scored = (c for c in self.criteria if self.scores.get(c.slug))
        parts = ((Fraction(c.weight_bp, ALL), Fraction(self.scores[c.slug]) * 100, c.max_centi) for c in scored)
        return rounded(sheet_total(parts), 2)

    @property
    def reachable(self) -> str:
        """What the total would be at most with the criteria scored so far."""
        done = sum(c.weight_bp for c in self.criteria if self.scores.get(c.slug))
        return centi_text(done)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a juror sends: typed scores by criterion, a note, and the version of the sheet they were typed on.

    `repeated` names criteria that were sent twice: which value was meant nobody can tell.
    """

    values: Mapping[str, str]
    note: str
    version: int
    submit: bool
    repeated: frozenset[str] = frozenset()


def sheet_to_read(session: Session, juror_id: int, code: str) -> SheetView:
    """The juror's own sheet on the entry with this booth code. Raises NotFoundError for any other.

    A code that was replaced since still leads there: an open page, a score that waits on the phone or a printed sheet
    must not be lost. It is the assignment that lets a juror in, not the code. The view holds the code valid now.
    """
    row = session.execute(
        select(Entry, Exhibition, Category, Sheet, Recusal, VALID.code)
        .join(BoothCode, BoothCode.entry_id == Entry.id)
        .join(VALID, and_(VALID.entry_id == Entry.id, VALID.revoked_at.is_(None)))
        .join(Exhibition, Exhibition.id == Entry.exhibition_id)
        .join(Category, Category.id == Entry.category_id)
        .join(Assignment, and_(Assignment.entry_id == Entry.id, Assignment.juror_id == juror_id))
        .outerjoin(Sheet, and_(Sheet.entry_id == Entry.id, Sheet.juror_id == juror_id))
        .outerjoin(Recusal, and_(Recusal.entry_id == Entry.id, Recusal.juror_id == juror_id))
        .where(BoothCode.code == code, Exhibition.has_figures, Entry.status != Status.DRAFT)
    ).first()
    if row is None:
        raise NotFoundError
    entry, exhibition, category, sheet, recusal, valid_code = row
    criteria = of_category(session, category.id)
    return SheetView(
        exhibition_slug=exhibition.slug,
        timezone=exhibition.timezone,
        entry_id=entry.id,
        entry_slug=entry.slug,
        entry_name=entry.display_name,
        long_name=entry.long_name,
        organisation=entry.organisation,
        booth=entry.booth,
        code=valid_code,
        category_name=category.name,
        palette=category.palette.value,
        phase=exhibition.phase,
        withdrawn=entry.status is Status.WITHDRAWN,
        state=shown_state(sheet.state if sheet else None, recused=recusal is not None),
        criteria=criteria,
        scores=_scores(session, sheet, criteria),
        note=sheet.note if sheet else "",
        version=sheet.row_version if sheet else 0,
        updated_at=sheet.updated_at if sheet else None,
        recusal_reason=recusal.reason if recusal else "",
        is_simulated=bool(sheet and sheet.is_simulated),
    )


def sheet_to_edit(session: Session, juror_id: int, code: str) -> SheetView:
    """As `sheet_to_read`, for a save. Raises RecusedError, EntryWithdrawnError and SheetLockedError too."""
    view = sheet_to_read(session, juror_id, code)
    if view.state == RECUSED:
        raise RecusedError
    if view.phase in DECIDED or view.state == SheetState.LOCKED:
        raise SheetLockedError
    if view.withdrawn:
        raise EntryWithdrawnError
    return view


def hold(session: Session, juror_id: int, code: str) -> None:
    """Wait for this sheet's turn and keep it until the transaction ends, whether it has a row yet or not.

    SQLite's write lock does so anyway; on PostgreSQL two devices would else read the same state and both write.
    """
    session.execute(
        select(Assignment.entry_id)
        .join(BoothCode, BoothCode.entry_id == Assignment.entry_id)
        .where(Assignment.juror_id == juror_id, BoothCode.code == code)
        .with_for_update(of=Assignment)
    )


def hold_all(session: Session, exhibition_id: int) -> None:
    """Wait for every sheet of an exhibition that is being stored, and keep all of them until the transaction ends."""
    session.execute(
        select(Assignment.entry_id)
        .join(Entry, Entry.id == Assignment.entry_id)
        .where(Entry.exhibition_id == exhibition_id)
        .order_by(Assignment.juror_id, Assignment.entry_id)
        .with_for_update(of=Assignment)
    )


def save(session: Session, juror_id: int, code: str, draft: Draft, *, now: datetime) -> SheetView:
    """Store the draft, or submit the sheet. All of it or nothing.

    A submitted sheet stays submitted: it can be improved, not emptied. Raises ScoresInvalidError (also for an unknown
    criterion, or one missing from a submitted sheet), NoteTooLongError, SheetConflictError, and as `sheet_to_edit`.
    """
    hold(session, juror_id, code)
    view = sheet_to_edit(session, juror_id, code)
    if len(draft.note) > MAX_NOTE:
        raise NoteTooLongError
    complete = draft.submit or view.state == SheetState.SUBMITTED
    values = parsed(view, dict.fromkeys(view.slugs, "") | dict(draft.values), draft.repeated)
    check_complete(values, complete=complete)
    if draft.version != view.version:
        raise SheetConflictError
    write(session, juror_id, view, values, note=draft.note, submit=draft.submit, now=now)
    return sheet_to_read(session, juror_id, code)


def parsed(view: SheetView, typed: Mapping[str, str], repeated: frozenset[str] = frozenset()) -> dict[str, int | None]:
    """The typed scores in hundredths, None for an empty field. Raises ScoresInvalidError, which names every fault."""
    known = {criterion.slug: criterion.scale for criterion in view.criteria}
    wrong = {slug: "unknown" for slug in typed if slug not in known} | dict.fromkeys(repeated, "repeated")
    values: dict[str, int | None] = {}
    for slug, text in typed.items():
        if slug not in wrong:
            try:
                values[slug] = known[slug].parse(text)
            except ValueError as error:
                wrong[slug] = str(error)
    if wrong:
        raise ScoresInvalidError(wrong)
    return values


def check_complete(values: Mapping[str, int | None], *, complete: bool) -> None:
    """Raises ScoresInvalidError for every criterion that a complete sheet lacks."""
    missing = {slug: "missing" for slug, value in values.items() if value is None}
    if complete and missing:
        raise ScoresInvalidError(missing)


def write(
    session: Session,
    juror_id: int,
    view: SheetView,
    values: Mapping[str, int | None],
    *,
    note: str,
    submit: bool,
    now: datetime,
) -> Sheet:
    """Store these scores and this note on the sheet that `hold` keeps; criteria that are not named stay."""
    row = session.scalars(select(Sheet).where(Sheet.juror_id == juror_id, Sheet.entry_id == view.entry_id)).first()
    if row is None:
        row = Sheet(juror_id=juror_id, entry_id=view.entry_id, row_version=0, updated_at=now, taken={})
        session.add(row)
    row.row_version += 1
    # What a juror changes is the juror's own again, wherever it came from before.
    row.note, row.updated_at, row.is_simulated, row.origin = note, now, False, "phone"
    if submit or row.state == SheetState.SUBMITTED:
        row.state, row.submitted_at = SheetState.SUBMITTED, now
    session.flush()
    _replace_scores(session, row.id, view.criteria, values)
    session.flush()
    return row


def _replace_scores(
    session: Session, sheet_id: int, criteria: tuple[CriterionView, ...], values: Mapping[str, int | None]
) -> None:
    kept = {row.criterion_id: row for row in session.scalars(select(Score).where(Score.sheet_id == sheet_id))}
    for criterion in criteria:
        if criterion.slug not in values:
            continue
        value, row = values[criterion.slug], kept.get(criterion.id)
        if value is None:
            if row is not None:
                session.delete(row)
        elif row is None:
            ids: dict[str, Any] = {"sheet_id": sheet_id, "criterion_id": criterion.id}
            limits = {"min_centi": criterion.min_centi, "max_centi": criterion.max_centi}
            session.add(Score(**ids, **limits, value_centi=value))
        else:
            row.value_centi = value


def _scores(session: Session, sheet: Sheet | None, criteria: tuple[CriterionView, ...]) -> dict[str, str]:
    if sheet is None:
        return {}
    slugs = {criterion.id: criterion.slug for criterion in criteria}
    rows = session.scalars(select(Score).where(Score.sheet_id == sheet.id))
    return {slugs[row.criterion_id]: centi_text(row.value_centi) for row in rows}
