"""Making tickets in batches, handing them out, declaring them spoiled, and where all of them are."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from showcase.exhibitions.rules import AFTER_VOTE, Level
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import ledger, passwords
from showcase.kernel.act import Act
from showcase.kernel.codes import CROCKFORD
from showcase.kernel.errors import NotFoundError, ReasonNeededError
from showcase.tickets.actions.tickets import UNUSED, token_hash
from showcase.tickets.rules import (
    LOCATOR_LENGTH,
    MOST_IN_BATCH,
    MOST_REASON,
    SECRET_LENGTH,
    TOKEN_LENGTH,
    BatchOvertakenError,
    BatchSizeError,
    NoTicketsError,
    TicketRangeError,
    TicketState,
    shown_number,
)
from showcase.tickets.tables import Ticket, TicketBatch


@dataclass(frozen=True, slots=True)
class Blank:
    """A ticket before it is stored: the only moment at which its token and secret are known in the clear."""

    serial: int
    token: str = field(repr=False)
    locator: str
    secret: str = field(repr=False)
    secret_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Counts:
    """Where tickets are. `printed` is the sum of the four others, always: it is counted from the same rows."""

    stock: int = 0
    handed: int = 0
    used: int = 0
    spoiled: int = 0

    @property
    def printed(self) -> int:
        """All that were ever printed."""
        return self.stock + self.handed + self.used + self.spoiled


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch, its tickets' numbers, and where they are."""

    number: int
    first: int
    last: int
    made_at: datetime
    made_by: str
    counts: Counts


def blanks(session: Session, exhibition_id: int, size: int) -> list[Blank]:
    """New tickets, their secrets hashed already: slow (15 seconds for 500), so outside of any transaction.

    Raises BatchSizeError, and NoTicketsError where the level needs none or the vote is over.
    """
    if not 1 <= size <= MOST_IN_BATCH:
        raise BatchSizeError
    _check_wanted(session, exhibition_id)
    last = _last_serial(session, exhibition_id)
    chosen = [_random(SECRET_LENGTH) for _ in range(size)]
    # One after another: the other core is for those who vote meanwhile.
    hashes = [passwords.hashed(secret) for secret in chosen]
    found = zip(_free_locators(session, size), chosen, hashes, strict=True)
    return [Blank(last + n, _random(TOKEN_LENGTH), *words) for n, words in enumerate(found, 1)]


def store(session: Session, act: Act, exhibition_id: int, made: Sequence[Blank]) -> int:
    """Keep the hashes of a batch that has been drawn; answers its number.

    Raises NoTicketsError, and BatchOvertakenError for the later one of two that were made at once: their tickets have
    the same numbers.
    """
    ledger.hold(session, exhibition_id)
    _check_wanted(session, exhibition_id)
    if made[0].serial != _last_serial(session, exhibition_id) + 1:
        raise BatchOvertakenError
    own = TicketBatch.exhibition_id == exhibition_id
    number = (session.scalar(select(func.max(TicketBatch.number)).where(own)) or 0) + 1
    batch = TicketBatch(exhibition_id=exhibition_id, number=number, size=len(made), made_at=act.now, made_by=act.actor)
    session.add(batch)
    session.flush()
    session.add_all(
        Ticket(
            exhibition_id=exhibition_id,
            batch_id=batch.id,
            serial=blank.serial,
            token_hash=token_hash(blank.token),
            locator=blank.locator,
            secret_hash=blank.secret_hash,
        )
        for blank in made
    )
    act.record(session, "ticket.print", f"{number}", exhibition_id=exhibition_id, after={"size": len(made)})
    session.flush()
    return number


def hand_out(session: Session, act: Act, exhibition_id: int, first: int, last: int) -> int:
    """Note that the tickets with these numbers were given to visitors; answers how many. Raises TicketRangeError."""
    values = {"state": TicketState.HANDED, "handed_at": act.now, "handed_by": act.actor}
    count = _change(session, exhibition_id, first, last, (TicketState.PRINTED,), values)
    act.record(session, "ticket.hand", _numbers(first, last), exhibition_id=exhibition_id, after={"count": count})
    return count


def spoil(session: Session, act: Act, exhibition_id: int, first: int, last: int) -> int:
    """Declare unused tickets spoiled or lost, for ever; answers how many.

    Raises ReasonNeededError, and TicketRangeError when one of them is used, spoiled or unknown.
    """
    act = act.because(_reason(act.reason))
    count = _change(session, exhibition_id, first, last, UNUSED, _spoiled(act))
    subject = _numbers(first, last)
    act.record(session, "ticket.spoil", subject, exhibition_id=exhibition_id, after={"count": count})
    return count


