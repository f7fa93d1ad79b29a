"""Score sheets: reading, saving and submitting them. A juror sees only entries assigned to that juror."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from showcase.domain.entries import EntryWithdrawnError, Status
from showcase.domain.errors import NotFoundError
from showcase.domain.phases import DECIDED, Phase
from showcase.domain.ranking.numbers import rounded
from showcase.domain.scoring import (
    MAX_NOTE,
    NoteTooLongError,
    RecusedError,
    ScoresInvalidError,
    SheetConflictError,
    SheetLockedError,
    SheetState,
    centi_text,
    parse_score,
)
from showcase.models import Assignment, BoothCode, Category, Criterion, Entry, Exhibition, Recusal, Score, Sheet

ALL = 10_000
EMPTY, RECUSED = "empty", "recused"


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion as the sheet shows it. `weight` in percent; `maximum` in points, machine form."""

    id: int
    slug: str
    name: str
    description: str
    levels: tuple[tuple[str, str], ...]
    weight_bp: int
    max_centi: int

    @property
    def weight(self) -> str:
        """The weight in percent."""
        return centi_text(self.weight_bp)

    @property
    def maximum(self) -> str:
        """The highest score."""
        return centi_text(self.max_centi)


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
    def writable(self) -> bool:
        """Whether a save can be taken now."""
        closed = self.withdrawn or self.phase in DECIDED
        return not closed and self.state not in {SheetState.LOCKED, RECUSED}

    @property
    def total(self) -> str:
        """The weighted total so far, 0 to 100, two decimals."""
        return rounded(sum((self._part(c) for c in self.criteria), Fraction(0)), 2)

    @property
    def reachable(self) -> str:
        """What the total would be at most with the criteria scored so far."""
        done = sum(c.weight_bp for c in self.criteria if self.scores.get(c.slug))
        return centi_text(done)

    def _part(self, criterion: CriterionView) -> Fraction:
        text = self.scores.get(criterion.slug)
        share = Fraction(criterion.weight_bp, ALL) * 100
        return share * Fraction(text) * 100 / criterion.max_centi if text else Fraction(0)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a juror sends: typed scores by criterion, a note, and the version of the sheet they were typed on."""

    values: Mapping[str, str]
    note: str
    version: int
    submit: bool


def sheet_to_read(session: Session, juror_id: int, code: str) -> SheetView:
    """The juror's own sheet on the entry with this booth code. Raises NotFoundError for any other."""
    row = session.execute(
        select(Entry, Exhibition, Category, Sheet, Recusal)
        .join(BoothCode, and_(BoothCode.entry_id == Entry.id, BoothCode.revoked_at.is_(None)))
        .join(Exhibition, Exhibition.id == Entry.exhibition_id)
        .join(Category, Category.id == Entry.category_id)
        .join(Assignment, and_(Assignment.entry_id == Entry.id, Assignment.juror_id == juror_id))
        .outerjoin(Sheet, and_(Sheet.entry_id == Entry.id, Sheet.juror_id == juror_id))
        .outerjoin(Recusal, and_(Recusal.entry_id == Entry.id, Recusal.juror_id == juror_id))
        .where(BoothCode.code == code, Exhibition.is_archive.is_(False), Entry.status != Status.DRAFT)
    ).first()
    if row is None:
        raise NotFoundError
    entry, exhibition, category, sheet, recusal = row
    criteria = _criteria(session, category.id)
    state = RECUSED if recusal else (sheet.state.value if sheet else EMPTY)
    return SheetView(
        exhibition_slug=exhibition.slug,
        timezone=exhibition.timezone,
        entry_id=entry.id,
        entry_slug=entry.slug,
        entry_name=entry.short_name or entry.name,
        long_name=entry.name if entry.short_name else "",
        organisation=entry.organisation,
        booth=entry.booth,
        code=code,
        category_name=category.name,
        palette=category.palette.value,
        phase=exhibition.phase,
        withdrawn=entry.status is Status.WITHDRAWN,
        state=state,
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


def save(session: Session, juror_id: int, code: str, draft: Draft, *, now: datetime) -> SheetView:
    """Store the draft, or submit the sheet. All of it or nothing.

    A submitted sheet stays submitted: it can be improved, not emptied. Raises ScoresInvalidError (also for an unknown
    criterion, or one missing from a submitted sheet), NoteTooLongError, SheetConflictError, and as `sheet_to_edit`.
    """
    view = sheet_to_edit(session, juror_id, code)
    if len(draft.note) > MAX_NOTE:
        raise NoteTooLongError
    complete = draft.submit or view.state == SheetState.SUBMITTED
    values = _parsed(view, draft.values, complete=complete)
    if draft.version != view.version:
        raise SheetConflictError
    row = session.scalars(
        select(Sheet).where(Sheet.juror_id == juror_id, Sheet.entry_id == view.entry_id).with_for_update()
    ).first()
    if row is None:
        row = Sheet(juror_id=juror_id, entry_id=view.entry_id, row_version=0, updated_at=now)
        session.add(row)
    row.row_version += 1
    row.note, row.updated_at, row.is_simulated = draft.note, now, False
    if complete:
        row.state, row.submitted_at = SheetState.SUBMITTED, now
    session.flush()
    _replace_scores(session, row.id, view.criteria, values)
    session.flush()
    return sheet_to_read(session, juror_id, code)


def _parsed(view: SheetView, typed: Mapping[str, str], *, complete: bool) -> dict[str, int]:
    known = {criterion.slug: criterion for criterion in view.criteria}
    wrong = {slug: "unknown" for slug in typed if slug not in known}
    values: dict[str, int] = {}
    for slug, criterion in known.items():
        try:
            value = parse_score(typed.get(slug, ""), criterion.max_centi)
        except ValueError as error:
            wrong[slug] = str(error)
            continue
        if value is not None:
            values[slug] = value
        elif complete:
            wrong[slug] = "missing"
    if wrong:
        raise ScoresInvalidError(wrong)
    return values


def _replace_scores(
    session: Session, sheet_id: int, criteria: tuple[CriterionView, ...], values: Mapping[str, int]
) -> None:
    kept = {row.criterion_id: row for row in session.scalars(select(Score).where(Score.sheet_id == sheet_id))}
    for criterion in criteria:
        value, row = values.get(criterion.slug), kept.get(criterion.id)
        if value is None:
            if row is not None:
                session.delete(row)
        elif row is None:
            ids: dict[str, Any] = {"sheet_id": sheet_id, "criterion_id": criterion.id}
            session.add(Score(**ids, max_centi=criterion.max_centi, value_centi=value))
        else:
            row.value_centi = value


def _criteria(session: Session, category_id: int) -> tuple[CriterionView, ...]:
    rows = session.scalars(
        select(Criterion).where(Criterion.category_id == category_id).order_by(Criterion.position, Criterion.id)
    )
    return tuple(
        CriterionView(
            row.id,
            row.slug,
            row.name,
            row.description,
            tuple((str(score), str(meaning)) for score, meaning in row.levels),
            row.weight_bp,
            row.max_centi,
        )
        for row in rows
    )


def _scores(session: Session, sheet: Sheet | None, criteria: tuple[CriterionView, ...]) -> dict[str, str]:
    if sheet is None:
        return {}
    slugs = {criterion.id: criterion.slug for criterion in criteria}
    rows = session.scalars(select(Score).where(Score.sheet_id == sheet.id))
    return {slugs[row.criterion_id]: centi_text(row.value_centi) for row in rows}
