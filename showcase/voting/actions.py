"""Casting, moving and withdrawing votes.

A vote is one short transaction of four statements: what the rules need to know, the ballot, the standing vote, and the
line of the ledger. Counters follow by trigger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Protocol

from sqlalchemy import Connection, and_, bindparam, delete, exists, func, insert, select, true, update
from sqlalchemy.orm import Session

from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import Hours, VotingClosedError
from showcase.exhibitions.tables import Category, Exhibition
from showcase.kernel import ledger
from showcase.kernel.base import table_of
from showcase.kernel.chain import LineType
from showcase.kernel.errors import NotFoundError, StaleFormError
from showcase.kernel.tables import BallotRecord, Installation
from showcase.voting.queries.rights import NOBODY, Bearer, check_bearer
from showcase.voting.queries.standing_votes import Phone, StandingVote
from showcase.voting.rules import (
    VOTES_A_MINUTE,
    BallotKind,
    Origin,
    Terms,
    TooManyVotesError,
    availability,
    commitment,
    receipt_of,
    sealed_body,
    slot_for,
    slots,
)
from showcase.voting.tables import Ballot, Suspension, UsedForm, Vote


@dataclass(frozen=True, slots=True)
class Act:
    """What a phone asks for: this form, used by this voter, for this entry. `nonce` is 32 random hex digits."""

    exhibition_id: int
    entry_id: int
    voter_key: str
    form_key: str
    nonce: str
    origin: Origin = Origin.PHONE
    # Whether the phone has come through the booth's code.
    has_pass: bool = False
    # How many booths it has visited, of how many.
    visited: int = 0
    booths: int = 0
    # The ticket or the desk's turn that it votes with.
    bearer: Bearer = NOBODY


class UseCase(Protocol):
    """`cast` or `withdraw`."""

    def __call__(self, session: Session, act: Act, *, now: datetime) -> Phone: ...


_OF_VOTER = and_(Vote.exhibition_id == bindparam("exhibition_id"), Vote.voter_key == bindparam("voter_key"))
_REPLACED = table_of(Ballot).alias("replaced")
_MOVED_FROM = _REPLACED.c.entry_id.label("moved_from")
_STANDING = (Vote.slot, Vote.entry_id, Vote.at, Vote.suspended)
_PHONE = (
    select(Installation.generation, *_STANDING, Ballot.receipt, _MOVED_FROM)
    .select_from(Installation)
    .outerjoin(Vote, _OF_VOTER)
    .outerjoin(Ballot, Ballot.id == Vote.ballot_id)
    .outerjoin(_REPLACED, _REPLACED.c.id == Ballot.replaces_id)
)
_RECENT = (
    select(func.count())
    .select_from(Ballot)
    .where(
        Ballot.exhibition_id == bindparam("exhibition_id"),
        Ballot.voter_key == bindparam("voter_key"),
        Ballot.at > bindparam("since", type_=Ballot.at.type),
        # What the clock dates after now, because it was set back, is no reason to refuse anybody.
        Ballot.at <= bindparam("now", type_=Ballot.at.type),
    )
    .scalar_subquery()
)
_LAST_SEQ = (
    select(func.max(BallotRecord.seq)).where(BallotRecord.exhibition_id == bindparam("exhibition_id")).scalar_subquery()
)
_USED = table_of(Ballot).alias("used")
_HELD = table_of(Ballot).alias("held")
_HELD_ENTRY = table_of(Entry).alias("held_entry")
_SITUATION = (
    select(
        Exhibition.phase,
        Exhibition.opens_at,
        Exhibition.closes_at,
        Exhibition.vote_limit,
        Exhibition.level,
        Exhibition.min_visits,
        Exhibition.pepper.is_not(None).label("has_key"),
        Entry.status,
        Entry.category_id,
        Category.slug.label("category_slug"),
        Installation.generation,
        _RECENT.label("recent"),
        BallotRecord.seq,
        BallotRecord.hash,
        func.coalesce(_USED.c.id, UsedForm.ballot_id).label("used_ballot_id"),
        Vote.id.label("vote_id"),
        *_STANDING,
        Vote.ballot_id,
        _HELD.c.receipt,
        _MOVED_FROM,
        _HELD_ENTRY.c.status.label("held_status"),
    )
    .select_from(Exhibition)
    .join(Installation, true())
    .join(Entry, and_(Entry.exhibition_id == Exhibition.id, Entry.id == bindparam("entry_id")))
    .join(Category, Category.id == Entry.category_id)
    .outerjoin(BallotRecord, and_(BallotRecord.exhibition_id == Exhibition.id, BallotRecord.seq == _LAST_SEQ))
    .outerjoin(_USED, and_(_USED.c.exhibition_id == Exhibition.id, _USED.c.form_key == bindparam("form_key")))
    .outerjoin(UsedForm, and_(UsedForm.exhibition_id == Exhibition.id, UsedForm.form_key == bindparam("form_key")))
    .outerjoin(Vote, and_(Vote.exhibition_id == Exhibition.id, Vote.voter_key == bindparam("voter_key")))
    .outerjoin(_HELD, _HELD.c.id == Vote.ballot_id)
    .outerjoin(_REPLACED, _REPLACED.c.id == _HELD.c.replaces_id)
    .outerjoin(_HELD_ENTRY, _HELD_ENTRY.c.id == Vote.entry_id)
    .where(Exhibition.id == bindparam("exhibition_id"))
)


# Built once: building a statement costs more than running it.
_VOTES, _BALLOTS = table_of(Vote), table_of(Ballot)
LINE_TYPES = dict(zip(BallotKind, (LineType.VOTE, LineType.MOVE, LineType.WITHDRAW_VOTE), strict=True))
_INSERT_BALLOT = insert(_BALLOTS)
# A vote in a slot that two people quarantined is suspended from its beginning; see `Suspension`.
_IS_SUSPENDED = exists().where(
    Suspension.exhibition_id == bindparam("exhibition_id"),
    Suspension.voter_key == bindparam("voter_key"),
    Suspension.slot == bindparam("slot"),
)
_VOTE_COLUMNS = ("exhibition_id", "voter_key", "slot", "category_id", "entry_id", "ballot_id", "at")
_INSERT_VOTE = (
    insert(_VOTES)
    .values({**{name: bindparam(name) for name in _VOTE_COLUMNS}, "suspended": select(_IS_SUSPENDED).scalar_subquery()})
    .returning(_VOTES.c.suspended)
)
_MOVE_VOTE = (
    update(_VOTES)
    .where(_VOTES.c.id == bindparam("vote_id"))
    .values({name: bindparam(name) for name in ("category_id", "entry_id", "ballot_id", "at")})
)


def phone(connection: Session | Connection, exhibition_id: int, voter_key: str) -> Phone:
    """This phone's standing votes in the exhibition: one query."""
    rows = connection.execute(_PHONE, {"exhibition_id": exhibition_id, "voter_key": voter_key}).all()
    return Phone(rows[0].generation, tuple(_standing(row) for row in rows if row.entry_id is not None))


