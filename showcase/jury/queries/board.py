"""The completeness board: every juror and entry, what state each sheet is in, who is here, who has locked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from showcase.accounts.actions import memberships
from showcase.accounts.tables import Account
from showcase.entries.rules.booths import walk_order
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.tables import Category
from showcase.jury.rules.scoring import COUNTED, DONE, EMPTY, RECUSED, SheetState, shown_state
from showcase.jury.tables import Assignment, CategoryLock, JuryDuty, PaperReading, Recusal, Sheet
from showcase.kernel.roles import Role

# Begun on paper, and not yet typed in by two people.
PAPER = "paper"
# What can't be taken away from a juror any more.
BOUND = frozenset({SheetState.DRAFT, *DONE, PAPER})


@dataclass(frozen=True, slots=True)
class BoardJuror:
    """A column. `done` and `due` over all categories; `next_entry` is where the juror was sent."""

    id: int
    username: str
    name: str
    organisation: str
    is_active: bool
    present_since: datetime | None
    next_entry: int | None
    done: int
    due: int


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An entry and its sheets by juror: empty, draft, paper, submitted, locked, recused; absent if not assigned."""

    id: int
    slug: str
    name: str
    booth: str
    withdrawn: bool
    cells: Mapping[int, str]

    @property
    def done(self) -> int:
        """Sheets that are submitted or locked."""
        return sum(state in COUNTED for state in self.cells.values())

    @property
    def due(self) -> int:
        """Sheets that are to come, those done included."""
        return sum(state != RECUSED for state in self.cells.values())


@dataclass(frozen=True, slots=True)
class BoardCategory:
    """A category: its entries, and the jurors (by account) who have locked it."""

    slug: str
    name: str
    palette: str
    rows: tuple[BoardRow, ...]
    locked: frozenset[int]

    @property
    def done(self) -> int:
        """Sheets that are submitted or locked, of entries that compete."""
        return sum(row.done for row in self.rows if not row.withdrawn)

    @property
    def due(self) -> int:
        """All sheets of entries that compete."""
        return sum(row.due for row in self.rows if not row.withdrawn)


@dataclass(frozen=True, slots=True)
class Board:
    """Everything about the judging of an exhibition, but no score."""

    jurors: tuple[BoardJuror, ...]
    categories: tuple[BoardCategory, ...]


def board(session: Session, exhibition_id: int) -> Board:
    """The board: six queries, however many jurors and entries."""
    cells = _cells(session, exhibition_id)
    rows = session.execute(
        select(Category, Entry)
        .join(Entry, Entry.category_id == Category.id)
        .where(Category.exhibition_id == exhibition_id, Entry.status != Status.DRAFT)
        .order_by(Category.position, Category.id, Entry.id)
    )
    groups: dict[int, tuple[Category, list[BoardRow]]] = {}
    for category, entry in rows:
        made = BoardRow(
            id=entry.id,
            slug=entry.slug,
            name=entry.display_name,
            booth=entry.booth,
            withdrawn=entry.status is Status.WITHDRAWN,
            cells=cells.get(entry.id, {}),
        )
        groups.setdefault(category.id, (category, []))[1].append(made)
    locked = _locked(session, list(groups))
    categories = tuple(
        BoardCategory(
            category.slug,
            category.name,
            category.palette.value,
            tuple(sorted(found, key=lambda row: walk_order(row.booth))),
            locked.get(category.id, frozenset()),
        )
        for category, found in groups.values()
    )
    return Board(_jurors(session, exhibition_id, categories), categories)


def _cells(session: Session, exhibition_id: int) -> dict[int, dict[int, str]]:
    rows = session.execute(
        select(Assignment.entry_id, Assignment.juror_id, Sheet.state, Recusal.juror_id)
        .join(Entry, Entry.id == Assignment.entry_id)
        .outerjoin(Sheet, and_(Sheet.entry_id == Assignment.entry_id, Sheet.juror_id == Assignment.juror_id))
        .outerjoin(Recusal, and_(Recusal.entry_id == Assignment.entry_id, Recusal.juror_id == Assignment.juror_id))
        .where(Entry.exhibition_id == exhibition_id)
    )
    found: dict[int, dict[int, str]] = {}
    for entry, juror, state, recused in rows:
        found.setdefault(entry, {})[juror] = shown_state(state, recused=recused is not None)
    readings = session.execute(
        select(PaperReading.entry_id, PaperReading.juror_id)
        .join(Entry, Entry.id == PaperReading.entry_id)
        .where(Entry.exhibition_id == exhibition_id)
    )
    for entry, juror in readings:
        if found.get(entry, {}).get(juror) in {EMPTY, SheetState.DRAFT}:
            found[entry][juror] = PAPER
    return found


def _locked(session: Session, ids: list[int]) -> dict[int, frozenset[int]]:
    standing = (CategoryLock.category_id.in_(ids), CategoryLock.ended_at.is_(None))
    found: dict[int, frozenset[int]] = {}
    for category, juror in session.execute(select(CategoryLock.category_id, CategoryLock.juror_id).where(*standing)):
        found[category] = found.get(category, frozenset()) | {juror}
    return found


def _jurors(session: Session, exhibition_id: int, categories: tuple[BoardCategory, ...]) -> tuple[BoardJuror, ...]:
    """The active jurors of the exhibition, and others who have something here."""
    done: dict[int, int] = {}
    due: dict[int, int] = {}
    for row in (row for category in categories for row in category.rows if not row.withdrawn):
        for juror, state in row.cells.items():
            if state != RECUSED:
                due[juror] = due.get(juror, 0) + 1
                done[juror] = done.get(juror, 0) + (state in COUNTED)
    judging = {juror for category in categories for row in category.rows for juror in row.cells}
    rows = session.execute(
        select(Account, JuryDuty)
        .outerjoin(JuryDuty, (JuryDuty.juror_id == Account.id) & (JuryDuty.exhibition_id == exhibition_id))
        .where(Account.role == Role.JUROR)
        .where(or_(Account.is_active.is_(True) & memberships.members(exhibition_id), Account.id.in_(judging)))
        .order_by(Account.id)
    )
    return tuple(
        BoardJuror(
            id=account.id,
            username=account.username,
            name=account.name,
            organisation=account.organisation,
            is_active=account.is_active,
            present_since=duty.present_since if duty else None,
            next_entry=duty.next_entry_id if duty else None,
            done=done.get(account.id, 0),
            due=due.get(account.id, 0),
        )
        for account, duty in rows
    )
