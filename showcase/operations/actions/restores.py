"""What a backup and a restore leave in the database."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.accounts.tables import StaffSession
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.kernel.chain import LineType
from showcase.kernel.tables import Installation


def note_backup(session: Session, *, now: datetime) -> None:
    """Remember when the last backup was made: the dashboard tells it."""
    session.execute(update(Installation).values(last_backup_at=now))


def note_made(session: Session, act: Act, name: str, size: int) -> None:
    """Remember a backup that somebody made in the back office, and who."""
    note_backup(session, now=act.now)
    act.record(session, "backup.make", name, after={"bytes": size})


def note_taken(session: Session, act: Act, name: str) -> None:
    """Remember who took a backup away: it holds everything, the voters' keys too."""
    act.record(session, "backup.take", name)


def record(session: Session, act: Act) -> None:
    """Add a RESTORE line to every ledger that has begun: what came after the backup is gone, and this says so.

    Everybody on the staff signs in again, or who was signed out since the backup would be back.
    """
    for exhibition in session.scalars(select(Exhibition)):
        if ledger.head(session, exhibition.id) is not None:
            ledger.append(session, exhibition.id, LineType.RESTORE, act.now, {"reason": act.reason})
    session.execute(update(StaffSession).where(StaffSession.ended_at.is_(None)).values(ended_at=act.now))
    act.record(session, "restore")
    content.touch(session)
