"""Whether an exhibition is as its official acts left it: phase, rules, withdrawn entries, locked sheets, the result."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.declaration.actions import rules
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry, Tally
from showcase.exhibitions.rules import Level
from showcase.exhibitions.tables import Category, Exhibition
from showcase.jury.queries import score_receipts
from showcase.jury.rules.scoring import SheetState
from showcase.jury.tables import CategoryLock, Recusal, Sheet
from showcase.kernel.chain import LineType, moment
from showcase.kernel.tables import BallotRecord
from showcase.results.queries import bundles
from showcase.results.tables import Snapshot, TieDecision
from showcase.tickets.rules import TicketState, ticket_voter
from showcase.tickets.tables import Kiosk, KioskTurn, Ticket
from showcase.voting.rules import Origin
from showcase.voting.tables import Ballot

ACTS = (
    *(LineType.OPEN, LineType.RULES_CHANGE, LineType.PHASE, LineType.ENTRY_WITHDRAWN, LineType.ENTRY_RESTORED),
    *(LineType.SHEET_LOCKED, LineType.SHEET_REOPENED, LineType.RATIFY, LineType.TIE_DECIDED),
)


@dataclass
class _Acts:
    """What the ledger says last of each."""

    phase: str = ""
    rules: str = ""
    withdrawn: set[str] = field(default_factory=set)
    # Receipts of locks, and the moments at which a sheet was given back.
    receipts: set[str] = field(default_factory=set)
    reopened: set[str] = field(default_factory=set)
    result: dict[str, str] = field(default_factory=dict)
    ties: list[dict[str, Any]] = field(default_factory=list)


def faults(session: Session, exhibition: Exhibition) -> Iterator[str]:
    """What differs from the acts in the ledger, in words; an exhibition without such lines has nothing to differ from.

    Once the voters' key is destroyed, tickets and turns can't be told from others any more.
    """
    try:
        acts = _acts(session, exhibition.id)
        if acts.phase and acts.phase != exhibition.phase.value:
            yield f"the phase is {exhibition.phase.value}, the ledger's last one {acts.phase}"
        if acts.rules and acts.rules != rules.fingerprint(rules.current(session, exhibition.id).declaration):
            yield "the rules are not those that the ledger holds"
        gone = set(session.scalars(_slugs(exhibition.id).where(Entry.status == Status.WITHDRAWN)))
        for slug in sorted(gone ^ acts.withdrawn):
            yield f"{slug} is {'withdrawn' if slug in gone else 'not withdrawn'}, and the ledger says otherwise"
        yield from _locks(session, exhibition.id, acts)
        yield from _decisions(session, exhibition.id, acts)
        yield from _result(session, exhibition, acts)
        if exhibition.pepper is not None:
            yield from _bearers(session, exhibition, exhibition.pepper)
    except (LookupError, ValueError, TypeError) as error:
        yield f"a row of it can't be read: {error}"


def _slugs(exhibition_id: int) -> Any:
    return select(Entry.slug).where(Entry.exhibition_id == exhibition_id)


def _acts(session: Session, exhibition_id: int) -> _Acts:
    acts = _Acts()
    rows = session.execute(
        select(BallotRecord.type, BallotRecord.at, BallotRecord.body)
        .where(BallotRecord.exhibition_id == exhibition_id, BallotRecord.type.in_(ACTS))
        .order_by(BallotRecord.seq)
    )
    for kind, at, text in rows:
        _take(acts, LineType(kind), at, json.loads(text))
    return acts


def _take(acts: _Acts, kind: LineType, at: str, body: dict[str, Any]) -> None:
    if kind is LineType.OPEN:
        acts.rules = body["rules"]
    elif kind is LineType.RULES_CHANGE and set(body) == {"before", "after"}:
        acts.rules = body["after"]
    elif kind is LineType.PHASE:
        acts.phase = body["to"]
    elif kind is LineType.ENTRY_WITHDRAWN:
        acts.withdrawn.add(body["entry"])
    elif kind is LineType.ENTRY_RESTORED:
        acts.withdrawn.discard(body["entry"])
    elif kind is LineType.SHEET_LOCKED:
        acts.receipts.add(body["receipt"])
    elif kind is LineType.SHEET_REOPENED:
        acts.reopened.add(at)
    elif kind is LineType.RATIFY:
        acts.result = body
    elif kind is LineType.TIE_DECIDED:
        acts.ties.append(body)


def _locks(session: Session, exhibition_id: int, acts: _Acts) -> Iterator[str]:
    """Each juror's last lock of a category seals the sheets that are locked now, and ended by a recorded act only."""
    rows = session.execute(
        select(CategoryLock, Category.slug)
        .join(Category, Category.id == CategoryLock.category_id)
        .where(Category.exhibition_id == exhibition_id)
        .order_by(CategoryLock.id)
    )
    last: dict[tuple[int, int], tuple[CategoryLock, str]] = {}
    locks = []
    for lock, slug in rows:
        locks.append(lock)
        last[lock.juror_id, lock.category_id] = (lock, slug)
    for lock, slug in last.values():
        name = f"{json.loads(lock.receipt)['juror']}'s lock of {slug}"
        sealed = {sheet["entry"]: sheet["scores"] for sheet in json.loads(lock.receipt)["sheets"]}
        now = score_receipts.stored(session, lock.juror_id, lock.category_id)
        for entry in (set(now) - set(sealed)) & _recused(session, lock.juror_id):
            del now[entry]
        if hashlib.sha256(lock.receipt.encode()).hexdigest() != lock.sha256:
            yield f"{name}: its receipt was changed"
        elif sealed and lock.sha256 not in acts.receipts:
            yield f"{name}: its receipt stands in no line of the ledger"
        elif lock.ended_at is not None and moment(lock.ended_at) not in acts.reopened:
            yield f"{name}: it was ended by no line of the ledger"
        elif any(sealed.get(entry) != scores for entry, scores in now.items()) or (
            lock.ended_at is None and set(sealed) != set(now)
        ):
            yield f"{name}: the scores are not those that its receipt holds"
    if acts.receipts - {lock.sha256 for lock in locks}:
        yield "a juror's lock that the ledger holds is missing"
    yield from _unsigned(session, exhibition_id, set(last))


