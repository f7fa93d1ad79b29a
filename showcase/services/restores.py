"""What a backup and a restore leave in the database."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.domain.ledger import LineType
from showcase.models import Exhibition, Installation
from showcase.services import audit, catalogue, ledger


def note_backup(session: Session, *, now: datetime) -> None:
    """Remember when the last backup was made: the dashboard tells it."""
    session.execute(update(Installation).values(last_backup_at=now))


def record(session: Session, *, reason: str, actor: str, now: datetime) -> None:
    """Add a RESTORE line to every ledger that has begun: what came after the backup is gone, and this says so."""
    for exhibition in session.scalars(select(Exhibition)):
        if ledger.head(session, exhibition.id) is not None:
            ledger.append(session, exhibition.id, LineType.RESTORE, now, {"reason": reason})
    audit.record(session, actor=actor, action="restore", at=now, reason=reason)
    catalogue.touch(session)
