"""Using a ticket: looking changes nothing, using binds it to the first phone or kiosk that asks, for ever."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.exhibitions.rules import Hours, Level, VotingClosedError
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import passwords
from showcase.tickets.actions import tries
from showcase.tickets.rules import (
    NoTicketsError,
    TicketSpoiledError,
    TicketState,
    TicketTakenError,
    TicketUnknownError,
    bearer_key,
)
from showcase.tickets.tables import Ticket

UNUSED = (TicketState.PRINTED, TicketState.HANDED)


@dataclass(frozen=True, slots=True)
class UsedTicket:
    """A ticket that is bound to whoever asked."""

    id: int
    exhibition_id: int
    exhibition_slug: str


def of_token(session: Session, token: str) -> int:
    """The ticket of a QR's token; looking consumes nothing. Raises TicketUnknownError and TicketSpoiledError."""
    row = session.execute(select(Ticket.id, Ticket.state).where(Ticket.token_hash == token_hash(token))).first()
    if row is None:
        raise TicketUnknownError
    if row.state is TicketState.SPOILED:
        raise TicketSpoiledError
    found: int = row.id
    return found


def attempt(session: Session, locator: str, *, now: datetime) -> None:
    """Count a try of this locator, known or not, before the secret is looked at; to be committed at once.

    Raises TooManyTriesError.
    """
    tries.attempt(session, _subject(locator), now=now)


def of_code(session: Session, locator: str, secret: str) -> int:
    """The ticket of a typed code: slow, so outside of any transaction. Unknown locators cost the same time.

    Raises TicketUnknownError.
    """
    row = session.execute(select(Ticket.id, Ticket.secret_hash).where(Ticket.locator == locator)).first()
    if not passwords.matches(secret, row.secret_hash if row else None) or row is None:
        raise TicketUnknownError
    found: int = row.id
    return found


def free(session: Session, locator: str) -> None:
    """The typed secret was right: its tries count anew."""
    tries.clear(session, _subject(locator))


def use(
    session: Session, ticket_id: int, bearer: str, *, now: datetime, exhibition_id: int | None = None
) -> UsedTicket:
    """Bind the ticket to the bearer (`phone/<identity>`, `kiosk/<id>`); the same bearer may come again.

    One statement decides, however many come at once. `exhibition_id`: refuse tickets of others. Raises
    TicketUnknownError, TicketTakenError, TicketSpoiledError, NoTicketsError and VotingClosedError.
    """
    row = session.execute(
        select(Exhibition)
        .join(Ticket, Ticket.exhibition_id == Exhibition.id)
        .where(Ticket.id == ticket_id, Exhibition.id == (exhibition_id or Exhibition.id))
    ).scalar()
    if row is None:
        raise TicketUnknownError
    if row.level is not Level.TICKET or row.pepper is None:
        raise NoTicketsError
    # A ticket may be made ready before the opening, and during a pause.
    if Hours(row.phase, row.opens_at, row.closes_at).is_over(now):
        raise VotingClosedError
    holder = holder_of(row.pepper, bearer)
    taken = session.execute(
        update(Ticket)
        .where(Ticket.id == ticket_id, Ticket.state.in_(UNUSED))
        .values(state=TicketState.USED, holder=holder, used_at=now)
        .returning(Ticket.id)
    ).scalar()
    if taken is None:
        _check_own(session, ticket_id, holder)
    return UsedTicket(ticket_id, row.id, row.slug)


def holder_of(pepper: str, bearer: str) -> str:
    """What the table keeps of a phone or kiosk: another value than its voter, so that none leads to the other."""
    return bearer_key(pepper, f"holder/{bearer}")


def token_hash(token: str) -> str:
    """What the table keeps of a token: with 128 random bits a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _check_own(session: Session, ticket_id: int, holder: str) -> None:
    row = session.execute(select(Ticket.state, Ticket.holder).where(Ticket.id == ticket_id)).one()
    if row.state is TicketState.SPOILED:
        raise TicketSpoiledError
    if row.holder != holder:
        raise TicketTakenError


def _subject(locator: str) -> str:
    return f"ticket/{locator}"
