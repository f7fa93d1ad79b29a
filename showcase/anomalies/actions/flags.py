"""Looking through an exhibition's ballots for what people should look at. Nothing here changes a count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from showcase.anomalies.rules import Choice, Finding, FlagState, Proposal, Rule, findings, is_same
from showcase.anomalies.tables import AnomalyFlag
from showcase.exhibitions.rules import DECIDED
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import ledger
from showcase.kernel.tables import AuditEvent
from showcase.voting.rules import BallotKind
from showcase.voting.tables import Ballot, Voter

# What a look at the latest votes takes in, so that a busy day costs no more at its end than at its beginning.
LATEST = timedelta(hours=1)
BETWEEN = timedelta(minutes=1)
# (database, exhibition, whole) -> when this process looked last.
_looked: dict[tuple[str, int, bool], datetime] = {}


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done about a flag."""

    action: str
    actor: str
    at: datetime
    reason: str
    votes: int | None


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding with its evidence, and where the decision stands; `history` in order of time."""

    id: int
    rule: Rule
    entry_id: int | None
    since: datetime
    until: datetime
    numbers: dict[str, int]
    minutes: tuple[tuple[datetime, int], ...]
    state: FlagState
    found_at: datetime
    proposal: Proposal
    proposed_by: str
    reason: str
    history: tuple[Step, ...]


def is_due(session: Session, exhibition_id: int, *, whole: bool, now: datetime) -> bool:
    """Whether this process has not looked so (at all votes or the latest) within a minute; it is taken to look now."""
    key = (str(session.get_bind().engine.url), exhibition_id, whole)
    last = _looked.get(key)
    if last is not None and timedelta(0) <= now - last < BETWEEN:
        return False
    _looked[key] = now
    return True


def look(session: Session, exhibition_id: int, *, since: datetime | None = None) -> list[Finding]:
    """What the rules notice among all votes, or among those since then, and no flag says yet: two queries."""
    query = (
        select(
            Ballot.id,
            Ballot.entry_id,
            Ballot.voter_key,
            Ballot.at,
            Ballot.origin,
            (Ballot.at == Voter.first_seen_at).label("is_first"),
        )
        .join(Voter, (Voter.exhibition_id == Ballot.exhibition_id) & (Voter.voter_key == Ballot.voter_key))
        .where(Ballot.exhibition_id == exhibition_id, Ballot.kind != BallotKind.WITHDRAW)
    )
    if since is not None:
        query = query.where(Ballot.at >= since)
    choices = [Choice(*row) for row in session.execute(query)]
    found = findings(choices, whole=since is None)
    if not found:
        return []
    known = _rows(session, exhibition_id)
    return [one for one in found if _is_news(one, known)]


def keep(session: Session, exhibition_id: int, found: Iterable[Finding], *, now: datetime) -> int:
    """Store what is news as open flags; answers how many are new. A flag that nobody has touched yet grows instead.

    Nothing is stored once the result is fixed: nobody could decide it any more.
    """
    # The lock of a move, which looks for open flags; and only one look stores at a time.
    ledger.hold(session, exhibition_id)
    if session.scalar(select(Exhibition.phase).where(Exhibition.id == exhibition_id)) in DECIDED:
        return 0
    known = _rows(session, exhibition_id)
    new = 0
    for one in found:
        if not _is_news(one, known):
            continue
        evidence = {
            "numbers": dict(one.numbers),
            "ballots": list(one.ballots),
            "minutes": [[at.isoformat(), number] for at, number in one.minutes],
        }
        growing = next((row for row in _about(one, known) if _is_untouched(row) and _overlap(one, row)), None)
        if growing is not None:
            growing.since, growing.until, growing.evidence = one.since, one.until, evidence
            continue
        row = AnomalyFlag(
            exhibition_id=exhibition_id,
            entry_id=one.entry_id,
            rule=one.rule,
            since=one.since,
            until=one.until,
            evidence=evidence,
            state=FlagState.OPEN,
            proposal=Proposal.NONE,
            found_at=now,
        )
        session.add(row)
        known.append(row)
        new += 1
    session.flush()
    return new


def scan(session: Session, exhibition_id: int, *, now: datetime) -> int:
    """Look through all votes and store what is news; answers how many flags are new."""
    return keep(session, exhibition_id, look(session, exhibition_id), now=now)


def waiting(session: Session, exhibition_id: int) -> int:
    """How many flags wait for a decision: one query."""
    return len(undecided(session, exhibition_id))


def undecided(session: Session, exhibition_id: int) -> list[int]:
    """The ids of the flags that wait for a decision, proposals that nobody confirmed among them: one query."""
    waits = or_(AnomalyFlag.state == FlagState.OPEN, AnomalyFlag.proposal != Proposal.NONE)
    mine = select(AnomalyFlag.id).where(AnomalyFlag.exhibition_id == exhibition_id, waits)
    return list(session.scalars(mine.order_by(AnomalyFlag.id)))


def flags(session: Session, exhibition_id: int) -> list[Flag]:
    """All flags with their history, those that wait for a decision first, else the latest first: two queries."""
    rows = _rows(session, exhibition_id)
    steps: dict[str, list[Step]] = {}
    events = select(AuditEvent).where(
        AuditEvent.exhibition_id == exhibition_id, AuditEvent.subject.in_([subject(row.id) for row in rows])
    )
    for event in session.scalars(events.order_by(AuditEvent.id)) if rows else ():
        step = Step(event.action, event.actor, event.at, event.reason, event.after.get("votes"))
        steps.setdefault(event.subject, []).append(step)
    shown = [_flag(row, steps.get(subject(row.id), [])) for row in rows]
    return sorted(shown, key=lambda flag: (not _waits(flag), -flag.since.timestamp(), flag.id))


def subject(flag_id: int) -> str:
    """What the audit log calls a flag."""
    return f"anomaly-{flag_id}"


def _flag(row: AnomalyFlag, history: list[Step]) -> Flag:
    return Flag(
        id=row.id,
        rule=row.rule,
        entry_id=row.entry_id,
        since=row.since,
        until=row.until,
        numbers=row.evidence["numbers"],
        minutes=tuple((datetime.fromisoformat(at), number) for at, number in row.evidence["minutes"]),
        state=row.state,
        found_at=row.found_at,
        proposal=row.proposal,
        proposed_by=row.proposed_by,
        reason=row.reason,
        history=tuple(history),
    )


def _waits(flag: Flag) -> bool:
    return flag.state is FlagState.OPEN or flag.proposal is not Proposal.NONE


def _rows(session: Session, exhibition_id: int) -> list[AnomalyFlag]:
    own = select(AnomalyFlag).where(AnomalyFlag.exhibition_id == exhibition_id).order_by(AnomalyFlag.id)
    return list(session.scalars(own))


def _about(found: Finding, known: Iterable[AnomalyFlag]) -> list[AnomalyFlag]:
    return [row for row in known if row.rule is found.rule and row.entry_id == found.entry_id]


def _is_news(found: Finding, known: Iterable[AnomalyFlag]) -> bool:
    """Not said by a flag yet: enough votes that no decided one stands on, or more than an untouched one stands on."""
    same = _about(found, known)
    decided: set[Any] = {key for row in same if not _is_untouched(row) for key in row.evidence["ballots"]}
    if is_same(found, decided):
        return False
    untouched = [row for row in same if _is_untouched(row) and _overlap(found, row)]
    return all(len(found.ballots) > len(row.evidence["ballots"]) for row in untouched)


def _is_untouched(row: AnomalyFlag) -> bool:
    return row.state is FlagState.OPEN and row.proposal is Proposal.NONE


def _overlap(found: Finding, row: AnomalyFlag) -> bool:
    return not set(found.ballots).isdisjoint(row.evidence["ballots"])
