"""Casting, moving and withdrawing votes, at the level where the rules live."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from showcase.database import db, transaction
from showcase.entries.actions import entries
from showcase.entries.rules.entries import EntryWithdrawnError
from showcase.entries.rules.states import Status
from showcase.entries.tables import Tally
from showcase.exhibitions.rules import Phase, VotingClosedError
from showcase.kernel import ledger
from showcase.kernel.errors import NotFoundError, StaleFormError
from showcase.kernel.tables import BallotRecord
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from showcase.voting.queries import receipts
from showcase.voting.queries.receipts import ReceiptState
from showcase.voting.queries.standing_votes import Phone
from showcase.voting.rules import NotOpenYetError, TooManyVotesError, VotingPausedError
from showcase.voting.tables import Ballot, Vote, Voter
from tests.factories import NOW, Cast, by, hall

VOTER = "a" * 32
pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    with app.app_context():
        with transaction() as session:
            made = hall(session)
        yield made


def act(cast: Cast, entry: str, key: str, voter: str = VOTER) -> Act:
    return Act(cast.exhibition.id, cast.entry(entry).id, voter, key, f"{abs(hash(key)):032x}"[:32])


def vote(cast: Cast, entry: str, key: str, voter: str = VOTER, after: float = 0) -> Phone:
    with transaction() as session:
        return ballots.cast(session, act(cast, entry, key, voter), now=NOW + timedelta(seconds=after))


def unvote(cast: Cast, entry: str, key: str, after: float = 0) -> Phone:
    with transaction() as session:
        return ballots.withdraw(session, act(cast, entry, key), now=NOW + timedelta(seconds=after))


def tallies(session: Session) -> dict[int, int]:
    return {row.entry_id: row.votes for row in session.scalars(select(Tally)) if row.votes}


def test_a_vote_stands_is_counted_and_has_a_line(cast: Cast) -> None:
    phone = vote(cast, "skpd-1", "k1")
    session = db.session()
    assert phone.standing == {"skpd": cast.entry("skpd-1").id}
    assert tallies(session) == {cast.entry("skpd-1").id: 1}
    assert [row.type for row in session.scalars(select(BallotRecord))] == ["VOTE"]
    assert session.scalar(select(func.count()).select_from(Voter)) == 1
    assert receipts.state(session, phone.votes[0].receipt) is ReceiptState.COUNTED
    assert ballots.phone(session, cast.exhibition.id, VOTER).votes == phone.votes


def test_a_second_vote_in_the_category_moves_the_first(cast: Cast) -> None:
    first = vote(cast, "skpd-1", "k1").votes[0].receipt
    moved = vote(cast, "skpd-2", "k2")
    session = db.session()
    assert moved.standing == {"skpd": cast.entry("skpd-2").id}
    assert tallies(session) == {cast.entry("skpd-2").id: 1}
    assert receipts.state(session, first) is ReceiptState.MOVED
    assert receipts.state(session, moved.votes[0].receipt) is ReceiptState.COUNTED


def test_a_moved_vote_names_what_lost_it(cast: Cast) -> None:
    assert vote(cast, "skpd-1", "k1").votes[0].moved_from is None
    moved = vote(cast, "skpd-2", "k2")
    assert moved.votes[0].moved_from == cast.entry("skpd-1").id
    assert vote(cast, "skpd-2", "k2", after=60).votes == moved.votes
    assert ballots.phone(db.session(), cast.exhibition.id, VOTER).votes == moved.votes


def test_a_withdrawn_entrys_vote_is_not_counted_until_it_is_restored(cast: Cast) -> None:
    receipt, of = vote(cast, "skpd-1", "k1").votes[0].receipt, cast.exhibition.id
    with transaction() as session:
        entries.withdraw(session, by("panitia", NOW, "mundur"), of, "skpd-1")
    assert receipts.state(db.session(), receipt) is ReceiptState.ENTRY_WITHDRAWN
    with transaction() as session:
        entries.restore(session, by("panitia", NOW), of, "skpd-1")
    assert receipts.state(db.session(), receipt) is ReceiptState.COUNTED
    with transaction() as session:
        entries.withdraw(session, by("panitia", NOW, "mundur"), of, "skpd-1")
    vote(cast, "skpd-2", "k2")
    with transaction() as session:
        entries.restore(session, by("panitia", NOW), of, "skpd-1")
    assert receipts.state(db.session(), receipt) is ReceiptState.MOVED


def test_each_category_has_its_own_vote(cast: Cast) -> None:
    vote(cast, "skpd-1", "k1")
    phone = vote(cast, "kecamatan-1", "k2")
    assert set(phone.standing) == {"skpd", "kecamatan"}


def test_a_withdrawn_vote_no_longer_counts(cast: Cast) -> None:
    receipt = vote(cast, "skpd-1", "k1").votes[0].receipt
    assert unvote(cast, "skpd-1", "k2").votes == ()
    assert tallies(db.session()) == {}
    assert receipts.state(db.session(), receipt) is ReceiptState.WITHDRAWN
    assert unvote(cast, "skpd-1", "k3").votes == ()


def test_a_used_form_answers_the_same_while_its_vote_stands(cast: Cast) -> None:
    first = vote(cast, "skpd-1", "k1")
    for _ in range(200):
        assert vote(cast, "skpd-1", "k1", after=3600) == first
    assert db.session().scalar(select(func.count()).select_from(Ballot)) == 1


def test_a_used_form_never_changes_anything_again(cast: Cast) -> None:
    vote(cast, "skpd-1", "k1")
    vote(cast, "skpd-1", "second-tab")
    vote(cast, "skpd-2", "k2")
    for key in ("k1", "second-tab"):
        with pytest.raises(StaleFormError):
            vote(cast, "skpd-1", key)
    unvote(cast, "skpd-2", "k3")
    with pytest.raises(StaleFormError):
        vote(cast, "skpd-2", "k2")
    assert tallies(db.session()) == {}


@pytest.mark.parametrize(
    ("phase", "refusal"),
    [
        (Phase.SETUP, NotOpenYetError),
        (Phase.PAUSED, VotingPausedError),
        (Phase.DELIBERATION, VotingClosedError),
        (Phase.FINAL, VotingClosedError),
        (Phase.PUBLISHED, VotingClosedError),
    ],
)
def test_outside_of_voting_a_vote_is_refused(cast: Cast, phase: Phase, refusal: type[Exception]) -> None:
    receipt = vote(cast, "skpd-1", "k1").votes[0].receipt
    with transaction() as session:
        session.merge(cast.exhibition).phase = phase
    with pytest.raises(refusal):
        vote(cast, "skpd-2", "k2")
    with pytest.raises(refusal):
        unvote(cast, "skpd-1", "k3")
    assert vote(cast, "skpd-1", "k1").votes[0].receipt == receipt


@pytest.mark.parametrize(("milliseconds", "counts"), [(-50, True), (-1, True), (0, False), (50, False)])
def test_the_closing_moment_decides(cast: Cast, milliseconds: int, *, counts: bool) -> None:
    with transaction() as session:
        session.merge(cast.exhibition).closes_at = NOW
    if counts:
        assert vote(cast, "skpd-1", "k1", after=milliseconds / 1000).votes
    else:
        with pytest.raises(VotingClosedError):
            vote(cast, "skpd-1", "k1", after=milliseconds / 1000)


def test_before_the_opening_moment_a_vote_is_too_early(cast: Cast) -> None:
    with transaction() as session:
        session.merge(cast.exhibition).opens_at = NOW
    with pytest.raises(NotOpenYetError):
        vote(cast, "skpd-1", "k1", after=-0.05)


def test_a_withdrawn_entry_takes_no_vote_and_gives_its_own_back(cast: Cast) -> None:
    vote(cast, "skpd-1", "k1")
    with transaction() as session:
        row = session.merge(cast.entry("skpd-1"))
        row.status, row.withdrawn_reason = Status.WITHDRAWN, "mundur"
    with pytest.raises(EntryWithdrawnError):
        vote(cast, "skpd-1", "k2", voter="b" * 32)
    assert vote(cast, "skpd-2", "k3").standing == {"skpd": cast.entry("skpd-2").id}


def test_a_draft_or_unknown_entry_is_not_found(cast: Cast) -> None:
    with transaction() as session:
        session.merge(cast.entry("skpd-1")).status = Status.DRAFT
    with pytest.raises(NotFoundError):
        vote(cast, "skpd-1", "k1")
    with pytest.raises(NotFoundError), transaction() as session:
        ballots.cast(session, Act(cast.exhibition.id, 999_999, VOTER, "k2", "0" * 32), now=NOW)


def test_the_eleventh_vote_in_a_minute_is_too_many(cast: Cast) -> None:
    for number in range(10):
        vote(cast, f"skpd-{1 + number % 2}", f"k{number}")
    with pytest.raises(TooManyVotesError):
        vote(cast, "skpd-3", "k10", after=59)
    assert vote(cast, "skpd-3", "k11", after=61).votes


def test_up_to_k_votes_in_all(cast: Cast) -> None:
    with transaction() as session:
        session.merge(cast.exhibition).vote_limit = 2
    vote(cast, "skpd-1", "k1")
    phone = vote(cast, "skpd-2", "k2")
    assert phone.standing == {"1": cast.entry("skpd-1").id, "2": cast.entry("skpd-2").id}
    assert vote(cast, "skpd-3", "k3").standing == {"1": cast.entry("skpd-1").id, "2": cast.entry("skpd-3").id}


def test_a_vote_takes_four_statements(cast: Cast, app: Flask) -> None:
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "SELECT pg_advisory")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        vote(cast, "skpd-1", "k1")
        assert len(seen) == 4
        seen.clear()
        vote(cast, "skpd-2", "k2")
        assert len(seen) == 4
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_fifty_parallel_uses_of_one_form_are_one_vote(cast: Cast, app: Flask) -> None:
    def once(_: int) -> str:
        with app.app_context(), transaction() as session:
            return ballots.cast(session, act(cast, "skpd-1", "k1"), now=NOW).votes[0].receipt

    with ThreadPoolExecutor(10) as pool:
        given = set(pool.map(once, range(50)))
    assert len(given) == 1
    assert tallies(db.session()) == {cast.entry("skpd-1").id: 1}
    assert ledger.fault(db.session(), cast.exhibition.id) is None


def test_parallel_votes_of_many_phones_keep_the_chain_and_the_counts(cast: Cast, app: Flask) -> None:
    def one(number: int) -> None:
        with app.app_context(), transaction() as session:
            wanted = act(cast, f"skpd-{1 + number % 3}", f"k{number}", f"{number:032x}")
            ballots.cast(session, wanted, now=NOW)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(60)))
    session = db.session()
    assert ledger.fault(session, cast.exhibition.id) is None
    assert ledger.size(session, cast.exhibition.id) == 60
    counted = session.execute(select(Vote.entry_id, func.count()).group_by(Vote.entry_id))
    assert tallies(session) == {row[0]: row[1] for row in counted}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ballot_record SET body = '{}'",
        "DELETE FROM ballot_record",
        "INSERT INTO ballot_record SELECT exhibition_id, 7, type, at, body, prev, hash FROM ballot_record",
        "UPDATE ballot SET entry_id = entry_id",
        "DELETE FROM audit_event WHERE 1 = 1 AND EXISTS (SELECT 1 FROM ballot_record)",
    ],
)
def test_what_is_written_once_stays(cast: Cast, change: str) -> None:
    vote(cast, "skpd-1", "k1")
    if "audit_event" in change:
        with transaction() as session:
            session.execute(
                text(
                    "INSERT INTO audit_event (id, at, actor, action, subject, before, after, reason)"
                    " VALUES (1, '2025-12-15 02:42:00', 'x', 'x', '', '{}', '{}', '')"
                )
            )
    with pytest.raises(DatabaseError), transaction() as session:
        session.execute(text(change))
    assert ledger.fault(db.session(), cast.exhibition.id) is None
