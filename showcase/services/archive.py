"""Putting a published exhibition into the archive, and taking it out again. Nothing in it changes or is lost."""

from datetime import datetime

from sqlalchemy.orm import Session

from showcase.domain.archives import NoFiguresError, NotPublishedError
from showcase.domain.phases import Phase
from showcase.models import Exhibition
from showcase.services import audit, catalogue, kiosks, ledger
from showcase.services.exhibitions import named

MAX_REASON = 1000


def put_away(session: Session, slug: str, *, reason: str, actor: str, now: datetime) -> None:
    """Into the archive: no current work for jurors and desk any more; its tablets end. Twice changes nothing.

    Raises NotFoundError, and NotPublishedError while there is no published result.
    """
    row = _held(session, slug)
    if row.phase is not Phase.PUBLISHED:
        raise NotPublishedError("Only a published exhibition can be put into the archive.")
    if row.is_archive:
        return
    for kiosk in kiosks.lines(session, row.id, now=now):
        if kiosk.is_running:
            kiosks.end(session, row.id, kiosk.id, actor=actor, now=now)
    _set(session, row, archived=True, reason=reason, actor=actor, now=now)


def take_out(session: Session, slug: str, *, reason: str, actor: str, now: datetime) -> None:
    """Out of the archive again. Taking out what is not in it changes nothing.

    Raises NotFoundError, and NoFiguresError for a year that was brought in with its awards alone.
    """
    row = _held(session, slug)
    if not row.is_archive:
        return
    if not row.has_figures:
        raise NoFiguresError("This year was brought in without figures; it can only be an archive.")
    _set(session, row, archived=False, reason=reason, actor=actor, now=now)


def _held(session: Session, slug: str) -> Exhibition:
    row = named(session, slug)
    # The lock that a move to another phase takes too.
    ledger.hold(session, row.id)
    session.refresh(row)
    return row


def _set(session: Session, row: Exhibition, *, archived: bool, reason: str, actor: str, now: datetime) -> None:
    row.is_archive = archived
    session.flush()
    audit.record(
        session,
        actor=actor,
        action="exhibition.archive" if archived else "exhibition.unarchive",
        at=now,
        exhibition_id=row.id,
        subject=row.slug,
        reason=reason.strip()[:MAX_REASON],
    )
    catalogue.touch(session)
