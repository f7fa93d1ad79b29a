"""The draw among visitors who finished voting: preparing it, drawing, passing an unclaimed prize on, handing over."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from showcase.draw.rules import (
    CLAIM_LENGTH,
    DRAWN_IN,
    ClaimUnknownError,
    DrawBrokenError,
    DrawDoneError,
    DrawEmptyError,
    DrawNotReadyError,
    DrawPreparedError,
    DrawTooLateError,
    PrizeClaimedError,
    check_prizes,
    commitment,
    has_finished,
    holder_key,
    list_hash,
    order,
    ticket_of,
)
from showcase.draw.tables import Draw, DrawTicket, DrawWin
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import Hours, Phase
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import ledger
from showcase.kernel.act import Act
from showcase.kernel.chain import LineType, canonical
from showcase.kernel.codes import code_from, normal_code
from showcase.kernel.errors import ReasonNeededError
from showcase.kernel.tables import BallotRecord
from showcase.voting.tables import Ballot, Vote

MAX_REASON = 1000


@dataclass(frozen=True, slots=True)
class Holder:
    """A finished voter: what a ticket is made of."""

    voter_key: str
    receipt: str
    key: str

    @property
    def ticket(self) -> str:
        """The ticket in the public list."""
        return ticket_of(self.receipt, self.key)


def prepare(session: Session, act: Act, slug: str, prizes: int) -> None:
    """Choose a secret seed and write its commitment into the ledger, for good.

    Raises PrizesError, DrawPreparedError, and DrawTooLateError once the vote is closed.
    """
    check_prizes(prizes)
    row = _held(session, slug)
    if session.get(Draw, row.id) is not None:
        raise DrawPreparedError
    if Hours(row.phase, row.opens_at, row.closes_at).is_over(act.now):
        raise DrawTooLateError
    seed = secrets.token_hex(32)
    public = {"commitment": commitment(seed), "prizes": prizes}
    line = ledger.append(session, row.id, LineType.DRAW_COMMITTED, act.now, public)
    session.add(Draw(exhibition_id=row.id, seed=seed, prizes=prizes, committed_seq=line.seq, prepared_at=act.now))
    session.flush()
    act.record(session, "draw.prepare", slug, exhibition_id=row.id, after=public)


def draw(session: Session, act: Act, slug: str) -> None:
    """Place every finished voter's ticket and give the prizes to the first ones. Once, after the vote is closed.

    Raises DrawNotReadyError, DrawDoneError, DrawEmptyError, and DrawBrokenError when the seed is not the committed one.
    """
    row = _held(session, slug)
    found = session.get(Draw, row.id, populate_existing=True)
    if found is None or row.phase not in DRAWN_IN:
        raise DrawNotReadyError
    if found.drawn_at is not None:
        raise DrawDoneError
    _check_commitment(session, found)
    head = _closing_hash(session, row.id)
    holders = {holder.ticket: holder for holder in finished(session, row)}
    if not holders:
        raise DrawEmptyError
    placed = order(found.seed, head, holders)
    found.drawn_at, found.head = act.now, head
    session.flush()
    values = [
        {"exhibition_id": row.id, "place": place, "ticket": ticket, "voter_key": holders[ticket].voter_key}
        for place, ticket in enumerate(placed, start=1)
    ]
    session.execute(insert(DrawTicket), values)
    winners = placed[: found.prizes]
    for prize in range(1, len(winners) + 1):
        _give(session, row.id, prize, _ticket_at(session, row.id, prize), act.now)
    body = {
        "seed": found.seed,
        "head": head,
        "participants": len(placed),
        "tickets": list_hash(placed),
        "winners": list(winners),
    }
    act.record(session, "draw.draw", slug, exhibition_id=row.id, after=body, official=(LineType.DRAW, body))


def redraw(session: Session, act: Act, slug: str, prize: int) -> None:
    """Pass an unclaimed prize on to the next ticket in the order that the draw gave.

    Raises ReasonNeededError, DrawNotReadyError, PrizeClaimedError, and DrawEmptyError when nobody is left.
    """
    row = _held(session, slug)
    act = act.trimmed(MAX_REASON)
    standing = (DrawWin.exhibition_id == row.id, DrawWin.prize == prize, DrawWin.passed_at.is_(None))
    win = session.scalars(select(DrawWin).where(*standing)).first()
    if win is None:
        raise DrawNotReadyError
    if win.claimed_at is not None:
        raise PrizeClaimedError
    if not act.reason:
        raise ReasonNeededError("A reason is needed: it is written into the audit log.")
    last = session.scalar(
        select(func.max(DrawTicket.place))
        .join(DrawWin, DrawWin.ticket_id == DrawTicket.id)
        .where(DrawWin.exhibition_id == row.id)
    )
    following = _ticket_at(session, row.id, (last or 0) + 1)
    previous = session.get_one(DrawTicket, win.ticket_id)
    win.passed_at, win.passed_reason = act.now, act.reason
    session.flush()
    _give(session, row.id, prize, following, act.now)
    body = {"prize": prize, "from": previous.ticket, "to": following.ticket}
    act.record(session, "draw.redraw", slug, exhibition_id=row.id, after=body, official=(LineType.DRAW_REDRAWN, body))


def claim(session: Session, act: Act, slug: str, code: str) -> int:
    """Hand over the prize that this claim code stands for; answers its number.

    Raises ClaimUnknownError (also for a prize that was passed on) and PrizeClaimedError.
    """
    row = _held(session, slug)
    typed = normal_code(code.replace(" ", ""))[: CLAIM_LENGTH + 1]
    win = session.scalars(
        select(DrawWin).where(DrawWin.exhibition_id == row.id, DrawWin.claim_code == typed, DrawWin.passed_at.is_(None))
    ).first()
    if win is None:
        raise ClaimUnknownError
    if win.claimed_at is not None:
        raise PrizeClaimedError
    win.claimed_at, win.claimed_by = act.now, act.actor
    session.flush()
    act.record(session, "draw.claim", slug, exhibition_id=row.id, after={"prize": win.prize})
    return win.prize


def finished(session: Session, row: Exhibition, voter_key: str | None = None) -> list[Holder]:
    """Everybody who finished voting, or the one voter if so: standing votes that count decide. Three queries."""
    published = (Entry.exhibition_id == row.id, Entry.status == Status.PUBLISHED)
    groups = list(session.scalars(select(Entry.category_id).where(*published).distinct()))
    entries = session.scalar(select(func.count(Entry.id)).where(*published)) or 0
    votes = select(Vote.voter_key, func.count().label("votes"), func.max(Vote.ballot_id).label("ballot_id")).where(
        Vote.exhibition_id == row.id, ~Vote.suspended
    )
    if row.vote_limit is None:
        votes = votes.where(Vote.category_id.in_(groups))
    if voter_key is not None:
        votes = votes.where(Vote.voter_key == voter_key)
    counted = votes.group_by(Vote.voter_key).subquery()
    found = session.execute(
        select(counted.c.voter_key, counted.c.votes, Ballot.receipt, Ballot.nonce).join(
            Ballot, Ballot.id == counted.c.ballot_id
        )
    )
    return [
        Holder(one.voter_key, one.receipt, holder_key(one.nonce))
        for one in found
        if has_finished(one.votes, vote_limit=row.vote_limit, categories=len(groups), entries=entries)
    ]


def _held(session: Session, slug: str) -> Exhibition:
    row = named(session, slug)
    ledger.hold(session, row.id)
    session.refresh(row)
    return row


def _give(session: Session, exhibition_id: int, prize: int, ticket: DrawTicket, now: datetime) -> None:
    code = code_from(secrets.randbits(5 * CLAIM_LENGTH), CLAIM_LENGTH)
    session.add(DrawWin(exhibition_id=exhibition_id, ticket_id=ticket.id, prize=prize, claim_code=code, at=now))
    session.flush()


def _ticket_at(session: Session, exhibition_id: int, place: int) -> DrawTicket:
    at_place = (DrawTicket.exhibition_id == exhibition_id, DrawTicket.place == place)
    found = session.scalars(select(DrawTicket).where(*at_place)).first()
    if found is None:
        raise DrawEmptyError
    return found


def _check_commitment(session: Session, found: Draw) -> None:
    line = session.get(BallotRecord, (found.exhibition_id, found.committed_seq))
    body = json.loads(line.body) if line is not None and line.type == LineType.DRAW_COMMITTED else {}
    if body != {"commitment": commitment(found.seed), "prizes": found.prizes}:
        raise DrawBrokenError


def _closing_hash(session: Session, exhibition_id: int) -> str:
    """The hash of the line by which the vote was closed."""
    moves = [canonical({"from": before.value, "to": Phase.DELIBERATION.value}) for before in Phase]
    found = session.scalar(
        select(BallotRecord.hash)
        .where(
            BallotRecord.exhibition_id == exhibition_id,
            BallotRecord.type == LineType.PHASE,
            BallotRecord.body.in_(moves),
        )
        .order_by(BallotRecord.seq.desc())
        .limit(1)
    )
    if found is None:
        raise DrawNotReadyError
    return found
