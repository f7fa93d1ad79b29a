"""A juror's way through the hall: what is to be judged, what is missing, and where to go next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from showcase.accounts.actions import memberships
from showcase.accounts.tables import Account
from showcase.entries.rules.booths import walk_order
from showcase.entries.rules.states import Status
from showcase.entries.tables import BoothCode, Entry
from showcase.exhibitions.tables import Category
from showcase.jury.rules import tours
from showcase.jury.rules.obstacles import Cause
from showcase.jury.rules.scoring import DONE, SheetState, shown_state
from showcase.jury.tables import Assignment, Briefing, Criterion, Obstacle, Recusal, Score, Sheet


@dataclass(frozen=True, slots=True)
class Task:
    """An entry that a juror is to judge. `state` as of a sheet; `missing` criteria have no score yet.

    `version` is the sheet's, 0 without one. `cause` is of the juror's own open obstacle at the booth, None without one.
    """

    entry_id: int
    code: str
    slug: str
    name: str
    organisation: str
    booth: str
    category: str
    palette: str
    state: str
    version: int
    withdrawn: bool
    simulated: bool
    missing: int
    cause: Cause | None

    @property
    def done(self) -> bool:
        """Nothing is left to do here."""
        return self.withdrawn or self.state in DONE

    @property
    def begun(self) -> bool:
        """A draft that waits to be completed or sent."""
        return self.state == SheetState.DRAFT and not self.withdrawn


@dataclass(frozen=True, slots=True)
class Tour:
    """A juror's whole list, by category and booth. `following`: where to go next, None when nothing is open."""

    tasks: tuple[Task, ...]
    following: Task | None
    briefed: bool


def tasks(session: Session, juror_id: int) -> list[Task]:
    """The juror's entries in the exhibition that is open to them, by category and booth: one query."""
    return [_task(row) for row in _walk(session, juror_id)]


def tour(session: Session, juror_id: int) -> Tour:
    """The list with the next stop. Two queries; others' sheets are counted, never read."""
    rows = _walk(session, juror_id)
    own = tuple(_task(row) for row in rows)
    open_tasks = [task for task in own if not task.done]
    return Tour(own, _following(session, juror_id, open_tasks), all(row.briefed for row in rows))


def _walk(session: Session, juror_id: int) -> list[Row[Any]]:
    return sorted(session.execute(_own(juror_id)), key=lambda row: _place(row.Category, row.Entry))


def _place(category: Category, entry: Entry) -> tuple[object, ...]:
    """By category, and there as one walks past the booths."""
    return category.position, category.id, walk_order(entry.booth)


def _own(juror_id: int) -> Select[Any]:
    criteria = select(func.count()).where(Criterion.category_id == Entry.category_id).scalar_subquery()
    scored = select(func.count()).where(Score.sheet_id == Sheet.id).scalar_subquery()
    return (
        select(
            Entry,
            Category,
            BoothCode.code,
            Sheet.state,
            Sheet.row_version,
            Sheet.is_simulated,
            Recusal.juror_id.label("recused"),
            Obstacle.cause,
            or_(Briefing.read_at.is_not(None), Account.is_demo).label("briefed"),
            (criteria - scored).label("missing"),
        )
        .join(Assignment, and_(Assignment.entry_id == Entry.id, Assignment.juror_id == juror_id))
        .join(Account, Account.id == juror_id)
        .join(Category, Category.id == Entry.category_id)
        .join(BoothCode, and_(BoothCode.entry_id == Entry.id, BoothCode.revoked_at.is_(None)))
        .outerjoin(Sheet, and_(Sheet.entry_id == Entry.id, Sheet.juror_id == juror_id))
        .outerjoin(Recusal, and_(Recusal.entry_id == Entry.id, Recusal.juror_id == juror_id))
        .outerjoin(
            Obstacle,
            and_(Obstacle.entry_id == Entry.id, Obstacle.juror_id == juror_id, Obstacle.resolved_at.is_(None)),
        )
        .outerjoin(Briefing, and_(Briefing.exhibition_id == Entry.exhibition_id, Briefing.juror_id == juror_id))
        .where(Entry.exhibition_id == memberships.open_to(juror_id), Entry.status != Status.DRAFT)
        .order_by(Entry.id)
    )


def _task(row: Row[Any]) -> Task:
    entry, category = row.Entry, row.Category
    return Task(
        entry_id=entry.id,
        code=row.code,
        slug=entry.slug,
        name=entry.display_name,
        organisation=entry.organisation,
        booth=entry.booth,
        category=category.name,
        palette=category.palette.value,
        state=shown_state(row.state, recused=row.recused is not None),
        version=row.row_version or 0,
        withdrawn=entry.status is Status.WITHDRAWN,
        simulated=bool(row.is_simulated),
        missing=row.missing,
        cause=row.cause,
    )


def _following(session: Session, juror_id: int, open_tasks: Sequence[Task]) -> Task | None:
    """The next stop: a booth not begun and without obstacle, else a draft, else one with an obstacle."""
    for group in (
        [task for task in open_tasks if not task.begun and task.cause is None],
        [task for task in open_tasks if task.begun and task.cause is None],
        open_tasks,
    ):
        if group:
            break
    else:
        return None
    if len(group) == 1 or group[0].begun:
        return group[0]
    stop = _stops(session, juror_id, group)
    return next(task for task in group if task.entry_id == stop)


def _stops(session: Session, juror_id: int, group: Sequence[Task]) -> int:
    """Where the juror is sent, all jurors' ways considered: one query."""
    rows = session.execute(
        select(Entry, Category, Assignment.juror_id, Sheet.id.is_not(None), Recusal.juror_id.is_not(None))
        .join(Entry, Entry.id == Assignment.entry_id)
        .join(Category, Category.id == Entry.category_id)
        .outerjoin(Sheet, and_(Sheet.entry_id == Assignment.entry_id, Sheet.juror_id == Assignment.juror_id))
        .outerjoin(Recusal, and_(Recusal.entry_id == Assignment.entry_id, Recusal.juror_id == Assignment.juror_id))
        .where(Entry.exhibition_id == memberships.open_to(juror_id), Entry.status == Status.PUBLISHED)
        .order_by(Entry.id, Assignment.juror_id)
    )
    booths: dict[int, None] = {}
    open_to: dict[int, set[int]] = {}
    judged_by: dict[int, set[int]] = {}
    for row, _category, juror, begun, recused in sorted(rows, key=lambda row: _place(row.Category, row.Entry)):
        entry = row.id
        booths[entry] = None
        mine = open_to.setdefault(juror, set())
        if begun:
            judged_by.setdefault(entry, set()).add(juror)
        elif not recused:
            mine.add(entry)
    open_to[juror_id] = {task.entry_id for task in group}
    ordered = {juror: open_to[juror] for juror in sorted(open_to)}
    return tours.next_stops(list(booths), ordered, judged_by)[juror_id]
