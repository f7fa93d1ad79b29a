"""What a vote is cast with where a phone alone is not enough: a ticket, or a turn at the desk.

Both are read in the vote's own lock.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.exhibitions.rules import Level
from showcase.exhibitions.tables import Exhibition
from showcase.tickets.rules import TicketState, TurnEndedError, ticket_voter
from showcase.tickets.tables import Kiosk, KioskTurn, Ticket
from showcase.voting.rules import Origin, TicketNeededError


@dataclass(frozen=True, slots=True)
class Bearer:
    """A ticket and what it is bound to, as the phone's cookie says; or the turn of a kiosk."""

    ticket_id: int | None = None
    holder: str = ""
    turn_id: int | None = None


NOBODY = Bearer()


def check_bearer(
    session: Session, exhibition_id: int, voter_key: str, origin: Origin, level: Level, bearer: Bearer, *, now: datetime
) -> None:
    """Refuse a vote whose ticket or turn is not what it says it is. No query for phones at levels without tickets.

    Raises TicketNeededError and TurnEndedError.
    """
    if origin is Origin.DESK:
        _check_turn(session, exhibition_id, voter_key, level, bearer, now)
    elif origin is Origin.PHONE and level is Level.TICKET:
        _check_ticket(session, exhibition_id, voter_key, bearer)


def _check_ticket(session: Session, exhibition_id: int, voter_key: str, bearer: Bearer) -> None:
    if bearer.ticket_id is None:
        raise TicketNeededError
    pepper = session.scalar(
        select(Exhibition.pepper)
        .join(Ticket, Ticket.exhibition_id == Exhibition.id)
        .where(
            Exhibition.id == exhibition_id,
            Ticket.id == bearer.ticket_id,
            Ticket.state == TicketState.USED,
            Ticket.holder == bearer.holder,
        )
    )
    if pepper is None or ticket_voter(pepper, bearer.ticket_id) != voter_key:
        raise TicketNeededError


def _check_turn(
    session: Session, exhibition_id: int, voter_key: str, level: Level, bearer: Bearer, now: datetime
) -> None:
    turn = session.execute(
        select(KioskTurn.voter_key, KioskTurn.ticket_id)
        .join(Kiosk, Kiosk.id == KioskTurn.kiosk_id)
        .where(
            KioskTurn.id == bearer.turn_id,
            KioskTurn.ended_at.is_(None),
            KioskTurn.expires_at > now,
            Kiosk.exhibition_id == exhibition_id,
            Kiosk.ended_at.is_(None),
            Kiosk.expires_at > now,
        )
    ).first()
    if turn is None or turn.voter_key != voter_key:
        raise TurnEndedError
    if level is Level.TICKET and turn.ticket_id is None:
        raise TicketNeededError
