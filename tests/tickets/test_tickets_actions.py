"""Tickets: made in batches, used once by whoever comes first, counted in every state."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from showcase.database import db, transaction
from showcase.exhibitions.rules import Level, Phase, VotingClosedError
from showcase.kernel.errors import NotFoundError, ReasonNeededError, StaleFormError
from showcase.kernel.tables import AuditEvent
from showcase.tickets.actions import batches, tickets
from showcase.tickets.actions.batches import Blank, Counts
from showcase.tickets.actions.tickets import holder_of
from showcase.tickets.rules import (
    BatchOvertakenError,
    BatchSizeError,
    NoTicketsError,
    TicketRangeError,
    TicketSpoiledError,
    TicketTakenError,
    TicketUnknownError,
    ticket_voter,
)
from showcase.tickets.tables import Ticket
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from showcase.voting.queries import origins
from showcase.voting.queries.rights import NOBODY, Bearer
from showcase.voting.queries.standing_votes import Phone
from showcase.voting.rules import Origin, TicketNeededError
from tests.factories import NOW, PEPPER, Cast, by, hall

pytestmark = pytest.mark.both_engines
HANA, BUDI = "phone/hana", "phone/budi"


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    with app.app_context():
        with transaction() as session:
            made = hall(session, level=Level.TICKET)
        yield made


@pytest.fixture
def batch(cast: Cast) -> list[Blank]:
    return print_batch(cast, 4)


def print_batch(cast: Cast, size: int) -> list[Blank]:
    made = batches.blanks(db.session(), cast.exhibition.id, size)
    with transaction() as session:
        batches.store(session, by("panitia", NOW), cast.exhibition.id, made)
    return made


def use(blank: Blank, bearer: str = HANA, after: float = 0) -> int:
    with transaction() as session:
        found = tickets.of_token(session, blank.token)
        return tickets.use(session, found, bearer, now=NOW + timedelta(seconds=after)).id


def vote(cast: Cast, entry: str, key: str, ticket_id: int, bearer: str = HANA, after: float = 0) -> Phone:
    act = Act(
        cast.exhibition.id,
        cast.entry(entry).id,
        ticket_voter(PEPPER, ticket_id),
        key,
        "0" * 32,
        bearer=Bearer(ticket_id, holder_of(PEPPER, bearer)),
    )
    with transaction() as session:
        return ballots.cast(session, act, now=NOW + timedelta(seconds=after))


def counts(cast: Cast) -> Counts:
    return batches.reconciled(db.session(), cast.exhibition.id)


def change(cast: Cast, **values: object) -> None:
    with transaction() as session:
        row = session.merge(cast.exhibition)
        for name, value in values.items():
            setattr(row, name, value)


def test_a_ticket_goes_from_the_printer_to_a_phone(cast: Cast, batch: list[Blank]) -> None:
    assert counts(cast) == Counts(stock=4)
    with transaction() as session:
        assert batches.hand_out(session, by("meja", NOW), cast.exhibition.id, 1, 2) == 2
    used = use(batch[0])
    use(batch[2], BUDI)
    with transaction() as session:
        batches.spoil(session, by("meja", NOW, "basah"), cast.exhibition.id, 4, 4)
    assert counts(cast) == Counts(stock=0, handed=1, used=2, spoiled=1)
    assert counts(cast).printed == 4
    assert use(batch[0], after=3600) == used
    actions = [row.action for row in db.session().scalars(select(AuditEvent).order_by(AuditEvent.id))]
    assert actions == ["ticket.print", "ticket.hand", "ticket.spoil"]


def test_no_secret_is_stored(cast: Cast, batch: list[Blank]) -> None:
    rows = db.session().scalars(select(Ticket)).all()
    kept = " ".join(str(value) for row in rows for value in vars(row).values())
    assert not [blank for blank in batch if blank.token in kept or blank.secret in kept]
    assert "secret=" not in repr(batch[0])
    assert batch[0].token not in repr(batch[0])


def test_a_used_ticket_belongs_to_its_first_phone(batch: list[Blank]) -> None:
    use(batch[0])
    with pytest.raises(TicketTakenError):
        use(batch[0], BUDI)
    with pytest.raises(TicketTakenError):
        use(batch[0], "kiosk/1")


def test_fifty_parallel_uses_of_one_ticket_give_it_to_one_phone(app: Flask, cast: Cast, batch: list[Blank]) -> None:
    def once(number: int) -> str:
        try:
            with app.app_context():
                use(batch[0], f"phone/{number}")
        except TicketTakenError:
            return "refused"
        return "given"

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(once, range(50)))
    assert (answers.count("given"), answers.count("refused")) == (1, 49)
    assert counts(cast) == Counts(stock=3, used=1)


def test_a_spoiled_or_unknown_ticket_is_worth_nothing(cast: Cast, batch: list[Blank]) -> None:
    with transaction() as session:
        spoiled = tickets.of_token(session, batch[0].token)
        batches.spoil(session, by("meja", NOW, "hilang"), cast.exhibition.id, 1, 1)
    with pytest.raises(TicketSpoiledError):
        use(batch[0])
    with pytest.raises(TicketSpoiledError), transaction() as session:
        tickets.use(session, spoiled, HANA, now=NOW)
    with pytest.raises(TicketUnknownError), transaction() as session:
        tickets.of_token(session, "0" * 26)
    assert counts(cast) == Counts(stock=3, spoiled=1)


@pytest.mark.parametrize("phase", [Phase.DELIBERATION, Phase.FINAL, Phase.PUBLISHED])
def test_after_the_vote_no_ticket_is_used_or_made(cast: Cast, batch: list[Blank], phase: Phase) -> None:
    change(cast, phase=phase)
    with pytest.raises(VotingClosedError):
        use(batch[0])
    with pytest.raises(NoTicketsError):
        print_batch(cast, 1)


@pytest.mark.parametrize(("milliseconds", "counts_"), [(-50, True), (0, False), (50, False)])
def test_the_closing_moment_decides(cast: Cast, batch: list[Blank], milliseconds: int, *, counts_: bool) -> None:
    change(cast, closes_at=NOW)
    if counts_:
        use(batch[0], after=milliseconds / 1000)
    else:
        with pytest.raises(VotingClosedError):
            use(batch[0], after=milliseconds / 1000)


def test_levels_without_tickets_take_none(cast: Cast, batch: list[Blank]) -> None:
    change(cast, level=Level.OPEN)
    with pytest.raises(NoTicketsError):
        use(batch[0])
    with pytest.raises(NoTicketsError):
        print_batch(cast, 1)


@pytest.mark.parametrize("size", [0, -1, 501])
def test_a_batch_has_its_bounds(cast: Cast, size: int) -> None:
    with pytest.raises(BatchSizeError):
        batches.blanks(db.session(), cast.exhibition.id, size)


def test_numbers_run_on_and_two_batches_at_once_are_one(cast: Cast, batch: list[Blank]) -> None:
    assert [blank.serial for blank in print_batch(cast, 2)] == [5, 6]
    late, later = (batches.blanks(db.session(), cast.exhibition.id, 2) for _ in range(2))
    with transaction() as session:
        batches.store(session, by("panitia", NOW), cast.exhibition.id, late)
    with pytest.raises(BatchOvertakenError), transaction() as session:
        batches.store(session, by("panitia", NOW), cast.exhibition.id, later)
    views = batches.batches(db.session(), cast.exhibition.id)
    assert [(view.number, view.first, view.last) for view in views] == [(3, 7, 8), (2, 5, 6), (1, 1, 4)]


@pytest.mark.parametrize(("first", "last"), [(1, 5), (9, 9), (2, 3)])
def test_all_tickets_of_a_range_or_none(cast: Cast, batch: list[Blank], first: int, last: int) -> None:
    use(batch[1])
    before = counts(cast)
    for use_case in (batches.hand_out, batches.spoil):
        act = by("meja", NOW, "basah" if use_case is batches.spoil else "")
        with pytest.raises(TicketRangeError), transaction() as session:
            use_case(session, act, cast.exhibition.id, first, last)
    assert counts(cast) == before


def test_a_used_ticket_cannot_be_spoiled_and_a_batch_keeps_its_used_ones(cast: Cast, batch: list[Blank]) -> None:
    used = use(batch[0])
    with transaction() as session:
        given = by("panitia", NOW, "unduhan gagal")
        assert batches.spoil_batch(session, given, cast.exhibition.id, 1) == 3
    assert counts(cast) == Counts(used=1, spoiled=3)
    assert vote(cast, "skpd-1", "k1", used).votes
    with pytest.raises(NotFoundError), transaction() as session:
        batches.spoil_batch(session, given, cast.exhibition.id, 2)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_spoiling_needs_a_reason(cast: Cast, batch: list[Blank], reason: str) -> None:
    with pytest.raises(ReasonNeededError), transaction() as session:
        batches.spoil(session, by("meja", NOW, reason), cast.exhibition.id, 1, 1)


def test_the_database_keeps_states_and_their_facts_together(batch: list[Blank]) -> None:
    for values in ("state = 'used'", "holder = 'x'", "state = 'spoiled'", "state = 'lost'"):
        with pytest.raises(DatabaseError), transaction() as session:
            session.execute(text(f"UPDATE ticket SET {values} WHERE serial = 1"))


def test_the_vote_asks_for_the_ticket_the_phone_and_the_voter_together(cast: Cast, batch: list[Blank]) -> None:
    own, other = use(batch[0]), use(batch[1], BUDI)
    voter, holder = ticket_voter(PEPPER, own), holder_of(PEPPER, HANA)
    unused = tickets.of_token(db.session(), batch[2].token)
    wrong = [
        ("f" * 32, Bearer(own, holder)),
        (voter, NOBODY),
        (voter, Bearer(own, "")),
        (voter, Bearer(own, holder_of(PEPPER, BUDI))),
        (voter, Bearer(other, holder)),
        (voter, Bearer(other, holder_of(PEPPER, BUDI))),
        (ticket_voter(PEPPER, unused), Bearer(unused, "")),
        (voter, Bearer(999_999, holder)),
    ]
    for number, (key, bearer) in enumerate(wrong):
        act = Act(cast.exhibition.id, cast.entry("skpd-1").id, key, f"k{number}", "0" * 32, bearer=bearer)
        with pytest.raises(TicketNeededError), transaction() as session:
            ballots.cast(session, act, now=NOW)
    first = vote(cast, "skpd-1", "good", own)
    for key, bearer in wrong:
        act = Act(cast.exhibition.id, cast.entry("skpd-1").id, key, "away", "0" * 32, bearer=bearer)
        with transaction() as session:
            if key == voter:
                with pytest.raises(TicketNeededError):
                    ballots.withdraw(session, act, now=NOW)
    assert ballots.phone(db.session(), cast.exhibition.id, voter).votes == first.votes


def test_a_ticket_is_one_voter_and_may_move_its_vote_until_closing(cast: Cast, batch: list[Blank]) -> None:
    own = use(batch[0])
    vote(cast, "skpd-1", "k1", own)
    moved = vote(cast, "skpd-2", "k2", own)
    assert moved.standing == {"skpd": cast.entry("skpd-2").id}
    assert set(vote(cast, "kecamatan-1", "k3", own).standing) == {"skpd", "kecamatan"}
    with pytest.raises(StaleFormError):
        vote(cast, "skpd-1", "k1", own)
    change(cast, closes_at=NOW + timedelta(seconds=5))
    assert vote(cast, "skpd-2", "k2", own, after=6) == vote(cast, "skpd-2", "k2", own)
    with pytest.raises(VotingClosedError):
        vote(cast, "skpd-3", "k4", own, after=6)
    assert origins.standing(db.session(), cast.exhibition.id)[Origin.PHONE] == 2


def test_a_ticket_of_another_exhibition_is_none_here(cast: Cast) -> None:
    with transaction() as session:
        other = hall(session, "lain", prefix="lain-", level=Level.TICKET)
    foreign = use(print_batch(other, 1)[0])
    with pytest.raises(TicketNeededError):
        vote(cast, "skpd-1", "k1", foreign)
    with pytest.raises(TicketUnknownError), transaction() as session:
        tickets.use(session, foreign, HANA, now=NOW, exhibition_id=cast.exhibition.id)
