"""Telling the hall something on every screen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from showcase.board.rules import MINUTES, AnnouncementMinutesError, announced
from showcase.board.tables import Announcement
from showcase.exhibitions.actions.exhibitions import check_not_archived, named
from showcase.kernel import ledger
from showcase.kernel.act import Act

SHOWN_PAST = 20


@dataclass(frozen=True, slots=True)
class Told:
    """An announcement. `until` is None when it stands until it is taken down; `ended_at` None while nobody did."""

    words: str
    said_by: str
    said_at: datetime
    until: datetime | None
    ended_at: datetime | None
    ended_by: str

    def stands(self, now: datetime) -> bool:
        """Whether screens show it."""
        return self.ended_at is None and (self.until is None or now < self.until)


def say(session: Session, act: Act, slug: str, words: str, *, minutes: int) -> None:
    """Show a sentence on every screen for so many minutes (0: until it is taken down), in place of the one before.

    Raises AnnouncementMinutesError, InArchiveError and what `announced` raises.
    """
    if minutes not in MINUTES:
        raise AnnouncementMinutesError
    line = announced(words)
    exhibition = named(session, slug)
    check_not_archived(session, exhibition.id)
    _end(session, act, exhibition.id)
    until = act.now + timedelta(minutes=minutes) if minutes else None
    session.add(Announcement(exhibition_id=exhibition.id, words=line, said_by=act.actor, said_at=act.now, until=until))
    session.flush()
    act.record(session, "screen.announce", slug, exhibition_id=exhibition.id, after={"words": line, "minutes": minutes})


def dismiss(session: Session, act: Act, slug: str) -> None:
    """Take the announcement down. Without one nothing changes."""
    exhibition = named(session, slug)
    if _end(session, act, exhibition.id):
        act.record(session, "screen.dismiss", slug, exhibition_id=exhibition.id)


def standing(session: Session, exhibition_id: int, *, now: datetime) -> Told | None:
    """What screens show now: one indexed query."""
    row = session.scalars(_open(exhibition_id)).first()
    told = _told(row) if row is not None else None
    return told if told is not None and told.stands(now) else None


def history(session: Session, exhibition_id: int) -> list[Told]:
    """The last 20, the newest first."""
    rows = session.scalars(
        select(Announcement)
        .where(Announcement.exhibition_id == exhibition_id)
        .order_by(Announcement.id.desc())
        .limit(SHOWN_PAST)
    )
    return [_told(row) for row in rows]


def _open(exhibition_id: int) -> Select[Announcement]:
    return select(Announcement).where(Announcement.exhibition_id == exhibition_id, Announcement.ended_at.is_(None))


def _end(session: Session, act: Act, exhibition_id: int) -> bool:
    ledger.hold(session, exhibition_id)
    row = session.scalars(_open(exhibition_id)).first()
    if row is None:
        return False
    stood = row.until is None or act.now < row.until
    row.ended_at, row.ended_by = act.now, act.actor
    session.flush()
    return stood


def _told(row: Announcement) -> Told:
    return Told(row.words, row.said_by, row.said_at, row.until, row.ended_at, row.ended_by)
