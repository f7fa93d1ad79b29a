"""What a backup and a restore leave in the database."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.domain.ledger import LineType
from showcase.models import Exhibition, Installation, StaffSession
from showcase.services import audit, catalogue, ledger


def note_backup(session: Session, *, now: datetime) -> None:
    """Remember when the last backup was made: the dashboard tells it."""
    session.execute(update(Installation).values(last_backup_at=now))


def note_made(session: Session, name: str, size: int, *, actor: str, now: datetime) -> None:
    """Remember a backup that somebody made in the back office, and who."""
    note_backup(session, now=now)
    audit.record(session, actor=actor, action="backup.make", at=now, subject=name, after={"bytes": size})


def note_taken(session: Session, name: str, *, actor: str, now: datetime) -> None:
    """Remember who took a backup away: it holds everything, the voters' keys too."""
    audit.record(session, actor=actor, action="backup.take", at=now, subject=name)


def record(session: Session, *, reason: str, actor: str, now: datetime) -> None:
    """Add a RESTORE line to every ledger that has begun: what came after the backup is gone, and this says so.

    Everybody on the staff signs in again, or who was signed out since the backup would be back.
    """
    for exhibition in session.scalars(select(Exhibition)):
        if ledger.head(session, exhibition.id) is not None:
            ledger.append(session, exhibition.id, LineType.RESTORE, now, {"reason": reason})
    session.execute(update(StaffSession).where(StaffSession.ended_at.is_(None)).values(ended_at=now))
    audit.record(session, actor=actor, action="restore", at=now, reason=reason)
    catalogue.touch(session)
