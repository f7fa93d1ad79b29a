"""An exhibition's count, made anew from its ledger and ballots, and compared with every table that holds a part of it.

The ledger's lines and the ballots are read side by side, in the order in which they were written, so that memory holds
what stands and not what was.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.anomalies.rules import FlagState
from showcase.anomalies.tables import AnomalyFlag
from showcase.entries.tables import Entry, Tally
from showcase.exhibitions.tables import Exhibition
from showcase.kernel.chain import LineType, canonical, moment
from showcase.kernel.tables import BallotRecord
from showcase.voting.rules import BallotKind, commitment, receipt_of, sealed_body
from showcase.voting.tables import Ballot, Suspension, Vote, Voter

KINDS = {
    LineType.VOTE.value: BallotKind.VOTE,
    LineType.MOVE.value: BallotKind.MOVE,
    LineType.WITHDRAW_VOTE.value: BallotKind.WITHDRAW,
}
DECISIONS = {LineType.QUARANTINE.value, LineType.RELEASE.value}
# Rows fetched at once.
CHUNK = 2000
_BALLOT = (
    *(Ballot.id, Ballot.voter_key, Ballot.entry_id, Ballot.category_id, Ballot.slot, Ballot.kind, Ballot.form_key),
    *(Ballot.nonce, Ballot.receipt, Ballot.replaces_id, Ballot.at),
)
Slot = tuple[str, str]


class FaultError(Exception):
    """The first thing that is wrong, in words."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """The ballot that stands in a voter's slot."""

    id: int
    entry_id: int
    category_id: int
    at: Any
    commitment: str


@dataclass
class Replay:
    """What stands once every line and ballot was gone through."""

    standing: dict[Slot, _Standing] = field(default_factory=dict)
    # The flags by which a slot is suspended.
    suspended: dict[Slot, set[int]] = field(default_factory=dict)
    # The last decision about a flag.
    decided: dict[int, str] = field(default_factory=dict)
    first_seen: dict[str, Any] = field(default_factory=dict)

    def counts(self, slot: Slot) -> bool:
        """Whether the slot's vote counts."""
        return not self.suspended.get(slot)


def fault(session: Session, exhibition: Exhibition) -> str | None:
    """What is wrong with the exhibition's count first, in words; None for a sound one.

    The chain itself is another check. One pass over the ledger, the ballots, the votes and the voters.
    """
    entries = {
        row.id: row for row in session.execute(_own(Entry, exhibition.id, Entry.id, Entry.slug, Entry.category_id))
    }
    try:
        replay = _replayed(session, exhibition.id, entries)
        _check_votes(session, exhibition.id, replay)
        _check_suspensions(session, exhibition.id, replay)
        _check_voters(session, exhibition.id, replay)
        _check_tallies(session, replay, entries)
    except FaultError as found:
        return str(found)
    except (LookupError, ValueError, TypeError) as error:
        return f"a row of it can't be read: {error}"
    return None


def _own(model: Any, exhibition_id: int, *columns: Any) -> Any:
    return select(*columns).where(model.exhibition_id == exhibition_id).execution_options(yield_per=CHUNK)


def _replayed(session: Session, exhibition_id: int, entries: Mapping[int, Any]) -> Replay:
    """Raises FaultError where a line and the ballot that it seals don't fit, or a ballot and those before it."""
    replay = Replay()
    flags = dict(_pairs(session, _own(AnomalyFlag, exhibition_id, AnomalyFlag.id, AnomalyFlag.evidence)))
    ballots_of = _own(Ballot, exhibition_id, *_BALLOT).order_by(Ballot.id)
    with session.execute(_lines(exhibition_id)) as lines, session.execute(ballots_of) as ballots:
        for line in lines:
            if line.type in DECISIONS:
                _decide(replay, line, flags)
                continue
            ballot = ballots.fetchone()
            if ballot is None:
                raise FaultError(f"line {line.seq} ({line.type}) has no ballot")
            body = sealed_body(ballot.voter_key, ballot.entry_id, ballot.slot, ballot.kind, ballot.form_key)
            sealed = commitment(ballot.nonce, body)
            if line.body != canonical({"commitment": sealed}):
                raise FaultError(_mismatch(session, exhibition_id, line, ballot, sealed))
            _check_sealed(line, ballot, sealed, entries)
            _act(replay, ballot, sealed)
        left = ballots.fetchone()
        if left is not None:
            raise FaultError(f"ballot {left.id} has no line in the ledger")
    return replay


