"""Putting a published exhibition into the archive, and taking it out again. Nothing in it changes or is lost."""

from sqlalchemy.orm import Session

from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import NoFiguresError, NotPublishedError, Phase
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.kiosk.actions import kiosks

MAX_REASON = 1000


def put_away(session: Session, act: Act, slug: str) -> None:
    """Into the archive: no current work for jurors and desk any more; its tablets end. Twice changes nothing.

    Raises NotFoundError, and NotPublishedError while there is no published result.
    """
    row = _held(session, slug)
    if row.phase is not Phase.PUBLISHED:
        raise NotPublishedError("Only a published exhibition can be put into the archive.")
    if row.is_archive:
        return
    for kiosk in kiosks.lines(session, row.id, now=act.now):
        if kiosk.is_running:
            kiosks.end(session, act.because(""), row.id, kiosk.id)
    _set(session, act, row, archived=True)


def take_out(session: Session, act: Act, slug: str) -> None:
    """Out of the archive again. Taking out what is not in it changes nothing.

    Raises NotFoundError, and NoFiguresError for a year that was brought in with its awards alone.
    """
    row = _held(session, slug)
    if not row.is_archive:
        return
    if not row.has_figures:
        raise NoFiguresError("This year was brought in without figures; it can only be an archive.")
    _set(session, act, row, archived=False)


def _held(session: Session, slug: str) -> Exhibition:
    row = named(session, slug)
    # The lock that a move to another phase takes too.
    ledger.hold(session, row.id)
    session.refresh(row)
    return row


def _set(session: Session, act: Act, row: Exhibition, *, archived: bool) -> None:
    row.is_archive = archived
    session.flush()
    act.trimmed(MAX_REASON).record(
        session, "exhibition.archive" if archived else "exhibition.unarchive", row.slug, exhibition_id=row.id
    )
    content.touch(session)
