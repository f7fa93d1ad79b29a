"""A juror's own sheets of one category, side by side, and whether they are locked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from showcase.accounts.actions import memberships
from showcase.entries.rules.booths import walk_order
from showcase.entries.rules.states import Status
from showcase.entries.tables import BoothCode, Entry
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Category, Exhibition
from showcase.jury.rules.scoring import COUNTED, DONE, SheetState, centi_text, shown_state
from showcase.jury.tables import Assignment, CategoryLock, Criterion, Recusal, Score, Sheet
from showcase.kernel.errors import NotFoundError
from showcase.ranking.jury import sheet_total
from showcase.ranking.numbers import rounded

ALL = 10_000
# Weight, score and maximum of a scored criterion.
Part = tuple[Fraction, int, int]


@dataclass(frozen=True, slots=True)
class CriterionHead:
    """A criterion above its column; weight in percent, machine form."""

    slug: str
    name: str
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
class OwnSheet:
    """One sheet; scores in machine form. `state`: empty, draft, submitted, locked or recused."""

    code: str
    entry: str
    name: str
    organisation: str
    booth: str
    state: str
    withdrawn: bool
    scores: Mapping[str, str]
    total: str

    @property
    def is_open(self) -> bool:
        """It still has to be submitted before the category can be locked."""
        return not self.withdrawn and self.state not in DONE

    @property
    def counts(self) -> bool:
        """It holds scores that a lock seals."""
        return self.state in COUNTED


@dataclass(frozen=True, slots=True)
class Lock:
    """A standing lock. `receipt` is canonical JSON, `sha256` its hash."""

    at: datetime
    code: str
    sha256: str
    receipt: str


@dataclass(frozen=True, slots=True)
class OwnCategory:
    """All sheets of one juror in one category of an exhibition."""

    exhibition_id: int
    exhibition_slug: str
    exhibition_name: str
    is_simulated: bool
    timezone: str
    phase: Phase
    category_id: int
    slug: str
    name: str
    palette: str
    criteria: tuple[CriterionHead, ...]
    sheets: tuple[OwnSheet, ...]
    lock: Lock | None

    @property
    def open(self) -> tuple[OwnSheet, ...]:
        """What is left to do before the lock."""
        return tuple(sheet for sheet in self.sheets if sheet.is_open)

    @property
    def is_locked(self) -> bool:
        """A lock stands and covers every sheet that counts; a new entry or a reopened sheet undoes that."""
        covered = all(sheet.state == SheetState.LOCKED for sheet in self.sheets if sheet.counts and not sheet.withdrawn)
        return self.lock is not None and covered and not self.open

    @property
    def is_ready(self) -> bool:
        """The category can be locked now."""
        return not self.is_locked and not self.open and any(sheet.counts for sheet in self.sheets)


@dataclass(frozen=True, slots=True)
class EarlierReceipt:
    """A category that the juror locked in an exhibition that is not the open one."""

    exhibition_slug: str
    exhibition_name: str
    timezone: str
    slug: str
    name: str
    palette: str
    at: datetime


def own_categories(session: Session, juror_id: int, exhibition_slug: str = "") -> list[OwnCategory]:
    """Every category of this exhibition, else of the one open to the juror, in which the juror has an entry: five
    queries.
    """
    wanted = Exhibition.slug == exhibition_slug if exhibition_slug else Exhibition.id == memberships.open_to(juror_id)
    pairs = session.execute(
        select(Exhibition, Category)
        .join(Category, Category.exhibition_id == Exhibition.id)
        .where(wanted)
        .order_by(Category.position, Category.id)
    ).all()
    ids = [category.id for _, category in pairs]
    criteria, sheets = _criteria(session, ids), _sheets(session, juror_id, ids)
    locks = _locks(session, juror_id, ids)
    return [
        OwnCategory(
            exhibition_id=exhibition.id,
            exhibition_slug=exhibition.slug,
            exhibition_name=exhibition.name,
            is_simulated=exhibition.is_simulated,
            timezone=exhibition.timezone,
            phase=exhibition.phase,
            category_id=category.id,
            slug=category.slug,
            name=category.name,
            palette=category.palette.value,
            criteria=criteria[category.id],
            sheets=sheets[category.id],
            lock=locks.get(category.id),
        )
        for exhibition, category in pairs
        if category.id in sheets
    ]


def own_category(session: Session, juror_id: int, slug: str, exhibition_slug: str = "") -> OwnCategory:
    """The juror's category of this slug. Raises NotFoundError, also where the juror has no entry."""
    for found in own_categories(session, juror_id, exhibition_slug):
        if found.slug == slug:
            return found
    raise NotFoundError


