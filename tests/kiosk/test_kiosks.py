"""Tablets in desk mode: turns that are one voter each, and votes that ask for the turn."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from showcase.database import db, transaction
from showcase.exhibitions.rules import Level, Phase, VotingClosedError
from showcase.kernel.errors import NotFoundError
from showcase.kernel.tables import AuditEvent
from showcase.kiosk.actions import kiosks
from showcase.kiosk.actions import turns as kiosk_turns
from showcase.kiosk.actions.turns import TurnView
from showcase.tickets.actions import batches, tickets
from showcase.tickets.rules import (
    KIOSK_TIME,
    TURN_TIME,
    KioskEndedError,
    KioskNameError,
    TicketTakenError,
    TicketUnknownError,
    TurnEndedError,
    ticket_voter,
)
from showcase.tickets.tables import KioskTurn
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from showcase.voting.queries import origins
from showcase.voting.queries.rights import Bearer
from showcase.voting.queries.standing_votes import Phone
from showcase.voting.rules import NotOpenYetError, Origin, TicketNeededError, VotingPausedError
from showcase.voting.tables import Ballot
from tests.factories import NOW, PASSWORD_HASH, PEPPER, Cast, by, hall

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    with app.app_context():
        with transaction() as session:
            made = hall(session, min_visits=3)
        yield made


@pytest.fixture
def kiosk(cast: Cast) -> int:
    return start(cast)


def start(cast: Cast, name: str = "Meja 1") -> int:
    with transaction() as session:
        token = kiosks.start(session, by("meja", NOW), cast.exhibition.id, name, PASSWORD_HASH)
    found = kiosks.running(db.session(), token, now=NOW)
    assert found is not None
    return found.id


def begin(kiosk_id: int, ticket_id: int | None = None, after: float = 0) -> TurnView:
    with transaction() as session:
        return kiosk_turns.begin(session, kiosk_id, ticket_id=ticket_id, now=NOW + timedelta(seconds=after))


def vote(cast: Cast, turn: TurnView, entry: str, key: str, after: float = 0) -> Phone:
    bearer = Bearer(turn_id=turn.id)
    exhibition, wanted = cast.exhibition.id, cast.entry(entry).id
    act = Act(exhibition, wanted, turn.voter_key, key, "0" * 32, origin=Origin.DESK, bearer=bearer)
    with transaction() as session:
        return ballots.cast(session, act, now=NOW + timedelta(seconds=after))


def change(cast: Cast, **values: object) -> None:
    with transaction() as session:
        row = session.merge(cast.exhibition)
        for name, value in values.items():
            setattr(row, name, value)


def print_tickets(cast: Cast, size: int = 2) -> list[int]:
    change(cast, level=Level.TICKET)
    made = batches.blanks(db.session(), cast.exhibition.id, size)
    with transaction() as session:
        batches.store(session, by("panitia", NOW), cast.exhibition.id, made)
    return [tickets.of_token(db.session(), blank.token) for blank in made]


@pytest.mark.parametrize("level", [Level.OPEN, Level.BOOTH])
def test_each_turn_is_a_voter_of_its_own_and_its_votes_say_where_they_were_cast(
    cast: Cast, kiosk: int, level: Level
) -> None:
    change(cast, level=level)
    first = begin(kiosk)
    vote(cast, first, "skpd-1", "k1")
    assert set(vote(cast, first, "kecamatan-1", "k2").standing) == {"skpd", "kecamatan"}
    second = begin(kiosk)
    vote(cast, second, "skpd-1", "k3")
    assert first.voter_key != second.voter_key
    assert set(db.session().scalars(select(Ballot.origin))) == {Origin.DESK}
    counted = origins.standing(db.session(), cast.exhibition.id)
    assert counted == {Origin.PHONE: 0, Origin.DESK: 3, Origin.SIMULATED: 0}


def test_a_turn_ends_with_the_next_one_when_done_and_in_time(cast: Cast, kiosk: int) -> None:
    first = begin(kiosk)
    second = begin(kiosk)
    with pytest.raises(TurnEndedError):
        vote(cast, first, "skpd-1", "k1")
    assert kiosk_turns.live(db.session(), kiosk, first.id, now=NOW) is None
    assert kiosk_turns.live(db.session(), kiosk, second.id, now=NOW) == second
    late = TURN_TIME.total_seconds()
    with pytest.raises(TurnEndedError):
        vote(cast, second, "skpd-1", "k2", after=late)
    assert vote(cast, second, "skpd-1", "k3", after=late - 1).votes
    with transaction() as session:
        kiosk_turns.finish(session, kiosk, second.id, now=NOW)
    with pytest.raises(TurnEndedError):
        vote(cast, second, "skpd-2", "k4")
    assert kiosk_turns.live(db.session(), kiosk, second.id, now=NOW) is None


def test_the_vote_asks_for_the_turn_and_its_voter_together(cast: Cast, kiosk: int) -> None:
    turn = begin(kiosk)
    with transaction() as session:
        foreign = hall(session, "lain", prefix="lain-")
    wrong = [
        (cast, TurnView(999, turn.voter_key, None)),
        (cast, TurnView(turn.id, "f" * 32, None)),
        (foreign, turn),
    ]
    for number, (where, asked) in enumerate(wrong):
        with pytest.raises(TurnEndedError):
            vote(where, asked, "skpd-1", f"k{number}")
    nothing = Act(cast.exhibition.id, cast.entry("skpd-1").id, turn.voter_key, "k9", "0" * 32, origin=Origin.DESK)
    with pytest.raises(TurnEndedError), transaction() as session:
        ballots.cast(session, nothing, now=NOW)


def test_a_kiosk_ends_with_its_turn_after_twelve_hours_or_from_the_desk(cast: Cast, kiosk: int) -> None:
    turn = begin(kiosk)
    late = KIOSK_TIME.total_seconds()
    with pytest.raises(KioskEndedError):
        begin(kiosk, after=late)
    with transaction() as session:
        with pytest.raises(NotFoundError):
            kiosks.end(session, by("meja", NOW), cast.exhibition.id + 1, kiosk)
        kiosks.end(session, by("meja", NOW), cast.exhibition.id, kiosk)
        kiosks.end(session, by("meja", NOW), cast.exhibition.id, kiosk)
    with pytest.raises(TurnEndedError):
        vote(cast, turn, "skpd-1", "k1")
    with pytest.raises(KioskEndedError):
        begin(kiosk)
    actions = [row.action for row in db.session().scalars(select(AuditEvent).order_by(AuditEvent.id))]
    assert actions == ["kiosk.start", "kiosk.end"]


@pytest.mark.parametrize(
    ("phase", "refusal"),
    [
        (Phase.SETUP, NotOpenYetError),
        (Phase.PAUSED, VotingPausedError),
        (Phase.DELIBERATION, VotingClosedError),
        (Phase.PUBLISHED, VotingClosedError),
    ],
)
def test_outside_of_voting_no_turn_begins_and_no_vote_of_a_turn_counts(
    cast: Cast, kiosk: int, phase: Phase, refusal: type[Exception]
) -> None:
    turn = begin(kiosk)
    change(cast, phase=phase)
    with pytest.raises(refusal):
        begin(kiosk)
    with pytest.raises(refusal):
        vote(cast, turn, "skpd-1", "k1")


def test_at_level_ticket_the_ticket_is_the_voter(cast: Cast, kiosk: int) -> None:
    own, other = print_tickets(cast)
    with pytest.raises(TicketNeededError):
        begin(kiosk)
    turn = begin(kiosk, own)
    assert turn.voter_key == ticket_voter(PEPPER, own)
    vote(cast, turn, "skpd-1", "k1")
    with pytest.raises(TicketTakenError), transaction() as session:
        tickets.use(session, own, "phone/hana", now=NOW)
    with pytest.raises(TicketTakenError):
        begin(start(cast, "Meja 2"), own)
    with transaction() as session:
        tickets.use(session, other, "phone/hana", now=NOW)
    with pytest.raises(TicketTakenError):
        begin(kiosk, other)


def test_a_ticket_comes_back_after_a_turn_that_was_cut_off_but_not_after_one_that_was_done(
    cast: Cast, kiosk: int
) -> None:
    own, other = print_tickets(cast)
    vote(cast, begin(kiosk, own), "skpd-1", "k1")
    begin(kiosk, other)
    again = begin(kiosk, own)
    assert vote(cast, again, "skpd-2", "k2").standing == {"skpd": cast.entry("skpd-2").id}
    with transaction() as session:
        kiosk_turns.finish(session, kiosk, again.id, now=NOW)
    with pytest.raises(TicketTakenError):
        begin(kiosk, own)


def test_a_ticket_of_another_exhibition_begins_no_turn(cast: Cast, kiosk: int) -> None:
    print_tickets(cast)
    with transaction() as session:
        other = hall(session, "lain", prefix="lain-")
    with pytest.raises(TicketUnknownError):
        begin(kiosk, print_tickets(other)[0])


def test_a_turn_without_a_ticket_is_worth_nothing_once_tickets_vote(cast: Cast, kiosk: int) -> None:
    turn = begin(kiosk)
    change(cast, level=Level.TICKET)
    with pytest.raises(TicketNeededError):
        vote(cast, turn, "skpd-1", "k1")


def test_parallel_beginnings_leave_one_turn_open(app: Flask, cast: Cast, kiosk: int) -> None:
    def once(_: int) -> None:
        with app.app_context():
            begin(kiosk)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(once, range(20)))
    with transaction() as session:
        turns = session.scalars(select(KioskTurn)).all()
    assert len(turns) == 20
    assert len([turn for turn in turns if turn.ended_at is None]) == 1


def test_the_desk_sees_how_busy_each_kiosk_is(cast: Cast, kiosk: int) -> None:
    other = start(cast, "Meja 2")
    for after in (0, 10, 3700):
        begin(kiosk, after=after)
    lines = kiosks.lines(db.session(), cast.exhibition.id, now=NOW + timedelta(seconds=3701))
    assert [(line.name, line.turns, line.last_hour) for line in lines] == [("Meja 2", 0, 0), ("Meja 1", 3, 1)]
    with transaction() as session:
        kiosks.end(session, by("meja", NOW), cast.exhibition.id, other)
    lines = kiosks.lines(db.session(), cast.exhibition.id, now=NOW)
    assert [(line.name, line.is_running) for line in lines] == [("Meja 1", True), ("Meja 2", False)]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "Meja\u202e1"])
def test_a_kiosk_has_a_name_that_can_be_read(cast: Cast, name: str) -> None:
    with pytest.raises(KioskNameError):
        start(cast, name)
