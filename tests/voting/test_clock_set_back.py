"""The clock was ahead and is set back by two hours: what it dated refuses nobody, and is written anew."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask
from itsdangerous import TimestampSigner

from showcase.accounts.actions import second_factors, sessions
from showcase.accounts.rules import LOGIN_FAILURES, CodeWrongError, TooManyLoginsError
from showcase.accounts.tables import SecondFactor
from showcase.board.actions import screens
from showcase.database import db, transaction
from showcase.kernel import content
from showcase.kernel.errors import DomainError
from showcase.messages import actions as messages
from showcase.messages.actions import Sending
from showcase.messages.rules import TooManyMessagesError
from showcase.tickets.actions import tries
from showcase.tickets.rules import MOST_TRIES, TooManyTriesError
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from showcase.voting.rules import VOTES_A_MINUTE, TooManyVotesError
from tests.factories import NOW, Cast, hall
from tests.voting.test_storage_trouble import vote
from tests.voting.test_vote import page

pytestmark = pytest.mark.both_engines
BACK = NOW - timedelta(hours=2)
KEY = "a" * 32


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    with app.app_context():
        with transaction() as session:
            made = hall(session)
            content.touch(session)
        yield made


def vote_once(cast: Cast, number: int, now: datetime) -> None:
    act = Act(cast.exhibition.id, cast.entry(f"skpd-{1 + number % 2}").id, KEY, f"k{number}", f"{number:032x}")
    with transaction() as session:
        ballots.cast(session, act, now=now)


def send_once(cast: Cast, number: int, now: datetime) -> None:
    sending = Sending(cast.exhibition.id, cast.entry("skpd-1").id, KEY, f"m{number}", "support", "Hebat!")
    with transaction() as session:
        messages.send(session, sending, now=now)


def sign_in_once(cast: Cast, number: int, now: datetime) -> None:
    with transaction() as session:
        sessions.attempt(session, "panitia", now=now)


def try_once(cast: Cast, number: int, now: datetime) -> None:
    with transaction() as session:
        tries.attempt(session, "ticket/7QK2M", now=now)


LIMITS: list[tuple[Callable[[Cast, int, datetime], None], int, type[DomainError]]] = [
    (vote_once, VOTES_A_MINUTE, TooManyVotesError),
    (send_once, 3, TooManyMessagesError),
    (sign_in_once, LOGIN_FAILURES, TooManyLoginsError),
    (try_once, MOST_TRIES, TooManyTriesError),
]


@pytest.mark.parametrize(("act", "most", "refusal"), LIMITS)
def test_acts_in_the_future_are_no_reason_to_refuse(
    cast: Cast, act: Callable[[Cast, int, datetime], None], most: int, refusal: type[DomainError]
) -> None:
    for number in range(most):
        act(cast, number, NOW)
    with pytest.raises(refusal):
        act(cast, most, NOW)
    # The same limit holds for what comes after the clock was set back, and for no longer than ever.
    for number in range(most):
        act(cast, 100 + number, BACK)
    with pytest.raises(refusal) as refused:
        act(cast, 100 + most, BACK)
    assert 0 < int(refused.value.details["seconds"]) <= 15 * 60


def test_a_screen_of_the_future_is_written_anew_and_gives_up_its_place(cast: Cast) -> None:
    session, here = db.session(), cast.exhibition.id
    for number in (1, 2):
        assert screens.note(session, here, f"{number:032x}", now=NOW) == number
    assert screens.number_of(session, here, f"{1:032x}", now=BACK) is None
    assert screens.listed(session, here, now=BACK) == []
    assert screens.note(session, here, f"{1:032x}", now=BACK) == 1
    assert [shown.number for shown in screens.listed(session, here, now=BACK)] == [1]
    assert screens.note(session, here, f"{3:032x}", now=BACK) == 2


def test_a_code_of_the_second_factor_works_once(cast: Cast) -> None:
    person, secret = cast.jurors[0].id, pyotp.random_base32()
    session = db.session()
    session.add(SecondFactor(account_id=person, secret=secret, proposed_at=NOW, confirmed_at=NOW, last_step=0))
    session.flush()
    totp = pyotp.TOTP(secret)
    for moment in (NOW, BACK):
        second_factors.check(session, person, totp.at(moment), now=moment)
        with pytest.raises(CodeWrongError):
            second_factors.check(session, person, totp.at(moment), now=moment)


@pytest.mark.parametrize(("hours", "status"), [(2, 303), (-23, 303), (-25, 409)])
def test_a_form_is_too_old_after_a_day_and_never_too_new(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, hours: int, status: int
) -> None:
    client, present = app.test_client(), TimestampSigner.get_timestamp
    with monkeypatch.context() as clock:
        clock.setattr(TimestampSigner, "get_timestamp", lambda self: present(self) + hours * 3600)
        html = page(client, cast)
    assert vote(client, cast, html).status_code == status


def test_the_staff_forms_have_no_age_of_their_own(app: Flask) -> None:
    assert app.config["WTF_CSRF_TIME_LIMIT"] is None
