"""Two people decide; quarantine and release restore the totals exactly."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.anomalies.actions import quarantine
from showcase.anomalies.rules import AnomalyMovedError, FlagState, OwnProposalError, Proposal
from showcase.anomalies.tables import AnomalyFlag
from showcase.board import queries as board
from showcase.database import transaction
from showcase.entries.tables import Tally
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import ledger
from showcase.kernel.chain import LineType
from showcase.kernel.errors import NotFoundError, ReasonNeededError
from showcase.kernel.tables import AuditEvent, BallotRecord
from showcase.operations.queries import soundness
from showcase.phases.actions import phases
from showcase.ranking.bundle import read_bundle
from showcase.ranking.result import result_of
from showcase.results.queries import bundles, results
from showcase.results.queries import suspended as suspended_votes
from showcase.voting import actions as ballots
from showcase.voting.queries import receipts, tallies
from showcase.voting.queries.receipts import ReceiptState
from showcase.voting.rules import receipt_of
from showcase.voting.tables import Ballot, Suspension, Vote
from tests.factories import NOW, by, hall, sheet
from tests.stuffing import ALL, HONEST, LATER, SECOND, STUFFED, Day, stuffed

pytestmark = pytest.mark.both_engines


@pytest.fixture
def day(session: Session) -> Day:
    return stuffed(session)


def test_quarantine_and_release_restore_the_totals_exactly(day: Day) -> None:
    assert day.decide(Proposal.QUARANTINE) == STUFFED
    assert day.counters() == HONEST
    assert suspended_votes.suspended(day.session, day.id) == {"skpd-1": STUFFED}
    assert soundness.counter_faults(day.session) == []
    assert day.decide(Proposal.RELEASE) == STUFFED
    assert day.counters() == ALL
    assert suspended_votes.suspended(day.session, day.id) == {}
    assert day.session.scalars(select(Suspension)).all() == []
    assert soundness.counter_faults(day.session) == []
    assert ledger.fault(day.session, day.id) is None
    assert day.flag().state is FlagState.DISMISSED


def test_the_ledger_names_how_many_and_nobody(day: Day) -> None:
    day.decide(Proposal.QUARANTINE)
    day.decide(Proposal.RELEASE)
    kinds = (LineType.QUARANTINE.value, LineType.RELEASE.value)
    lines = day.session.scalars(
        select(BallotRecord).where(BallotRecord.type.in_(kinds)).order_by(BallotRecord.seq)
    ).all()
    assert [line.type for line in lines] == list(kinds)
    ids = day.flag().evidence["ballots"]
    receipts_of = set(day.session.scalars(select(Ballot.receipt).where(Ballot.id.in_(ids))))
    votes = day.session.scalars(select(BallotRecord).where(BallotRecord.type == LineType.VOTE.value)).all()
    sealed = sorted(
        mark for mark in (json.loads(line.body)["commitment"] for line in votes) if receipt_of(mark) in receipts_of
    )
    digest = hashlib.sha256("\n".join(sealed).encode()).hexdigest()
    for line in lines:
        assert json.loads(line.body) == {"flag": day.flag().id, "votes": STUFFED, "commitments": digest}


def test_board_and_recount_leave_suspended_votes_out(day: Day) -> None:
    day.decide(Proposal.QUARANTINE)
    shown = board.board(day.session, day.id, now=LATER)
    counted = {row["entry"]: row["votes"] for group in shown["categories"] for row in group["rows"] if row["votes"]}
    for entry in day.cast.entries:
        criteria = day.cast.criteria[entry.slug.split("-")[0]]
        sheet(day.session, day.cast.jurors[0], entry, criteria, 80, 70 + entry.id % 7)
    text = bundles.bundle(day.session, day.session.get_one(Exhibition, day.id))
    result = result_of(read_bundle(text))
    recounted = {
        row["entry"]: row["votes"] for group in result["categories"] for row in group["standings"] if row["votes"]
    }
    assert counted == recounted == HONEST
    assert tallies.votes_at(day.session, day.id, NOW + SECOND * 5100)[day.cast.entry("skpd-1").id] == 4


def test_what_a_suspended_phone_does_next_stays_suspended(day: Day) -> None:
    day.decide(Proposal.QUARANTINE)
    moved = day.vote("skpd-2", 100, 9000)
    assert [vote.suspended for vote in moved.votes] == [True]
    act, when = day.act("skpd-1", 101, 9001)
    assert ballots.withdraw(day.session, act, **when).votes == ()  # type: ignore[arg-type]
    again = day.vote("skpd-3", 101, 9002)
    assert [vote.suspended for vote in again.votes] == [True]
    other = day.vote("kecamatan-2", 102, 9003)
    assert {vote.slot: vote.suspended for vote in other.votes} == {"skpd": True, "kecamatan": False}
    assert ballots.phone(day.session, day.id, f"{101:032x}").votes == again.votes
    assert day.counters() == HONEST | {"kecamatan-2": 1}
    assert tallies.votes_at(day.session, day.id, NOW + SECOND * 8999)[day.cast.entry("skpd-2").id] == 4
    assert day.decide(Proposal.RELEASE) == STUFFED
    assert day.counters() == {"skpd-1": 4 + STUFFED - 2, "skpd-2": 5, "skpd-3": 1, "kecamatan-1": 4, "kecamatan-2": 1}
    assert soundness.counter_faults(day.session) == []


def test_votes_moved_on_before_the_decision_are_left_alone(day: Day) -> None:
    day.vote("skpd-3", 100, 9000)
    assert day.decide(Proposal.QUARANTINE) == STUFFED - 1
    assert day.counters() == HONEST | {"skpd-3": 1}


def test_a_vote_that_two_flags_suspend_waits_for_both(day: Day) -> None:
    first = day.flag()
    values = {
        name: getattr(first, name) for name in ("exhibition_id", "entry_id", "rule", "since", "until", "evidence")
    }
    other = AnomalyFlag(**values, found_at=LATER)
    day.session.add(other)
    day.session.flush()
    assert day.decide(Proposal.QUARANTINE, first) == STUFFED
    day.decide(Proposal.QUARANTINE, other)
    assert day.decide(Proposal.RELEASE, first) == 0
    assert day.counters() == HONEST
    assert day.decide(Proposal.RELEASE, other) == STUFFED
    assert day.counters() == ALL


def test_the_receipt_says_suspended(day: Day) -> None:
    receipt = day.session.scalars(select(Ballot.receipt).where(Ballot.id == day.flag().evidence["ballots"][0])).one()
    assert receipts.state(day.session, receipt) is ReceiptState.COUNTED
    day.decide(Proposal.QUARANTINE)
    assert receipts.state(day.session, receipt) is ReceiptState.SUSPENDED


def test_two_people_decide(day: Day) -> None:
    flag = day.flag()
    with pytest.raises(ReasonNeededError):
        quarantine.propose(day.session, by("panitia", LATER, " "), day.id, flag.id, Proposal.QUARANTINE)
    day.propose(Proposal.QUARANTINE)
    assert day.counters() == ALL
    with pytest.raises(OwnProposalError):
        quarantine.confirm(day.session, by("panitia", LATER), day.id, flag.id, Proposal.QUARANTINE)
    with pytest.raises(AnomalyMovedError):
        quarantine.confirm(day.session, by("panitia2", LATER), day.id, flag.id, Proposal.DISMISS)
    with pytest.raises(AnomalyMovedError):
        day.propose(Proposal.DISMISS, "panitia2")
    quarantine.decline(day.session, by("panitia2", LATER, "rombongan sekolah"), day.id, flag.id)
    assert (flag.state, flag.proposal) == (FlagState.OPEN, Proposal.NONE)
    with pytest.raises(AnomalyMovedError):
        day.propose(Proposal.RELEASE)
    day.decide(Proposal.DISMISS)
    assert day.counters() == ALL
    acts = day.session.execute(
        select(AuditEvent.action, AuditEvent.actor).where(AuditEvent.subject == f"anomaly-{flag.id}")
    )
    assert [tuple(act) for act in acts] == [
        ("anomaly.propose.quarantine", "panitia"),
        ("anomaly.decline", "panitia2"),
        ("anomaly.propose.dismiss", "panitia"),
        ("anomaly.dismiss", "panitia2"),
    ]


def test_another_exhibitions_flag_is_not_found(day: Day) -> None:
    other = hall(day.session, "lain", prefix="lain-")
    with pytest.raises(NotFoundError):
        quarantine.propose(day.session, by("x", LATER, "x"), other.exhibition.id, day.flag().id, Proposal.DISMISS)


def test_whether_the_podium_would_change(day: Day) -> None:
    exhibition = day.session.get_one(Exhibition, day.id)
    assert results.quarantined(day.session, exhibition) == {}
    day.decide(Proposal.QUARANTINE)
    assert results.quarantined(day.session, exhibition)["skpd"].changes is None
    scores = {"skpd-1": 70, "skpd-2": 71, "skpd-3": 72}
    for entry in day.cast.entries:
        criteria = day.cast.criteria[entry.slug.split("-")[0]]
        value = scores.get(entry.slug, 70)
        for juror in day.cast.jurors:
            sheet(day.session, juror, entry, criteria, value, value)
    found = results.quarantined(day.session, exhibition)
    assert list(found) == ["skpd"]
    assert found["skpd"].votes == {"skpd-1": STUFFED}
    assert found["skpd"].changes is (not _same_podium(day))


@pytest.mark.parametrize("winners", [1, 2, 3, 5])
def test_only_awarded_places_count_as_a_change(day: Day, winners: int) -> None:
    """skpd-1 is the last of three without the suspended votes, and passes skpd-2 with them: places 2 and 3 change."""
    exhibition = day.session.get_one(Exhibition, day.id)
    day.decide(Proposal.QUARANTINE)
    day.cast.categories[0].winners = winners
    scores = {"skpd-1": 70, "skpd-2": 71, "skpd-3": 99}
    for entry in day.cast.entries:
        criteria = day.cast.criteria[entry.slug.split("-")[0]]
        for juror in day.cast.jurors:
            sheet(day.session, juror, entry, criteria, *[scores.get(entry.slug, 70)] * 2)
    assert results.quarantined(day.session, exhibition)["skpd"].changes is (winners > 1)


def test_a_fixed_result_keeps_what_was_suspended(day: Day) -> None:
    """As it stood then, whatever becomes of the votes; a result from before that was kept still tells it."""
    day.decide(Proposal.QUARANTINE)
    for flag in day.session.scalars(select(AnomalyFlag).where(AnomalyFlag.state == FlagState.OPEN)):
        day.decide(Proposal.DISMISS, flag)
    for entry in day.cast.entries:
        sheet(day.session, day.cast.jurors[0], entry, day.cast.criteria[entry.slug.split("-")[0]], 80, 80)
    exhibition = day.session.get_one(Exhibition, day.id)
    live = results.quarantined(day.session, exhibition)
    assert (live["skpd"].votes, live["skpd"].changes) == ({"skpd-1": STUFFED}, True)
    for phase in (Phase.DELIBERATION, Phase.FINAL):
        phases.move(day.session, by("panitia", LATER, "x"), day.id, phase, accept_gaps=True)
    kept = results.fixed(day.session, exhibition)
    assert kept
    assert kept.quarantine == '{"skpd":{"changes":true,"votes":{"skpd-1":60}}}'
    day.session.execute(update(Vote).values(suspended=False))
    assert results.quarantined(day.session, exhibition) == live


def _same_podium(day: Day) -> bool:
    """Whether releasing changes nothing on the podium: by doing it."""

    def podium() -> list[tuple[str, int]]:
        found = result_of(read_bundle(bundles.bundle(day.session, day.session.get_one(Exhibition, day.id))))
        return sorted((row["entry"], row["place"]) for row in found["categories"][0]["standings"])

    before = podium()
    day.decide(Proposal.RELEASE)
    return before == podium()


@pytest.mark.parametrize("entry", ["skpd-1", "skpd-2"])
def test_triggers_count_whatever_changes_at_once(day: Day, entry: str) -> None:
    """A move and a suspension in one statement, a suspended vote that goes: the counter follows."""
    vote = day.session.scalars(select(Vote).where(Vote.voter_key == f"{100:032x}")).one()
    target = day.cast.entry(entry)
    for suspended in (True, False, True):
        day.session.execute(update(Vote).where(Vote.id == vote.id).values(entry_id=target.id, suspended=suspended))
        assert soundness.counter_faults(day.session) == []
    day.session.execute(Vote.__table__.delete().where(Vote.__table__.c.id == vote.id))  # type: ignore[attr-defined]
    assert soundness.counter_faults(day.session) == []
    total = sum(day.session.scalars(select(Tally.votes)))
    assert total == sum(ALL.values()) - 1


def test_votes_that_come_meanwhile_are_counted_exactly(day: Day, app: Flask) -> None:
    """Phones vote, suspended ones move, and the quarantine begins and ends, all at once."""
    flag_id, exhibition_id = day.flag().id, day.id
    day.propose(Proposal.QUARANTINE)
    wanted = [day.act("skpd-3", 100 + place, 9000 + place)[0] for place in range(20)]
    wanted += [day.act("skpd-3", 800 + place, 9000 + place)[0] for place in range(20)]
    day.session.commit()

    def one(number: int) -> None:
        with app.app_context(), transaction() as opened:
            if number == 40:
                quarantine.confirm(opened, by("panitia2", LATER), exhibition_id, flag_id, Proposal.QUARANTINE)
            else:
                ballots.cast(opened, wanted[number], now=LATER)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, [*range(10), 40, *range(10, 40)]))
    day.session.rollback()
    held = sum(suspended_votes.suspended(day.session, exhibition_id).values())
    assert 0 < held <= STUFFED
    assert soundness.counter_faults(day.session) == []
    assert ledger.fault(day.session, exhibition_id) is None
    total = sum(day.session.scalars(select(Tally.votes)))
    assert day.decide(Proposal.RELEASE) == held
    assert sum(day.session.scalars(select(Tally.votes))) == total + held == sum(ALL.values()) + 20
