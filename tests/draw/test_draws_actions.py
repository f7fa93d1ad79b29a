"""The draw from the commitment to the last prize, with its ledger, on both engines."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from showcase.database import db, transaction
from showcase.draw import actions as draws
from showcase.draw import queries as draw_results
from showcase.draw.rules import (
    ClaimUnknownError,
    DrawBrokenError,
    DrawDoneError,
    DrawEmptyError,
    DrawNotReadyError,
    DrawPreparedError,
    DrawTooLateError,
    PrizeClaimedError,
    PrizesError,
)
from showcase.draw.tables import Draw, DrawWin
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import ledger
from showcase.kernel.errors import ReasonNeededError
from showcase.kernel.tables import AuditEvent, BallotRecord
from showcase.phases.actions import phases
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from tests.factories import NOW, Cast, by, hall

pytestmark = pytest.mark.both_engines
WHO = by("panitia", NOW)


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    with app.app_context():
        with transaction() as session:
            made = hall(session)
        yield made


def voter(number: int) -> str:
    return f"{number:032x}"


def vote(cast: Cast, number: int, *slugs: str) -> None:
    for slug in slugs:
        act = Act(
            cast.exhibition.id, cast.entry(slug).id, voter(number), f"{number}.{slug}", f"{number:016x}{slug:>16}"
        )
        with transaction() as session:
            ballots.cast(session, act, now=NOW)


def prepare(prizes: int = 2) -> None:
    with transaction() as session:
        draws.prepare(session, WHO, "pameran", prizes)


def close(cast: Cast) -> None:
    with transaction() as session:
        phases.move(session, WHO.because("selesai"), cast.exhibition.id, Phase.DELIBERATION)


def draw() -> None:
    with transaction() as session:
        draws.draw(session, WHO, "pameran")


def finish(cast: Cast, voters: int = 5, prizes: int = 2) -> None:
    prepare(prizes)
    for number in range(voters):
        vote(cast, number, "skpd-1", f"kecamatan-{1 + number % 3}")
    close(cast)
    draw()


def lines(kind: str) -> list[BallotRecord]:
    return list(db.session().scalars(select(BallotRecord).where(BallotRecord.type == kind).order_by(BallotRecord.seq)))


def view(cast: Cast) -> draw_results.DrawView:
    found = draw_results.public(db.session(), cast.exhibition.id)
    assert found is not None
    return found


def own(cast: Cast, number: int) -> draw_results.PhoneDraw:
    found = draw_results.for_phone(db.session(), cast.exhibition.id, voter(number))
    assert found is not None
    return found


def test_anybody_recomputes_it_from_the_ledger_and_the_list(cast: Cast) -> None:
    vote(cast, 100, "skpd-1")
    finish(cast, voters=7, prizes=3)
    committed = json.loads(lines("DRAW_COMMITTED")[0].body)
    drawn = json.loads(lines("DRAW")[0].body)
    closing = next(line for line in lines("PHASE") if json.loads(line.body)["to"] == "deliberation")
    assert lines("DRAW_COMMITTED")[0].seq < closing.seq < lines("DRAW")[0].seq
    assert hashlib.sha256(drawn["seed"].encode()).hexdigest() == committed["commitment"]
    assert drawn["head"] == closing.hash
    tickets = draw_results.all_tickets(db.session(), cast.exhibition.id)
    assert (len(tickets), drawn["participants"]) == (7, 7)
    assert hashlib.sha256("".join(f"{t}\n" for t in sorted(tickets)).encode()).hexdigest() == drawn["tickets"]
    recomputed = sorted(tickets, key=lambda t: hashlib.sha256((drawn["seed"] + closing.hash + t).encode()).hexdigest())
    assert drawn["winners"] == recomputed[: committed["prizes"]]
    assert [winner.ticket for winner in view(cast).winners] == recomputed[:3]
    assert ledger.fault(db.session(), cast.exhibition.id) is None
    assert draw_results.faults(db.session()) == []


def test_a_phone_recomputes_its_own_ticket(cast: Cast) -> None:
    finish(cast, voters=4, prizes=1)
    tickets = set(draw_results.all_tickets(db.session(), cast.exhibition.id))
    mine = [own(cast, number) for number in range(4)]
    assert {hashlib.sha256(f"{one.receipt} {one.key}".encode()).hexdigest() for one in mine} == tickets
    assert len({one.receipt for one in mine}) == 4
    assert sorted(one.place for one in mine) == [1, 2, 3, 4]
    assert [bool(one.prize) for one in sorted(mine, key=lambda one: one.place)] == [True, False, False, False]
    assert own(cast, 77) == draw_results.PhoneDraw(drawn=True)


def test_nothing_secret_is_told_before_the_draw(cast: Cast) -> None:
    prepare()
    vote(cast, 1, "skpd-1", "kecamatan-1")
    seed = db.session().get_one(Draw, cast.exhibition.id).seed
    assert (view(cast).seed, view(cast).head, view(cast).winners) == ("", "", ())
    told = " ".join(line.body for line in db.session().scalars(select(BallotRecord)))
    told += str([(event.before, event.after) for event in db.session().scalars(select(AuditEvent))])
    assert seed not in told
    assert view(cast).commitment == hashlib.sha256(seed.encode()).hexdigest()
    assert own(cast, 1).ticket
    assert own(cast, 2) == draw_results.PhoneDraw(drawn=False)


def test_it_is_committed_to_once_and_before_the_closing(cast: Cast) -> None:
    for wrong in (0, 21):
        with pytest.raises(PrizesError):
            prepare(wrong)
    with transaction() as session:
        session.get_one(Exhibition, cast.exhibition.id).closes_at = NOW - timedelta(seconds=1)
    with pytest.raises(DrawTooLateError):
        prepare()
    with transaction() as session:
        session.get_one(Exhibition, cast.exhibition.id).closes_at = None
    prepare()
    with pytest.raises(DrawPreparedError):
        prepare()
    assert len(lines("DRAW_COMMITTED")) == 1


def test_it_cannot_be_prepared_after_the_closing(cast: Cast) -> None:
    close(cast)
    with pytest.raises(DrawTooLateError):
        prepare()


def test_it_is_drawn_once_and_after_the_closing(cast: Cast) -> None:
    with pytest.raises(DrawNotReadyError):
        draw()
    prepare()
    vote(cast, 1, "skpd-1", "kecamatan-1")
    with pytest.raises(DrawNotReadyError):
        draw()
    close(cast)
    draw()
    with pytest.raises(DrawDoneError):
        draw()


def test_another_seed_is_refused(cast: Cast) -> None:
    prepare()
    vote(cast, 1, "skpd-1", "kecamatan-1")
    close(cast)
    with transaction() as session:
        session.execute(update(Draw).values(seed="0" * 64))
    with pytest.raises(DrawBrokenError):
        draw()
    assert lines("DRAW") == []
    assert len(draw_results.faults(db.session())) == 1


def test_nobody_finished(cast: Cast) -> None:
    prepare()
    vote(cast, 1, "skpd-1")
    close(cast)
    with pytest.raises(DrawEmptyError):
        draw()
    assert view(cast).drawn_at is None


def test_who_takes_part(cast: Cast) -> None:
    prepare()
    vote(cast, 1, "skpd-1", "kecamatan-1")
    vote(cast, 2, "skpd-2")
    assert draw_results.participants(db.session(), cast.exhibition.id) == 1
    # A category with nothing left to choose is asked of nobody; a vote for an entry withdrawn later still stands.
    with transaction() as session:
        for number in (1, 2, 3):
            row = session.get_one(Entry, cast.entry(f"kecamatan-{number}").id)
            row.status, row.withdrawn_reason = Status.WITHDRAWN, "mundur"
        row = session.get_one(Entry, cast.entry("skpd-1").id)
        row.status, row.withdrawn_reason = Status.WITHDRAWN, "mundur"
    assert draw_results.participants(db.session(), cast.exhibition.id) == 2
    with transaction() as session:
        session.get_one(Exhibition, cast.exhibition.id).vote_limit = 2
    assert draw_results.participants(db.session(), cast.exhibition.id) == 1


def test_fewer_people_than_prizes(cast: Cast) -> None:
    finish(cast, voters=1, prizes=20)
    assert [winner.prize for winner in view(cast).winners] == [1]


def test_claiming(cast: Cast) -> None:
    finish(cast)
    winner = next(own(cast, number) for number in range(5) if own(cast, number).prize == 1)
    with transaction() as session:
        with pytest.raises(ClaimUnknownError):
            draws.claim(session, WHO, "pameran", "00000000")
        shown = f" {winner.claim_code[:4]}-{winner.claim_code[4:].lower()} "
        assert draws.claim(session, WHO, "pameran", shown) == 1
    with transaction() as session, pytest.raises(PrizeClaimedError):
        draws.claim(session, WHO, "pameran", winner.claim_code)
    with transaction() as session, pytest.raises(PrizeClaimedError):
        draws.redraw(session, WHO.because("tidak datang"), "pameran", 1)
    event = db.session().scalars(select(AuditEvent).where(AuditEvent.action == "draw.claim")).one()
    assert (event.actor, event.after) == ("panitia", {"prize": 1})


def test_an_unclaimed_prize_goes_to_the_next_in_order(cast: Cast) -> None:
    finish(cast, voters=4, prizes=2)
    in_order = sorted((own(cast, number) for number in range(4)), key=lambda one: one.place)
    with pytest.raises(ReasonNeededError), transaction() as session:
        draws.redraw(session, WHO.because(" "), "pameran", 1)
    for prize in (1, 2):
        with transaction() as session:
            draws.redraw(session, WHO.because("tidak datang"), "pameran", prize)
    with pytest.raises(DrawEmptyError), transaction() as session:
        draws.redraw(session, WHO.because("tidak datang"), "pameran", 1)
    with pytest.raises(DrawNotReadyError), transaction() as session:
        draws.redraw(session, WHO.because("tidak ada"), "pameran", 9)
    standing = [winner.ticket for winner in view(cast).winners if not winner.passed]
    assert standing == [in_order[2].ticket, in_order[3].ticket]
    bodies = [json.loads(line.body) for line in lines("DRAW_REDRAWN")]
    assert bodies[0] == {"prize": 1, "from": in_order[0].ticket, "to": in_order[2].ticket}
    with transaction() as session, pytest.raises(ClaimUnknownError):
        draws.claim(session, WHO, "pameran", in_order[0].claim_code)
    assert ledger.fault(db.session(), cast.exhibition.id) is None


def test_the_list_is_append_only(cast: Cast) -> None:
    finish(cast)
    for statement in ("UPDATE draw_ticket SET place = 99 WHERE place = 1", "DELETE FROM draw_ticket"):
        with pytest.raises(DBAPIError), transaction() as session:
            session.execute(text(statement))
    assert len({win.claim_code for win in db.session().scalars(select(DrawWin))}) == 2
