"""Which screens show the board. Each says every few seconds that it is there; little of that is written down."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.board.rules import MOST_SCREENS
from showcase.board.tables import Screen
from showcase.exhibitions.tables import Exhibition

# A screen's row is written at most this often, however often it reports.
WRITE_EVERY = timedelta(seconds=30)
LOST_AFTER = timedelta(seconds=75)
# Nobody waits for it any more, and its number may go to another.
FORGOTTEN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ScreenView:
    """A screen as the desk sees it. `silent` is how long nothing was heard of it."""

    number: int
    last_seen_at: datetime
    silent: timedelta

    @property
    def is_lost(self) -> bool:
        """Whether somebody should go and look at it."""
        return self.silent > LOST_AFTER


def number_of(session: Session, exhibition_id: int, key: str, *, now: datetime) -> int | None:
    """The number of a screen whose row is fresh; None when `note` has to be called. One query."""
    row = session.execute(
        select(Screen.number, Screen.last_seen_at).where(Screen.exhibition_id == exhibition_id, Screen.key == key)
    ).first()
    # A moment that is still to come was written before the clock was set back: it is written anew.
    return row.number if row is not None and timedelta() <= now - row.last_seen_at < WRITE_EVERY else None


def note(session: Session, exhibition_id: int, key: str, *, now: datetime) -> int | None:
    """Write down that this screen is there; answers its number, the lowest free one for a new screen.

    None when 50 are there already: such a screen works, but is not counted. So nobody fills the table from outside:
    a place is given away only after ten silent minutes.
    """
    # One after the other; votes are not kept waiting by it.
    session.execute(select(Exhibition.id).where(Exhibition.id == exhibition_id).with_for_update(key_share=True))
    rows = {row.key: row for row in session.scalars(select(Screen).where(Screen.exhibition_id == exhibition_id))}
    row = rows.get(key)
    if row is None:
        taken = {other.number for other in rows.values()}
        free = next((number for number in range(1, MOST_SCREENS + 1) if number not in taken), None)
        silent = sorted(
            (other for other in rows.values() if not -LOST_AFTER <= now - other.last_seen_at <= FORGOTTEN_AFTER),
            key=lambda other: other.number,
        )
        if silent and (free is None or silent[0].number < free):
            row = silent[0]
            row.key, row.first_seen_at = key, now
        elif free is not None:
            row = Screen(exhibition_id=exhibition_id, key=key, number=free, first_seen_at=now)
            session.add(row)
        else:
            return None
    row.last_seen_at = now
    session.flush()
    return row.number


def listed(session: Session, exhibition_id: int, *, now: datetime) -> list[ScreenView]:
    """The screens of the last ten minutes by number: one query."""
    rows = session.execute(
        select(Screen.number, Screen.last_seen_at)
        .where(
            Screen.exhibition_id == exhibition_id,
            Screen.last_seen_at > now - FORGOTTEN_AFTER,
            Screen.last_seen_at <= now + LOST_AFTER,
        )
        .order_by(Screen.number)
    )
    return [ScreenView(row.number, row.last_seen_at, max(now - row.last_seen_at, timedelta())) for row in rows]
