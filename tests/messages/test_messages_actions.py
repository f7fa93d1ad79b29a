"""Sending and moderating messages, at the level where the rules live."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from showcase.database import db, transaction
from showcase.entries.rules.entries import EntryWithdrawnError
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition
from showcase.innovators.actions import links, profile
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.tables import AuditEvent
from showcase.messages import actions as messages
from showcase.messages.actions import Sending
from showcase.messages.rules import (
    MessageBlankError,
    MessageKindError,
    MessagesClosedError,
    MessageState,
    TooManyMessagesError,
)
from showcase.messages.tables import Message
from tests.factories import NOW, Cast, by, hall

pytestmark = pytest.mark.both_engines
SENDER = "a" * 32


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    with app.app_context():
        with transaction() as session:
            made = hall(session)
        yield made


def send(cast: Cast, key: str, words: str = "Hebat!", *, after: float = 0, kind: str = "support", **who: str) -> None:
    entry = cast.entry(who.get("entry", "skpd-1")).id
    sending = Sending(cast.exhibition.id, entry, who.get("sender", SENDER), key, kind, words)
    with transaction() as session:
        messages.send(session, sending, now=NOW + timedelta(minutes=after))


def stored() -> list[Message]:
    return list(db.session().scalars(select(Message).order_by(Message.id)))


def decide(numbers: list[int], state: MessageState) -> int:
    with transaction() as session:
        return messages.decide(session, by("panitia", NOW), "pameran", numbers, state)


def test_it_waits_and_nobody_else_sees_it(cast: Cast) -> None:
    send(cast, "k1", " <b>Hebat</b> ")
    row = stored()[0]
    assert (row.text, row.state, row.kind.value) == ("<b>Hebat</b>", MessageState.WAITING, "support")
    assert messages.approved(db.session(), row.entry_id) == ()


def test_a_used_form_changes_nothing_again(cast: Cast) -> None:
    for _ in range(5):
        send(cast, "k1")
    assert len(stored()) == 1


def test_three_in_ten_minutes_and_ten_in_a_day(cast: Cast) -> None:
    for number in range(3):
        send(cast, f"k{number}", after=number)
    with pytest.raises(TooManyMessagesError):
        send(cast, "k3", after=9.9)
    send(cast, "other", after=9.9, sender="b" * 32)
    send(cast, "k4", after=10)
    for number in range(5, 11):
        send(cast, f"k{number}", after=10 * number)
    with pytest.raises(TooManyMessagesError):
        send(cast, "k11", after=200)
    send(cast, "k12", after=24 * 60 + 1)


def test_at_once_makes_no_fourth(app: Flask, cast: Cast) -> None:
    def one(number: int) -> bool:
        with app.app_context():
            try:
                send(cast, f"k{number}")
            except DomainError:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(8) as phones:
        assert sum(phones.map(one, range(8))) == 3
    assert len(stored()) == 3


@pytest.mark.parametrize("phase", [Phase.SETUP, Phase.FINAL, Phase.PUBLISHED])
def test_closed_outside_of_the_show(cast: Cast, phase: Phase) -> None:
    with transaction() as session:
        session.get_one(Exhibition, cast.exhibition.id).phase = phase
    with pytest.raises(MessagesClosedError):
        send(cast, "k1")


@pytest.mark.parametrize(
    ("status", "refused"), [(Status.WITHDRAWN, EntryWithdrawnError), (Status.DRAFT, NotFoundError)]
)
def test_not_to_every_entry(cast: Cast, status: Status, refused: type[DomainError]) -> None:
    with transaction() as session:
        row = session.get_one(Entry, cast.entry("skpd-1").id)
        row.status, row.withdrawn_reason = status, "mundur"
    with pytest.raises(refused):
        send(cast, "k1")


def test_not_to_another_exhibitions_entry(cast: Cast) -> None:
    with transaction() as session:
        other = hall(session, "lain", prefix="x")
    foreign = Sending(cast.exhibition.id, other.entry("skpd-1").id, SENDER, "k1", "support", "Hebat!")
    with pytest.raises(NotFoundError), transaction() as session:
        messages.send(session, foreign, now=NOW)


def test_what_is_refused_is_not_stored(cast: Cast) -> None:
    with pytest.raises(MessageBlankError):
        send(cast, "k1", " \n ")
    with pytest.raises(MessageKindError):
        send(cast, "k2", kind="insult")
    assert stored() == []


def test_the_database_holds_the_length(cast: Cast) -> None:
    statement = text(
        "INSERT INTO message (exhibition_id, entry_id, sender_key, form_key, kind, text, state, at, decided_by)"
        " VALUES (:x, :e, 's', 'f', 'support', '', 'waiting', :at, '')"
    )
    values = {"x": cast.exhibition.id, "e": cast.entry("skpd-1").id, "at": NOW}
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(statement, values)


def test_a_decision_can_be_changed_and_is_on_record_without_the_text(cast: Cast) -> None:
    send(cast, "k1", "rahasia")
    number = stored()[0].id
    assert decide([number, 9999], MessageState.APPROVED) == 1
    assert [row.text for row in messages.approved(db.session(), cast.entry("skpd-1").id)] == ["rahasia"]
    assert decide([number], MessageState.APPROVED) == 0
    assert decide([number], MessageState.REJECTED) == 1
    assert messages.approved(db.session(), cast.entry("skpd-1").id) == ()
    events = db.session().scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [event.action for event in events] == ["message.approved", "message.rejected"]
    assert "rahasia" not in str([(event.subject, event.before, event.after, event.reason) for event in events])


def test_another_exhibitions_organizers_decide_nothing_here(cast: Cast) -> None:
    send(cast, "k1")
    with transaction() as session:
        hall(session, "lain", prefix="x")
    with transaction() as session:
        assert messages.decide(session, by("x", NOW), "lain", [stored()[0].id], MessageState.APPROVED) == 0


def test_a_page_holds_fifty_newest_first(cast: Cast) -> None:
    for number in range(60):
        send(cast, f"k{number}", f"pesan {number}", sender=f"{number:032}")
    first = messages.desk(db.session(), cast.exhibition.id, MessageState.WAITING)
    assert (len(first.rows), first.pages, first.rows[0].text) == (50, 2, "pesan 59")
    second = messages.desk(db.session(), cast.exhibition.id, MessageState.WAITING, 2)
    assert [row.text for row in second.rows] == [f"pesan {number}" for number in range(9, -1, -1)]
    assert messages.desk(db.session(), cast.exhibition.id, MessageState.WAITING, 99).page == 2
    decide([row.id for row in first.rows], MessageState.APPROVED)
    assert len(messages.approved(db.session(), cast.entry("skpd-1").id)) == 20


def test_an_approved_message_reaches_the_innovators_own_page_and_no_other_does(cast: Cast) -> None:
    for key, words in (("k1", "Hebat"), ("k2", "Ditolak"), ("k3", "Menunggu")):
        send(cast, key, words)
    send(cast, "k4", "Untuk yang lain", entry="skpd-2", sender="b" * 32)
    approved, rejected, _waiting, other = (row.id for row in stored())
    decide([approved, other], MessageState.APPROVED)
    decide([rejected], MessageState.REJECTED)
    with transaction() as session:
        given = links.give(session, by("panitia", NOW), cast.exhibition.id, only="skpd-1")
    assert [one.text for one in profile.own(db.session(), given[0].token, now=NOW).messages] == ["Hebat"]
    decide([approved], MessageState.REJECTED)
    assert profile.own(db.session(), given[0].token, now=NOW).messages == ()