def _unsigned(session: Session, exhibition_id: int, signed: set[tuple[int, int]]) -> Iterator[str]:
    """Locked sheets whose juror never signed for the category; `signed` holds (juror, category)."""
    locked = session.execute(
        select(Sheet.juror_id, Entry.category_id, Entry.slug)
        .join(Entry, Entry.id == Sheet.entry_id)
        .where(Entry.exhibition_id == exhibition_id, Sheet.state == SheetState.LOCKED)
    )
    for juror, category, slug in locked:
        if (juror, category) not in signed:
            yield f"a sheet of {slug} is locked, and nobody signed for it"


def _recused(session: Session, juror_id: int) -> set[str]:
    mine = select(Entry.slug).join(Recusal, Recusal.entry_id == Entry.id).where(Recusal.juror_id == juror_id)
    return set(session.scalars(mine))


def _decisions(session: Session, exhibition_id: int, acts: _Acts) -> Iterator[str]:
    """The jury's decisions on ties, as the ledger holds them."""
    rows = session.execute(
        select(TieDecision, Category.slug)
        .join(Category, Category.id == TieDecision.category_id)
        .where(Category.exhibition_id == exhibition_id)
        .order_by(TieDecision.id)
    )
    stored = [
        {
            "category": slug,
            "place": row.place,
            "entries": list(row.entries),
            "shared": row.is_shared,
            "state": row.state,
            "reason": row.reason,
        }
        for row, slug in rows
    ]
    if stored != acts.ties:
        yield "the jury's decisions on ties are not those that the ledger holds"


def _result(session: Session, exhibition: Exhibition, acts: _Acts) -> Iterator[str]:
    final = select(Snapshot).where(Snapshot.exhibition_id == exhibition.id, Snapshot.kind == "final")
    kept = session.scalars(final).first()
    if kept is None:
        if acts.result:
            yield "the ratified result is missing"
        return
    digests = {"bundle": _digest(kept.bundle), "result": _digest(kept.result)}
    if acts.result and digests != acts.result:
        yield "the stored result is not the one that was ratified"
    counted = select(Entry.slug, Tally.votes).join(Tally, Tally.entry_id == Entry.id)
    votes = {row.slug: row.votes for row in session.execute(counted.where(Entry.exhibition_id == exhibition.id))}
    then = {group["slug"]: group for group in json.loads(kept.bundle)["categories"]}
    for group in then.values():
        for slug, number in group["votes"].items():
            if votes.get(slug, 0) != number:
                yield f"{slug}: the result was computed from {number} votes, {votes.get(slug, 0)} stand"
    now = {group["slug"]: group for group in bundles.bundle(session, exhibition)["categories"]}
    for slug in sorted({*then, *now}):
        before, after = _judged(then.get(slug)), _judged(now.get(slug))
        different = next((part for part in before if before[part] != after.get(part)), None)
        if different is not None:
            yield f"{slug}: the {different} are not those that the result was computed from"


def _judged(group: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a category's result rests on beside its votes; jurors' numbers may move when accounts change."""
    if group is None:
        return dict.fromkeys(("entries", "withdrawn", "criteria", "sheets", "recusals"))
    sheets = [[sheet["entry"], *sorted(sheet["scores"].items())] for sheet in group["sheets"]]
    return {
        "entries": sorted(group["entries"]),
        "withdrawn": sorted(group["withdrawn"]),
        "criteria": sorted(sorted(criterion.items()) for criterion in group["criteria"]),
        "sheets": sorted(map(repr, sheets)),
        "recusals": sorted(recusal["entry"] for recusal in group["recusals"]),
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _bearers(session: Session, exhibition: Exhibition, pepper: str) -> Iterator[str]:
    """Ballots from phones at level `ticket`, and from the desk, whose voter nobody was."""
    used = select(Ticket.id).where(Ticket.exhibition_id == exhibition.id, Ticket.state == TicketState.USED)
    tickets = {ticket_voter(pepper, number) for number in session.scalars(used)}
    turns = select(KioskTurn.voter_key).join(Kiosk, Kiosk.id == KioskTurn.kiosk_id)
    seated = set(session.scalars(turns.where(Kiosk.exhibition_id == exhibition.id)))
    known = {Origin.DESK: seated, Origin.PHONE: tickets}
    asked = [Origin.DESK, *([Origin.PHONE] if exhibition.level is Level.TICKET else [])]
    query = (
        select(Ballot.id, Ballot.voter_key, Ballot.origin)
        .where(Ballot.exhibition_id == exhibition.id, Ballot.origin.in_(asked))
        .order_by(Ballot.id)
        .execution_options(yield_per=2000)
    )
    with session.execute(query) as rows:
        found = next((row for row in rows if row.voter_key not in known[row.origin]), None)
    if found is not None:
        what = "used ticket" if found.origin is Origin.PHONE else "turn at the desk"
        yield f"ballot {found.id} was cast by no {what}"