def earlier_receipts(session: Session, juror_id: int) -> list[EarlierReceipt]:
    """What the juror locked in other exhibitions than the one that is open, the newest first: one query."""
    rows = session.execute(
        select(Exhibition, Category, CategoryLock.locked_at)
        .join(Category, Category.exhibition_id == Exhibition.id)
        .join(CategoryLock, CategoryLock.category_id == Category.id)
        .where(CategoryLock.juror_id == juror_id, CategoryLock.ended_at.is_(None))
        .where(Exhibition.id != func.coalesce(memberships.open_to(juror_id), 0))
        .order_by(Exhibition.id.desc(), Category.position, Category.id)
    )
    return [
        EarlierReceipt(
            exhibition_slug=exhibition.slug,
            exhibition_name=exhibition.name,
            timezone=exhibition.timezone,
            slug=category.slug,
            name=category.name,
            palette=category.palette.value,
            at=at,
        )
        for exhibition, category, at in rows
    ]


def _criteria(session: Session, ids: list[int]) -> dict[int, tuple[CriterionHead, ...]]:
    found: dict[int, list[CriterionHead]] = {key: [] for key in ids}
    query = select(Criterion).where(Criterion.category_id.in_(ids)).order_by(Criterion.position, Criterion.id)
    for row in session.scalars(query):
        found[row.category_id].append(CriterionHead(row.slug, row.name, row.weight_bp, row.max_centi))
    return {key: tuple(heads) for key, heads in found.items()}


def _locks(session: Session, juror_id: int, ids: list[int]) -> dict[int, Lock]:
    standing = (CategoryLock.juror_id == juror_id, CategoryLock.ended_at.is_(None))
    rows = session.scalars(select(CategoryLock).where(*standing, CategoryLock.category_id.in_(ids)))
    return {row.category_id: Lock(row.locked_at, row.code, row.sha256, row.receipt) for row in rows}


def _sheets(session: Session, juror_id: int, ids: list[int]) -> dict[int, tuple[OwnSheet, ...]]:
    scores, parts = _scores(session, juror_id, ids)
    rows = session.execute(
        select(Entry, BoothCode.code, Sheet.id, Sheet.state, Recusal.juror_id)
        .join(Assignment, and_(Assignment.entry_id == Entry.id, Assignment.juror_id == juror_id))
        .join(BoothCode, and_(BoothCode.entry_id == Entry.id, BoothCode.revoked_at.is_(None)))
        .outerjoin(Sheet, and_(Sheet.entry_id == Entry.id, Sheet.juror_id == juror_id))
        .outerjoin(Recusal, and_(Recusal.entry_id == Entry.id, Recusal.juror_id == juror_id))
        .where(Entry.category_id.in_(ids), Entry.status != Status.DRAFT)
        .order_by(Entry.id)
    )
    found: dict[int, list[OwnSheet]] = {}
    for entry, code, sheet_id, state, recused in sorted(rows, key=lambda row: walk_order(row[0].booth)):
        made = OwnSheet(
            code=code,
            entry=entry.slug,
            name=entry.display_name,
            organisation=entry.organisation,
            booth=entry.booth,
            state=shown_state(state, recused=recused is not None),
            withdrawn=entry.status is Status.WITHDRAWN,
            scores=scores.get(sheet_id, {}),
            total=rounded(sheet_total(parts.get(sheet_id, ())), 2),
        )
        found.setdefault(entry.category_id, []).append(made)
    return {key: tuple(sheets) for key, sheets in found.items()}


def _scores(session: Session, juror_id: int, ids: list[int]) -> tuple[dict[int, dict[str, str]], dict[int, list[Part]]]:
    """Scores by sheet in the criteria's order, and of what its total is made."""
    rows = session.execute(
        select(Score.sheet_id, Criterion.slug, Criterion.weight_bp, Score.max_centi, Score.value_centi)
        .join(Sheet, Sheet.id == Score.sheet_id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Sheet.juror_id == juror_id, Criterion.category_id.in_(ids))
        .order_by(Criterion.position, Criterion.id)
    )
    scores: dict[int, dict[str, str]] = {}
    parts: dict[int, list[Part]] = {}
    for sheet_id, slug, weight, most, value in rows:
        scores.setdefault(sheet_id, {})[slug] = centi_text(value)
        parts.setdefault(sheet_id, []).append((Fraction(weight, ALL), value, most))
    return scores, parts
