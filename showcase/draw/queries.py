"""What is told of a draw: to the public, to the phone that takes part, and to the organizers."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.draw import actions as draws
from showcase.draw.rules import commitment, list_hash, order, ticket_of
from showcase.draw.tables import Draw, DrawTicket, DrawWin
from showcase.exhibitions.tables import Exhibition
from showcase.kernel.tables import BallotRecord


@dataclass(frozen=True, slots=True)
class Winner:
    """A prize and the ticket that it fell to. `passed`: it was not claimed, and went to the next one."""

    prize: int
    place: int
    ticket: str
    claimed_at: datetime | None
    claimed_by: str
    passed: bool


@dataclass(frozen=True, slots=True)
class DrawView:
    """What the public may know. `seed` and `head` are empty until the draw."""

    prizes: int
    commitment: str
    committed_seq: int
    committed_hash: str
    prepared_at: datetime
    drawn_at: datetime | None
    seed: str
    head: str
    participants: int
    list_hash: str
    winners: tuple[Winner, ...]


@dataclass(frozen=True, slots=True)
class PhoneDraw:
    """A phone's own part. `ticket` is empty while it has not finished voting, or if it did not take part.

    `prize` is 0 unless it won; `claim_code` is shown to this phone alone.
    """

    drawn: bool
    receipt: str = ""
    key: str = ""
    ticket: str = ""
    place: int = 0
    prize: int = 0
    claim_code: str = ""
    claimed_at: datetime | None = None


def public(session: Session, exhibition_id: int) -> DrawView | None:
    """The draw as everybody sees it; None if none was prepared. Four queries at most."""
    row = session.get(Draw, exhibition_id)
    if row is None:
        return None
    line = session.get_one(BallotRecord, (exhibition_id, row.committed_seq))
    tickets = all_tickets(session, exhibition_id) if row.drawn_at is not None else []
    return DrawView(
        prizes=row.prizes,
        commitment=commitment(row.seed),
        committed_seq=row.committed_seq,
        committed_hash=line.hash,
        prepared_at=row.prepared_at,
        drawn_at=row.drawn_at,
        seed=row.seed if row.drawn_at is not None else "",
        head=row.head or "",
        participants=len(tickets),
        list_hash=list_hash(tickets) if tickets else "",
        winners=_winners(session, exhibition_id) if tickets else (),
    )


def all_tickets(session: Session, exhibition_id: int) -> list[str]:
    """Every ticket of the draw, in alphabetical order; none before it."""
    mine = DrawTicket.exhibition_id == exhibition_id
    return sorted(session.scalars(select(DrawTicket.ticket).where(mine)))


def participants(session: Session, exhibition_id: int) -> int:
    """How many take part as things stand; after the draw, how many did."""
    row = session.get_one(Exhibition, exhibition_id)
    drawn = session.scalar(select(func.count(DrawTicket.id)).where(DrawTicket.exhibition_id == exhibition_id)) or 0
    return drawn or len(draws.finished(session, row))


def for_phone(session: Session, exhibition_id: int, voter_key: str) -> PhoneDraw | None:
    """A phone's own part in the draw; None if none was prepared."""
    row = session.get(Draw, exhibition_id)
    if row is None:
        return None
    exhibition = session.get_one(Exhibition, exhibition_id)
    holder = next(iter(draws.finished(session, exhibition, voter_key)), None)
    if row.drawn_at is None:
        if holder is None:
            return PhoneDraw(drawn=False)
        return PhoneDraw(drawn=False, receipt=holder.receipt, key=holder.key, ticket=holder.ticket)
    own = (DrawTicket.exhibition_id == exhibition_id, DrawTicket.voter_key == voter_key)
    found = session.execute(
        select(DrawTicket.ticket, DrawTicket.place, DrawWin.prize, DrawWin.claim_code, DrawWin.claimed_at)
        .outerjoin(DrawWin, (DrawWin.ticket_id == DrawTicket.id) & DrawWin.passed_at.is_(None))
        .where(*own)
    ).first()
    if found is None:
        return PhoneDraw(drawn=True)
    # The list is of the moment of the draw; a vote cannot change after it, but say nothing that would not add up.
    same = holder is not None and ticket_of(holder.receipt, holder.key) == found.ticket
    return PhoneDraw(
        drawn=True,
        receipt=holder.receipt if holder is not None and same else "",
        key=holder.key if holder is not None and same else "",
        ticket=found.ticket,
        place=found.place,
        prize=found.prize or 0,
        claim_code=found.claim_code or "",
        claimed_at=found.claimed_at,
    )


def faults(session: Session) -> list[str]:
    """Draws whose seed is not the committed one, or whose order is not the one that it gives, in words."""
    found = []
    for row, slug in session.execute(
        select(Draw, Exhibition.slug).join(Exhibition, Exhibition.id == Draw.exhibition_id)
    ):
        line = session.get(BallotRecord, (row.exhibition_id, row.committed_seq))
        if line is None or json.loads(line.body).get("commitment") != commitment(row.seed):
            found.append(f"{slug}: the draw's seed is not the one that the ledger was given the commitment to")
        if row.drawn_at is None:
            continue
        stored = (
            select(DrawTicket.ticket).where(DrawTicket.exhibition_id == row.exhibition_id).order_by(DrawTicket.place)
        )
        tickets = tuple(session.scalars(stored))
        if tickets != order(row.seed, row.head or "", tickets):
            found.append(f"{slug}: the draw's order is not the one that its seed gives")
    return found


def _winners(session: Session, exhibition_id: int) -> tuple[Winner, ...]:
    rows = session.execute(
        select(DrawWin, DrawTicket.ticket, DrawTicket.place)
        .join(DrawTicket, DrawTicket.id == DrawWin.ticket_id)
        .where(DrawWin.exhibition_id == exhibition_id)
        .order_by(DrawWin.prize, DrawWin.id)
    )
    return tuple(
        Winner(win.prize, place, ticket, win.claimed_at, win.claimed_by, passed=win.passed_at is not None)
        for win, ticket, place in rows
    )