def cast(session: Session, act: Act, *, now: datetime) -> Phone:
    """Vote for the entry, or move the slot's vote to it; answers what then stands.

    A used form changes nothing ever again: if its vote stands, the answer is the same; else StaleFormError. Raises the
    reasons of `availability`, TooManyVotesError, NotFoundError and what `check_bearer` raises.
    """
    rows = _situation(session, act, now)
    first = rows[0]
    standing = {row.slot: row for row in rows if row.vote_id is not None}
    if first.used_ballot_id is not None:
        if all(row.ballot_id != first.used_ballot_id for row in standing.values()):
            raise StaleFormError
        return _phone_of(first.generation, standing)
    terms = _terms(act, first) if act.origin is Origin.PHONE else None
    availability(_hours(first), now, is_withdrawn=first.status is Status.WITHDRAWN, terms=terms).check()
    _check_voter(session, act, first, now)
    withdrawn = {row.entry_id for row in standing.values() if row.held_status is Status.WITHDRAWN}
    slot = slot_for(act.entry_id, slots(first.category_slug, first.vote_limit), _entries(standing), withdrawn)
    held = standing.get(slot)
    if held is not None and held.entry_id == act.entry_id:
        used = {"exhibition_id": act.exhibition_id, "form_key": act.form_key, "ballot_id": held.ballot_id}
        session.connection().execute(insert(UsedForm), used)
        return _phone_of(first.generation, standing, first.closes_at)
    kind = BallotKind.MOVE if held is not None else BallotKind.VOTE
    ballot_id, receipt = _record(session, act, first, slot, kind, held.ballot_id if held else None, now)
    values = {"category_id": first.category_id, "entry_id": act.entry_id, "ballot_id": ballot_id, "at": now}
    if held is not None:
        session.connection().execute(_MOVE_VOTE, {"vote_id": held.vote_id, **values})
        suspended = held.suspended
    else:
        owner = {"exhibition_id": act.exhibition_id, "voter_key": act.voter_key, "slot": slot}
        suspended = session.connection().execute(_INSERT_VOTE, {**owner, **values}).scalar_one()
    kept = [vote for vote in _phone_of(first.generation, standing).votes if vote.slot != slot]
    moved_from = held.entry_id if held else None
    chosen = StandingVote(slot, act.entry_id, receipt, now, suspended, moved_from)
    return Phone(first.generation, (*kept, chosen), first.closes_at)


