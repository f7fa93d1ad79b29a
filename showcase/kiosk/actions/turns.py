"""The turns of a kiosk: one visitor after another, each one voter, never two at a time."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.exhibitions.rules import Hours, Level
from showcase.exhibitions.tables import Exhibition
from showcase.tickets.actions import tickets
from showcase.tickets.rules import (
    TURN_TIME,
    KioskEndedError,
    NoTicketsError,
    TicketTakenError,
    bearer_key,
    ticket_voter,
)
from showcase.tickets.tables import Kiosk, KioskTurn
from showcase.voting.rules import TicketNeededError, availability


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn that has not ended."""

    id: int
    voter_key: str
    ticket_id: int | None


def begin(session: Session, kiosk_id: int, *, ticket_id: int | None, now: datetime) -> TurnView:
    """Begin a visitor's turn; the one before it ends.

    At level `ticket` the ticket is the authority, and the voter; at the others each turn is a voter of its own. A
    ticket whose turn was cut off may come back to the same kiosk, one whose visitor was done may not. Raises
    KioskEndedError, TicketNeededError, NoTicketsError, the reasons of `availability`, and what `tickets.use` raises.
    """
    kiosk = session.scalars(select(Kiosk).where(Kiosk.id == kiosk_id).with_for_update()).one()
    exhibition = session.get_one(Exhibition, kiosk.exhibition_id)
    if kiosk.ended_at is not None or kiosk.expires_at <= now or exhibition.pepper is None:
        raise KioskEndedError
    availability(Hours(exhibition.phase, exhibition.opens_at, exhibition.closes_at), now).check()
    if exhibition.level is Level.TICKET:
        if ticket_id is None:
            raise TicketNeededError
        tickets.use(session, ticket_id, f"kiosk/{kiosk_id}", now=now, exhibition_id=kiosk.exhibition_id)
        _check_not_done(session, ticket_id)
        voter_key = ticket_voter(exhibition.pepper, ticket_id)
    elif ticket_id is not None:
        # Else any old ticket would begin turns without the officer.
        raise NoTicketsError
    else:
        voter_key = bearer_key(exhibition.pepper, f"turn/{secrets.token_urlsafe(16)}")
    session.execute(
        update(KioskTurn).where(KioskTurn.kiosk_id == kiosk_id, KioskTurn.ended_at.is_(None)).values(ended_at=now)
    )
    row = KioskTurn(
        kiosk_id=kiosk_id, ticket_id=ticket_id, voter_key=voter_key, started_at=now, expires_at=now + TURN_TIME
    )
    session.add(row)
    session.flush()
    return TurnView(row.id, row.voter_key, row.ticket_id)


def live(session: Session, kiosk_id: int, turn_id: int, *, now: datetime) -> TurnView | None:
    """The kiosk's turn of this number, if it has not ended."""
    own = (KioskTurn.id == turn_id, KioskTurn.kiosk_id == kiosk_id)
    row = session.scalars(
        select(KioskTurn).where(*own, KioskTurn.ended_at.is_(None), KioskTurn.expires_at > now)
    ).first()
    return TurnView(row.id, row.voter_key, row.ticket_id) if row else None


def finish(session: Session, kiosk_id: int, turn_id: int, *, now: datetime) -> None:
    """The visitor is done; harmless when the turn has ended already."""
    own = (KioskTurn.id == turn_id, KioskTurn.kiosk_id == kiosk_id, KioskTurn.ended_at.is_(None))
    session.execute(update(KioskTurn).where(*own).values(ended_at=now, is_done=True))


def _check_not_done(session: Session, ticket_id: int) -> None:
    if session.scalar(select(KioskTurn.id).where(KioskTurn.ticket_id == ticket_id, KioskTurn.is_done.is_(True))):
        raise TicketTakenError
