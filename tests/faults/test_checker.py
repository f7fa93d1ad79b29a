"""The checker has teeth: each promise that is broken by hand is named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from showcase.exhibitions.rules import Phase
from showcase.phases.actions import phases
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from tests.factories import NOW, Cast, by, hall
from tests.faults.checker import faults
from tests.faults.crowd import Outcome, Sent

BOARD = {"skpd-1": 1, "skpd-2": 1, "skpd-3": 0, "kecamatan-1": 0, "kecamatan-2": 0, "kecamatan-3": 0}


def act(cast: Cast, voter: str, entry: str, key: str) -> Act:
    return Act(
        exhibition_id=cast.exhibition.id,
        entry_id=cast.entry(entry).id,
        voter_key=voter * 32,
        form_key=key,
        nonce=key.ljust(32, "0"),
    )


@pytest.fixture
def cast(session: Session) -> Cast:
    """Two phones: one has moved its vote, the other has taken its first one back and sent a form twice."""
    made = hall(session)
    for second, (voter, entry, key, case) in enumerate(
        [
            ("a", "skpd-1", "k1", ballots.cast),
            ("a", "skpd-2", "k2", ballots.cast),
            ("b", "skpd-1", "k3", ballots.cast),
            ("b", "skpd-1", "k4", ballots.withdraw),
            ("b", "skpd-1", "k5", ballots.cast),
        ]
    ):
        case(session, act(made, voter, entry, key), now=NOW + timedelta(seconds=second))
    session.commit()
    return made


@pytest.fixture
def sent(session: Session, cast: Cast) -> list[Sent]:
    """What the two phones know."""
    receipts = dict(session.execute(text("SELECT form_key, receipt FROM ballot")).all())
    told = [(1, "vote", "k1"), (1, "vote", "k2"), (2, "vote", "k3"), (2, "unvote", "k4"), (2, "vote", "k5")]
    return [Sent(phone, action, key, Outcome.OK, receipts[key], status=200) for phone, action, key in told]


def found(session: Session, cast: Cast, sent: list[Sent], board: dict[str, int] | None = None) -> str:
    session.expire_all()
    return "; ".join(faults(session, cast.exhibition.id, sent, BOARD if board is None else board))


def test_nothing_is_found_where_nothing_is_wrong(session: Session, cast: Cast, sent: list[Sent]) -> None:
    lost = Sent(3, "vote", "k9", Outcome.UNKNOWN)
    again = replace(sent[-1])
    assert not found(session, cast, [*sent, lost, again])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda sent: sent.append(Sent(3, "vote", "k9", Outcome.OK, "X")), "acknowledged and not stored"),
        (lambda sent: setattr(sent[0], "receipt", "Y"), "another receipt is stored"),
        (lambda sent: sent.pop(0), "stored and never sent"),
        (lambda sent: sent.append(replace(sent[-1], receipt="Z")), "a form has several receipts"),
        (lambda sent: sent.pop(1), "has another last ballot than it knows"),
    ],
)
def test_a_history_that_does_not_fit_is_named(
    session: Session, cast: Cast, sent: list[Sent], change: Callable[[list[Sent]], Any], words: str
) -> None:
    change(sent)
    assert words in found(session, cast, sent)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM vote WHERE slot = 'skpd' AND voter_key LIKE 'a%'", "the ballots say"),
        ("UPDATE vote SET entry_id = (SELECT id FROM entry WHERE slug = 'skpd-3')", "the ballots say"),
        ("UPDATE tally SET votes = votes + 1", "counter 1"),
    ],
)
def test_a_database_that_does_not_fit_is_named(
    session: Session, cast: Cast, sent: list[Sent], statement: str, words: str
) -> None:
    session.execute(text(statement))
    assert words in found(session, cast, sent)


def test_a_board_that_does_not_fit_is_named(session: Session, cast: Cast, sent: list[Sent]) -> None:
    assert "the board says 7" in found(session, cast, sent, {**BOARD, "skpd-1": 7})


def test_a_vote_after_the_closing_is_named(session: Session, cast: Cast, sent: list[Sent]) -> None:
    at = NOW + timedelta(minutes=5)
    phases.move(session, by("panitia", at, "Selesai."), cast.exhibition.id, Phase.DELIBERATION)
    session.execute(text("UPDATE exhibition SET phase = 'voting'"))
    session.expire_all()
    ballots.cast(session, act(cast, "c", "skpd-3", "k6"), now=at)
    session.flush()
    assert "after the closing" in found(session, cast, [*sent, Sent(3, "vote", "k6", Outcome.UNKNOWN)])