def withdraw(session: Session, act: Act, *, now: datetime) -> Phone:
    """Take the vote for the entry back; harmless when none stands or the form was used."""
    rows = _situation(session, act, now)
    first = rows[0]
    standing = {row.slot: row for row in rows if row.vote_id is not None}
    held = next((row for row in standing.values() if row.entry_id == act.entry_id), None)
    if first.used_ballot_id is not None or held is None:
        return _phone_of(first.generation, standing)
    availability(_hours(first), now).check()
    _check_voter(session, act, first, now)
    _record(session, act, first, held.slot, BallotKind.WITHDRAW, held.ballot_id, now)
    session.connection().execute(delete(Vote).where(Vote.id == held.vote_id))
    del standing[held.slot]
    return _phone_of(first.generation, standing, first.closes_at)


def check_in_time(phone: Phone, *, now: datetime) -> None:
    """Refuse an act that the storage kept waiting until the voting had closed; to be asked last, before it is stored.

    Raises VotingClosedError.
    """
    if phone.closes_at is not None and now >= phone.closes_at:
        raise VotingClosedError


def _situation(session: Session, act: Act, now: datetime) -> list[Any]:
    ledger.hold(session, act.exhibition_id)
    values = {
        "exhibition_id": act.exhibition_id,
        "entry_id": act.entry_id,
        "voter_key": act.voter_key,
        "form_key": act.form_key,
        "since": now - timedelta(minutes=1),
        "now": now,
    }
    rows = list(session.connection().execute(_SITUATION, values))
    if not rows or rows[0].status is Status.DRAFT:
        raise NotFoundError
    return rows


def _hours(row: Any) -> Hours:
    return Hours(row.phase, row.opens_at, row.closes_at, row.has_key)


def _terms(act: Act, row: Any) -> Terms:
    has_ticket = act.bearer.ticket_id is not None
    return Terms(row.level, act.has_pass, has_ticket, row.min_visits, act.visited, act.booths)


def _check_voter(session: Session, act: Act, row: Any, now: datetime) -> None:
    if row.recent >= VOTES_A_MINUTE:
        raise TooManyVotesError(seconds=_seconds_to_wait(session, act, now))
    check_bearer(session, act.exhibition_id, act.voter_key, act.origin, row.level, act.bearer, now=now)


def _seconds_to_wait(session: Session, act: Act, now: datetime) -> int:
    """Until the oldest act of the full minute is a minute old: 1 to 60 seconds, rounded up."""
    own = (Ballot.exhibition_id == act.exhibition_id, Ballot.voter_key == act.voter_key, Ballot.at <= now)
    oldest = select(Ballot.at).where(*own).order_by(Ballot.at.desc()).offset(VOTES_A_MINUTE - 1).limit(1)
    left = session.connection().execute(oldest).scalar_one() + timedelta(minutes=1) - now
    return min(max(ceil(left.total_seconds()), 1), 60)


def _record(
    session: Session, act: Act, row: Any, slot: str, kind: BallotKind, replaces: int | None, now: datetime
) -> tuple[int, str]:
    """Answers the ballot's id and its receipt."""
    sealed = commitment(act.nonce, sealed_body(act.voter_key, act.entry_id, slot, kind, act.form_key))
    receipt = receipt_of(sealed)
    values = {
        "exhibition_id": act.exhibition_id,
        "category_id": row.category_id,
        "entry_id": act.entry_id,
        "voter_key": act.voter_key,
        "slot": slot,
        "kind": kind,
        "origin": act.origin,
        "form_key": act.form_key,
        "nonce": act.nonce,
        "receipt": receipt,
        "replaces_id": replaces,
        "at": now,
    }
    inserted: Any = session.connection().execute(_INSERT_BALLOT, values)
    last = (row.seq, row.hash) if row.seq is not None else None
    ledger.append_after(session, act.exhibition_id, last, LINE_TYPES[kind], now, {"commitment": sealed})
    return inserted.inserted_primary_key[0], receipt


def _entries(standing: Mapping[str, Any]) -> dict[str, int]:
    return {slot: row.entry_id for slot, row in standing.items()}


def _phone_of(generation: int, standing: Mapping[str, Any], closes_at: datetime | None = None) -> Phone:
    return Phone(generation, tuple(_standing(row) for row in standing.values()), closes_at)


def _standing(row: Any) -> StandingVote:
    return StandingVote(row.slot, row.entry_id, row.receipt, row.at, row.suspended, row.moved_from)