def spoil_batch(session: Session, act: Act, exhibition_id: int, number: int) -> int:
    """Declare all unused tickets of a batch spoiled; answers how many. Used ones stay, with their votes.

    Raises ReasonNeededError and NotFoundError.
    """
    act = act.because(_reason(act.reason))
    own = (TicketBatch.exhibition_id == exhibition_id, TicketBatch.number == number)
    batch_id = session.scalar(select(TicketBatch.id).where(*own))
    if batch_id is None:
        raise NotFoundError
    unused = (Ticket.batch_id == batch_id, Ticket.state.in_(UNUSED))
    done = update(Ticket).where(*unused).values(**_spoiled(act)).returning(Ticket.id)
    count = len(session.execute(done).all())
    subject = f"batch {number}"
    act.record(session, "ticket.spoil", subject, exhibition_id=exhibition_id, after={"count": count})
    return count


def batches(session: Session, exhibition_id: int) -> list[BatchView]:
    """All batches, the newest first: one query."""
    rows = session.execute(
        select(TicketBatch, Ticket.state, func.count(), func.min(Ticket.serial), func.max(Ticket.serial))
        .join(Ticket, Ticket.batch_id == TicketBatch.id)
        .where(TicketBatch.exhibition_id == exhibition_id)
        .group_by(TicketBatch.id, Ticket.state)
    ).all()
    found: list[BatchView] = []
    for batch in sorted({row[0] for row in rows}, key=lambda one: -one.number):
        own = [row for row in rows if row[0] is batch]
        first, last = min(row[3] for row in own), max(row[4] for row in own)
        counts = _counts({row[1]: row[2] for row in own})
        found.append(BatchView(batch.number, first, last, batch.made_at, batch.made_by, counts))
    return found


def reconciled(session: Session, exhibition_id: int) -> Counts:
    """Where all tickets of the exhibition are, for the page and the minutes: one query."""
    rows = session.execute(
        select(Ticket.state, func.count()).where(Ticket.exhibition_id == exhibition_id).group_by(Ticket.state)
    )
    return _counts({row[0]: row[1] for row in rows})


def _counts(by_state: dict[TicketState, int]) -> Counts:
    return Counts(*(by_state.get(state, 0) for state in TicketState))


def _last_serial(session: Session, exhibition_id: int) -> int:
    return session.scalar(select(func.max(Ticket.serial)).where(Ticket.exhibition_id == exhibition_id)) or 0


def _check_wanted(session: Session, exhibition_id: int) -> None:
    row = session.get(Exhibition, exhibition_id)
    if row is None or row.level is not Level.TICKET or row.phase in AFTER_VOTE:
        raise NoTicketsError


def _change(
    session: Session,
    exhibition_id: int,
    first: int,
    last: int,
    states: Sequence[TicketState],
    values: dict[str, object],
) -> int:
    """All of them or none."""
    own = (Ticket.exhibition_id == exhibition_id, Ticket.serial.between(first, last), Ticket.state.in_(states))
    done = session.execute(update(Ticket).where(*own).values(**values).returning(Ticket.id)).all()
    if len(done) != last - first + 1:
        raise TicketRangeError
    return len(done)


def _spoiled(act: Act) -> dict[str, object]:
    return {"state": TicketState.SPOILED, "spoiled_at": act.now, "spoiled_by": act.actor, "spoiled_reason": act.reason}


def _reason(text: str) -> str:
    reason = text.strip()
    if not 1 <= len(reason) <= MOST_REASON:
        raise ReasonNeededError
    return reason


def _numbers(first: int, last: int) -> str:
    return shown_number(first) if first == last else f"{shown_number(first)}-{shown_number(last)}"


def _random(length: int) -> str:
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def _free_locators(session: Session, size: int) -> list[str]:
    """Locators that no ticket has, of any exhibition: who types a code need not say of which."""
    chosen: set[str] = set()
    while len(chosen) < size:
        chosen |= {_random(LOCATOR_LENGTH) for _ in range(size - len(chosen))}
        chosen -= set(session.scalars(select(Ticket.locator).where(Ticket.locator.in_(chosen))))
    return list(chosen)
