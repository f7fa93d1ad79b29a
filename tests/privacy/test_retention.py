"""The end of the retention: what is destroyed, what stays, and what can no longer be done."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from showcase.database import db, transaction
from showcase.draw.tables import Draw, DrawTicket, DrawWin
from showcase.entries.queries import catalogue
from showcase.exhibitions.rules import KeysNeededError, Phase, VotingClosedError
from showcase.exhibitions.tables import Exhibition, PhaseChange
from showcase.innovators.actions import links, profile
from showcase.innovators.tables import ProposedPhoto
from showcase.kernel.tables import AuditEvent, BallotRecord
from showcase.kiosk.actions import kiosks, turns
from showcase.messages import actions as messages
from showcase.messages.actions import Sending
from showcase.messages.rules import MessagesClosedError
from showcase.messages.tables import Message
from showcase.printing import photo_sources
from showcase.privacy.actions import retention
from showcase.tickets.tables import KioskTurn
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from showcase.voting.queries import receipts
from showcase.voting.queries.receipts import ReceiptState
from showcase.voting.tables import Ballot, Vote
from tests.factories import NOW, PASSWORD_HASH, Cast, by, hall

pytestmark = pytest.mark.both_engines
VOTER = "a" * 32
LAST = date(2025, 12, 16)
# 90 days after the last day; midnight in Makassar is 16 hours UTC of the day before.
DUE = datetime(2026, 3, 15, 16, 0, tzinfo=UTC)


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    with app.app_context():
        with transaction() as session:
            made = hall(session, ends_on=LAST)
        yield made


def vote(cast: Cast, key: str = "k1") -> str:
    with transaction() as session:
        act = Act(cast.exhibition.id, cast.entry("skpd-1").id, VOTER, key, "0" * 32)
        return ballots.cast(session, act, now=NOW).votes[0].receipt


def send(cast: Cast, key: str = "m1") -> None:
    with transaction() as session:
        words = Sending(cast.exhibition.id, cast.entry("skpd-1").id, "b" * 32, key, "support", "Hebat!")
        messages.send(session, words, now=NOW)


def publish(cast: Cast, at: datetime = NOW) -> None:
    with transaction() as session:
        session.get_one(Exhibition, cast.exhibition.id).phase = Phase.PUBLISHED
        moved = {"previous": "final", "phase": "published", "reason": "Sah", "actor": "panitia"}
        session.add(PhaseChange(exhibition_id=cast.exhibition.id, at=at, **moved))


def purge(now: datetime = DUE) -> retention.Kept:
    with transaction() as session:
        return retention.purge(session, by("panitia", now), "pameran")


def test_nothing_is_destroyed_before_publication_or_before_the_day(cast: Cast) -> None:
    with pytest.raises(KeysNeededError):
        purge(DUE + timedelta(days=400))
    publish(cast)
    with pytest.raises(KeysNeededError):
        purge(DUE - timedelta(seconds=1))
    assert retention.overdue(db.session(), now=DUE - timedelta(seconds=1)) == []
    assert retention.overdue(db.session(), now=DUE) == [("pameran", "Pameran Uji")]
    assert db.session().scalar(select(Exhibition.pepper)) is not None


def test_the_keys_go_and_the_count_stays(cast: Cast) -> None:
    receipt = vote(cast)
    send(cast)
    with transaction() as session:
        token = kiosks.start(session, by("meja", NOW), cast.exhibition.id, "Meja 1", PASSWORD_HASH)
        kiosk = kiosks.running(session, token, now=NOW)
        assert kiosk is not None
        turns.begin(session, kiosk.id, ticket_id=None, now=NOW)
    publish(cast)
    found = purge()
    assert (found.messages, found.turns, found.claims) == (1, 1, 0)
    session = db.session()
    assert session.scalar(select(Exhibition.pepper)) is None
    assert catalogue.load(session).exhibitions["pameran"].pepper == ""
    assert [(row.sender_key, row.text) for row in session.scalars(select(Message))] == [("", "Hebat!")]
    assert [(row.voter_key, row.ticket_id) for row in session.scalars(select(KioskTurn))] == [("", None)]
    assert receipts.state(session, receipt) is ReceiptState.COUNTED
    assert [session.scalar(select(func.count()).select_from(kind)) for kind in (Ballot, Vote, BallotRecord)] == [
        1,
        1,
        1,
    ]
    line = session.scalars(select(AuditEvent).where(AuditEvent.action == "privacy.purge")).one()
    assert (line.actor, line.after) == ("panitia", {"messages": 1, "turns": 1, "claims": 0, "photos": 0})


def test_a_second_purge_changes_and_records_nothing(cast: Cast) -> None:
    publish(cast)
    purge()
    assert not purge().has_key
    lines = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "privacy.purge")
    assert db.session().scalar(lines) == 1


def test_claim_codes_lead_to_nobody(cast: Cast) -> None:
    publish(cast)
    with transaction() as session:
        own = {"exhibition_id": cast.exhibition.id}
        session.add(Draw(**own, seed="0" * 64, prizes=2, committed_seq=1, prepared_at=NOW))
        session.flush()
        for place in (1, 2):
            ticket = DrawTicket(**own, place=place, ticket=str(place) * 64, voter_key=str(place) * 32)
            session.add(ticket)
            session.flush()
            session.add(DrawWin(**own, ticket_id=ticket.id, prize=place, claim_code=f"ABCDEFG{place}", at=NOW))
    assert purge().claims == 2
    codes = list(db.session().scalars(select(DrawWin.claim_code)))
    assert all(code.startswith("-") for code in codes)
    assert retention.kept(db.session(), "pameran", now=DUE).claims == 0


def test_pictures_that_nobody_decided_go_too(cast: Cast) -> None:
    with transaction() as session:
        given = links.give(session, by("panitia", NOW), cast.exhibition.id, only=None)
        file = io.BytesIO()
        Image.new("RGB", (40, 40), "red").save(file, "PNG")
        for made in given:
            picture = photo_sources.received(file.getvalue())
            profile.add_photos(session, made.token, [picture], now=NOW)
    publish(cast)
    assert retention.kept(db.session(), "pameran", now=DUE).photos == len(given)
    assert purge().photos == len(given)
    assert db.session().scalar(select(func.count(ProposedPhoto.id))) == 0


def test_votes_and_messages_are_refused_even_if_somebody_opened_it_again(cast: Cast) -> None:
    vote(cast)
    publish(cast)
    purge()
    with transaction() as session:
        session.get_one(Exhibition, cast.exhibition.id).phase = Phase.VOTING
    with pytest.raises(VotingClosedError):
        vote(cast, "k2")
    with pytest.raises(MessagesClosedError):
        send(cast, "m2")