def _pairs(session: Session, query: Any) -> list[tuple[Any, Any]]:
    with session.execute(query) as rows:
        return [(row[0], row[1]) for row in rows]


def _lines(exhibition_id: int) -> Any:
    wanted = BallotRecord.type.in_([*KINDS, *DECISIONS])
    columns = (BallotRecord.seq, BallotRecord.type, BallotRecord.at, BallotRecord.body)
    return _own(BallotRecord, exhibition_id, *columns).where(wanted).order_by(BallotRecord.seq)


def _mismatch(session: Session, exhibition_id: int, line: Any, ballot: Any, sealed: str) -> str:
    """Which of the two is wrong: the line's ballot gone, a ballot without a line before it, or the ballot changed."""
    own_line = select(BallotRecord.seq).where(
        BallotRecord.exhibition_id == exhibition_id, BallotRecord.body == canonical({"commitment": sealed})
    )
    if session.scalar(own_line) is not None:
        return f"line {line.seq} ({line.type}) has no ballot"
    try:
        receipt = receipt_of(str(json.loads(line.body)["commitment"]))
    except (ValueError, KeyError, TypeError):
        return f"line {line.seq} ({line.type}) holds no commitment"
    lines_own = select(Ballot.id).where(Ballot.exhibition_id == exhibition_id, Ballot.receipt == receipt)
    if ballot.receipt != receipt and session.scalar(lines_own) is not None:
        return f"ballot {ballot.id} has no line in the ledger"
    return f"ballot {ballot.id} was changed: it is not what line {line.seq} ({line.type}) sealed"


def _check_sealed(line: Any, ballot: Any, sealed: str, entries: Mapping[int, Any]) -> None:
    """What the commitment does not cover."""
    entry = entries.get(ballot.entry_id)
    wrong = None
    if KINDS[line.type] is not ballot.kind:
        wrong = f"its kind is not that of line {line.seq}"
    elif line.at != moment(ballot.at):
        wrong = f"its time is not that of line {line.seq}"
    elif ballot.receipt != receipt_of(sealed):
        wrong = "its receipt is not that of its commitment"
    elif entry is None:
        wrong = "its entry is not one of this exhibition"
    elif entry.category_id != ballot.category_id:
        wrong = "its category is not its entry's"
    if wrong is not None:
        raise FaultError(f"ballot {ballot.id}: {wrong}")


def _act(replay: Replay, ballot: Any, sealed: str) -> None:
    """Let the ballot do what it did: begin a slot's vote, take its place, or end it."""
    slot = (ballot.voter_key, ballot.slot)
    held = replay.standing.pop(slot, None)
    replay.first_seen.setdefault(ballot.voter_key, ballot.at)
    if (held.id if held else None) != ballot.replaces_id or (held is None) != (ballot.kind is BallotKind.VOTE):
        raise FaultError(f"ballot {ballot.id} does not follow the one that stood in its place")
    if ballot.kind is not BallotKind.WITHDRAW:
        replay.standing[slot] = _Standing(ballot.id, ballot.entry_id, ballot.category_id, ballot.at, sealed)


