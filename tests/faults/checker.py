"""What must hold after any fault: acknowledged within stored within sent, and every count follows from the ballots."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.entries.tables import Entry, Tally
from showcase.kernel.tables import BallotRecord
from showcase.voting.rules import BallotKind
from showcase.voting.tables import Ballot, UsedForm, Vote
from tests.faults.crowd import Outcome, Sent

DECIDED = frozenset({"deliberation", "final", "published"})


def faults(session: Session, exhibition_id: int, sent: Sequence[Sent], board: Mapping[str, int]) -> list[str]:
    """What is wrong, a sentence each; nothing when all promises were kept.

    `sent` is what the phones know, `board` the votes that the board shows by entry slug.
    """
    ballots = session.scalars(select(Ballot).where(Ballot.exhibition_id == exhibition_id).order_by(Ballot.id)).all()
    return [
        *_durable(session, exhibition_id, ballots, sent),
        *_receipts(sent),
        *_standing(session, exhibition_id, ballots),
        *_known_to_phones(session, exhibition_id, ballots, sent),
        *_counts(session, exhibition_id, board),
        *_after_closing(session, exhibition_id),
    ]


def _durable(session: Session, exhibition_id: int, ballots: Sequence[Ballot], sent: Sequence[Sent]) -> list[str]:
    """Acknowledged within stored within sent; the receipt that was shown is the one that is stored."""
    stored = {ballot.form_key: ballot for ballot in ballots}
    by_id = {ballot.id: ballot for ballot in ballots}
    for used in session.scalars(select(UsedForm).where(UsedForm.exhibition_id == exhibition_id)):
        stored[used.form_key] = by_id[used.ballot_id]
    found = []
    for act in sent:
        if act.outcome is not Outcome.OK:
            continue
        if act.key not in stored:
            found.append(f"acknowledged and not stored: {act}")
        elif act.action == "vote" and act.receipt != stored[act.key].receipt:
            found.append(f"another receipt is stored: {act}")
    keys = {act.key for act in sent}
    return found + [f"stored and never sent: ballot {one.id}" for one in ballots if one.form_key not in keys]


def _receipts(sent: Sequence[Sent]) -> list[str]:
    """The same form has the same receipt, however often it was sent."""
    shown: dict[str, set[str]] = {}
    for act in sent:
        if act.outcome is Outcome.OK and act.action == "vote":
            shown.setdefault(act.key, set()).add(act.receipt)
    return [f"a form has several receipts: {receipts}" for receipts in shown.values() if len(receipts) > 1]


def replayed(ballots: Sequence[Ballot]) -> dict[tuple[str, str], Ballot]:
    """What stands for each (voter, slot) after these ballots in their order."""
    standing: dict[tuple[str, str], Ballot] = {}
    for ballot in ballots:
        if ballot.kind is BallotKind.WITHDRAW:
            standing.pop((ballot.voter_key, ballot.slot), None)
        else:
            standing[ballot.voter_key, ballot.slot] = ballot
    return standing


def _standing(session: Session, exhibition_id: int, ballots: Sequence[Ballot]) -> list[str]:
    """One counted vote a voter and category, and it is the one that the ballots say."""
    votes = session.scalars(select(Vote).where(Vote.exhibition_id == exhibition_id)).all()
    places = Counter((vote.voter_key, vote.slot) for vote in votes)
    found = [f"{number} votes of one voter in {slot}" for (_, slot), number in places.items() if number > 1]
    expected = {place: (ballot.id, ballot.entry_id) for place, ballot in replayed(ballots).items()}
    actual = {(vote.voter_key, vote.slot): (vote.ballot_id, vote.entry_id) for vote in votes}
    different = {place for place in {*expected, *actual} if expected.get(place) != actual.get(place)}
    return found + [f"the ballots say {expected.get(one)}, the votes {actual.get(one)}" for one in sorted(different)]


def _known_to_phones(
    session: Session, exhibition_id: int, ballots: Sequence[Ballot], sent: Sequence[Sent]
) -> list[str]:
    """A phone that heard an answer to everything it sent finds its last act in each category as the last ballot."""
    by_key = {ballot.form_key: ballot for ballot in ballots}
    found = []
    for phone in {act.phone for act in sent}:
        own = [act for act in sent if act.phone == phone]
        if any(act.outcome is Outcome.UNKNOWN for act in own):
            continue
        acted = [by_key[act.key] for act in own if act.outcome is Outcome.OK and act.key in by_key]
        last = {(ballot.voter_key, ballot.slot): ballot.id for ballot in sorted(acted, key=lambda one: one.id)}
        latest = {(ballot.voter_key, ballot.slot): ballot.id for ballot in ballots}
        found += [f"phone {phone} has another last ballot than it knows" for one in last if last[one] != latest[one]]
    return found


def _counts(session: Session, exhibition_id: int, board: Mapping[str, int]) -> list[str]:
    """The counters and the board equal a count of the votes."""
    entries = session.execute(select(Entry.id, Entry.slug).where(Entry.exhibition_id == exhibition_id)).all()
    votes = Counter(session.scalars(select(Vote.entry_id).where(Vote.exhibition_id == exhibition_id)))
    tallies = {one.entry_id: one.votes for one in session.scalars(select(Tally))}
    found = [
        f"{one.slug}: {votes[one.id]} votes, counter {tallies.get(one.id)}"
        for one in entries
        if tallies.get(one.id, 0) != votes[one.id]
    ]
    return found + [
        f"{one.slug}: {votes[one.id]} votes, the board says {board[one.slug]}"
        for one in entries
        if one.slug in board and board[one.slug] != votes[one.id]
    ]


def _after_closing(session: Session, exhibition_id: int) -> list[str]:
    """No vote's line comes after the line that closed the vote."""
    lines = session.scalars(
        select(BallotRecord).where(BallotRecord.exhibition_id == exhibition_id).order_by(BallotRecord.seq)
    )
    closed = False
    found = []
    for line in lines:
        if line.type == "PHASE":
            closed = json.loads(line.body).get("to") in DECIDED
        elif closed and line.type in {"VOTE", "MOVE", "WITHDRAW_VOTE"}:
            found.append(f"line {line.seq} is a {line.type} after the closing")
    return found
