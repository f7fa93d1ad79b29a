"""Booths where a juror could not score: reported by the juror, seen by the organizer at once, resolved by either."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import DECIDED, DecidedError
from showcase.jury.actions import sheets
from showcase.jury.rules.obstacles import MAX_WORDS, Cause, CauseNeededError
from showcase.jury.tables import Obstacle
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError

SHOWN_RESOLVED = 20


@dataclass(frozen=True, slots=True)
class ObstacleView:
    """An obstacle as pages show it; `resolved_at` is None while it is open."""

    id: int
    juror: str
    booth: str
    entry_slug: str
    entry_name: str
    cause: Cause
    words: str
    at: datetime
    resolved_at: datetime | None
    resolved_by: str


def report(session: Session, juror_id: int, code: str, *, cause: str, words: str, now: datetime) -> None:
    """Tell the organizer that this juror can't score this entry now. A second report replaces the open one.

    Raises NotFoundError for a foreign entry, CauseNeededError, and DecidedError once the result is fixed.
    """
    view = sheets.sheet_to_read(session, juror_id, code)
    if view.phase in DECIDED:
        raise DecidedError
    said = words.strip()
    if cause not in set(Cause) or (cause == Cause.OTHER and not said) or len(said) > MAX_WORDS:
        raise CauseNeededError
    sheets.hold(session, juror_id, code)
    row = _open_one(session, juror_id, view.entry_id)
    if row is None:
        row = Obstacle(juror_id=juror_id, entry_id=view.entry_id, resolved_by="")
        session.add(row)
    row.cause, row.words, row.at = Cause(cause), said, now
    session.flush()


def clear(session: Session, act: Act, juror_id: int, code: str) -> None:
    """The juror's own obstacle here is gone. Without one nothing changes. Raises NotFoundError for a foreign entry."""
    view = sheets.sheet_to_read(session, juror_id, code)
    row = _open_one(session, juror_id, view.entry_id)
    if row is not None:
        row.resolved_at, row.resolved_by = act.now, act.actor
        session.flush()


def resolve(session: Session, act: Act, exhibition_id: int, obstacle_id: int) -> None:
    """The organizer has solved it. A second time changes nothing. Raises NotFoundError outside of the exhibition."""
    row = session.scalars(
        select(Obstacle)
        .join(Entry, Entry.id == Obstacle.entry_id)
        .where(Obstacle.id == obstacle_id, Entry.exhibition_id == exhibition_id)
        .with_for_update(of=Obstacle)
    ).first()
    if row is None:
        raise NotFoundError
    if row.resolved_at is None:
        row.resolved_at, row.resolved_by = act.now, act.actor
        act.record(
            session, "obstacle.resolve", str(obstacle_id), exhibition_id=exhibition_id, after={"cause": row.cause.value}
        )
        session.flush()


def listed(session: Session, exhibition_id: int) -> list[ObstacleView]:
    """Every open obstacle, newest first, then the last 20 that were resolved: one query."""
    found = _views(session, Entry.exhibition_id == exhibition_id)
    is_open = [view for view in found if view.resolved_at is None]
    resolved = sorted((view for view in found if view.resolved_at), key=lambda view: str(view.resolved_at))
    return is_open + resolved[::-1][:SHOWN_RESOLVED]


def count_open(session: Session, exhibition_id: int) -> int:
    """How many wait for the organizer."""
    here = (Entry.exhibition_id == exhibition_id) & Obstacle.resolved_at.is_(None)
    found = select(func.count()).select_from(Obstacle).join(Entry, Entry.id == Obstacle.entry_id).where(here)
    return session.scalar(found) or 0


def own(session: Session, juror_id: int, entry_id: int) -> ObstacleView | None:
    """The juror's own open obstacle at this entry."""
    found = _views(session, and_(Obstacle.juror_id == juror_id, Obstacle.entry_id == entry_id))
    return next((view for view in found if view.resolved_at is None), None)


def _open_one(session: Session, juror_id: int, entry_id: int) -> Obstacle | None:
    mine = (Obstacle.juror_id == juror_id) & (Obstacle.entry_id == entry_id) & Obstacle.resolved_at.is_(None)
    return session.scalars(select(Obstacle).where(mine).with_for_update()).first()


def _views(session: Session, condition: ColumnElement[bool]) -> list[ObstacleView]:
    rows = session.execute(
        select(Obstacle, Account.name, Entry)
        .join(Account, Account.id == Obstacle.juror_id)
        .join(Entry, Entry.id == Obstacle.entry_id)
        .where(condition)
        .order_by(Obstacle.at.desc(), Obstacle.id.desc())
    )
    return [
        ObstacleView(
            id=row.id,
            juror=name,
            booth=entry.booth,
            entry_slug=entry.slug,
            entry_name=entry.display_name,
            cause=row.cause,
            words=row.words,
            at=row.at,
            resolved_at=row.resolved_at,
            resolved_by=row.resolved_by,
        )
        for row, name, entry in rows
    ]