def _decide(replay: Replay, line: Any, flags: Mapping[int, Mapping[str, Any]]) -> None:
    """Suspend or release what the line says, which is what stood then and the flag's evidence names."""
    body = json.loads(line.body)
    flag = body["flag"]
    if flag not in flags:
        raise FaultError(f"line {line.seq} ({line.type}) is about a flag that is gone")
    if line.type == LineType.QUARANTINE:
        ids = set(flags[flag]["ballots"])
        slots = [slot for slot, one in replay.standing.items() if one.id in ids]
        for slot in slots:
            replay.suspended.setdefault(slot, set()).add(flag)
    else:
        slots = []
        for slot in [slot for slot, by in replay.suspended.items() if flag in by]:
            replay.suspended[slot].discard(flag)
            if not replay.suspended[slot]:
                del replay.suspended[slot]
                if slot in replay.standing:
                    slots.append(slot)
    replay.decided[flag] = line.type
    sealed = sorted(replay.standing[slot].commitment for slot in slots)
    digest = hashlib.sha256("\n".join(sealed).encode()).hexdigest()
    if (len(sealed), digest) != (body["votes"], body["commitments"]):
        raise FaultError(f"line {line.seq} ({line.type}) is not about the votes that flag {flag} names")


def _check_votes(session: Session, exhibition_id: int, replay: Replay) -> None:
    columns = (
        Vote.id,
        Vote.voter_key,
        Vote.slot,
        Vote.ballot_id,
        Vote.entry_id,
        Vote.category_id,
        Vote.at,
        Vote.suspended,
    )
    left = dict(replay.standing)
    with session.execute(_own(Vote, exhibition_id, *columns).order_by(Vote.id)) as rows:
        for vote in rows:
            slot = (vote.voter_key, vote.slot)
            ballot = left.pop(slot, None)
            if ballot is None or ballot.id != vote.ballot_id:
                raise FaultError(f"vote {vote.id} stands, and its ballot {vote.ballot_id} does not")
            if (vote.entry_id, vote.category_id, vote.at) != (ballot.entry_id, ballot.category_id, ballot.at):
                raise FaultError(f"vote {vote.id} is not what its ballot {ballot.id} says")
            if vote.suspended and replay.counts(slot):
                raise FaultError(f"vote {vote.id} is suspended without a recorded quarantine")
            if not vote.suspended and not replay.counts(slot):
                raise FaultError(f"vote {vote.id} counts in spite of a recorded quarantine")
    if left:
        raise FaultError(f"ballot {min(one.id for one in left.values())} stands, and its vote is missing")


def _check_suspensions(session: Session, exhibition_id: int, replay: Replay) -> None:
    columns = (Suspension.voter_key, Suspension.slot, Suspension.flag_id)
    kept = {tuple(row) for row in session.execute(_own(Suspension, exhibition_id, *columns))}
    recorded = {(*slot, flag) for slot, flags in replay.suspended.items() for flag in flags}
    if kept != recorded:
        flag = min(row[2] for row in kept ^ recorded)
        raise FaultError(f"what flag {flag} suspends is not what its quarantine recorded")
    names = (AnomalyFlag.id, AnomalyFlag.state, AnomalyFlag.proposed_by, AnomalyFlag.decided_by, AnomalyFlag.proposal)
    with session.execute(_own(AnomalyFlag, exhibition_id, *names).order_by(AnomalyFlag.id)) as rows:
        for flag in rows:
            is_recorded = replay.decided.get(flag.id) == LineType.QUARANTINE
            if (flag.state is FlagState.QUARANTINED) != is_recorded:
                raise FaultError(f"flag {flag.id} is {flag.state.value}, and the ledger says otherwise")


def _check_voters(session: Session, exhibition_id: int, replay: Replay) -> None:
    left = dict(replay.first_seen)
    with session.execute(_own(Voter, exhibition_id, Voter.voter_key, Voter.first_seen_at)) as rows:
        for voter in rows:
            if left.pop(voter.voter_key, None) != voter.first_seen_at:
                raise FaultError("a voter was not first seen with the first ballot, or has none")
    if left:
        raise FaultError("a ballot's voter is missing")


def _check_tallies(session: Session, replay: Replay, entries: Mapping[int, Any]) -> None:
    counted = dict.fromkeys(entries, 0)
    for slot, ballot in replay.standing.items():
        counted[ballot.entry_id] += replay.counts(slot)
    kept = {row.entry_id: row.votes for row in session.execute(select(Tally.entry_id, Tally.votes))}
    for key, votes in counted.items():
        if kept.get(key, 0) != votes:
            raise FaultError(f"{entries[key].slug}: counter {kept.get(key, 0)}, ballots {votes}")
