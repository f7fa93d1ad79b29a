"""Instructions that a juror reads once an exhibition."""

from datetime import datetime

from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.jury.tables import Briefing


def confirm(session: Session, juror_id: int, exhibition_id: int, *, now: datetime) -> None:
    """Note that the juror has read them. A second time changes nothing."""
    if session.get(Briefing, (juror_id, exhibition_id)) is None:
        session.add(Briefing(juror_id=juror_id, exhibition_id=exhibition_id, read_at=now))
        session.flush()


def is_confirmed(session: Session, juror_id: int, exhibition_id: int) -> bool:
    """Whether the juror has read them; the demonstration's jurors count as having done so."""
    juror = session.get(Account, juror_id)
    return bool(juror and juror.is_demo) or session.get(Briefing, (juror_id, exhibition_id)) is not None
