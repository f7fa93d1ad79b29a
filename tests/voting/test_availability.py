"""May this phone vote here now, and if not, why not."""

from datetime import UTC, datetime, timedelta

import pytest

from showcase.exhibitions.rules import AFTER_VOTE, Hours, Level, Phase, VisitsNeededError
from showcase.voting.rules import Terms, VoteState, availability

NOW = datetime(2025, 12, 15, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OPEN = Hours(Phase.VOTING, None, None)


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        (OPEN, ""),
        (Hours(Phase.VOTING, NOW - HOUR, NOW + HOUR), ""),
        (Hours(Phase.VOTING, NOW, None), ""),
        (Hours(Phase.VOTING, NOW + HOUR, None), "not-open-yet"),
        (Hours(Phase.VOTING, None, NOW), "voting-closed"),
        (Hours(Phase.SETUP, None, None), "not-open-yet"),
        (Hours(Phase.SETUP, NOW - HOUR, NOW - HOUR), "not-open-yet"),
        (Hours(Phase.PAUSED, None, None), "voting-paused"),
        (Hours(Phase.PAUSED, NOW + HOUR, None), "voting-paused"),
        (Hours(Phase.PAUSED, None, NOW - HOUR), "voting-paused"),
        *((Hours(phase, None, None), "voting-closed") for phase in sorted(AFTER_VOTE)),
        (Hours(Phase.VOTING, None, None, has_key=False), "voting-closed"),
        (Hours(Phase.PAUSED, None, None, has_key=False), "voting-paused"),
    ],
)
def test_the_hours_come_first(hours: Hours, code: str) -> None:
    for terms in (None, Terms(Level.OPEN), Terms(Level.BOOTH)):
        answer = availability(hours, NOW, terms=terms)
        if code:
            assert (answer.code, answer.state, answer.is_open) == (code, VoteState.CLOSED, False)
    assert availability(hours, NOW).code == code


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (None, ""),
        (Terms(Level.OPEN), ""),
        (Terms(Level.BOOTH), "scan-needed"),
        (Terms(Level.BOOTH, has_pass=True), ""),
        (Terms(Level.TICKET, has_pass=True), "ticket-needed"),
        (Terms(Level.TICKET, has_ticket=True), ""),
        (Terms(Level.EMAIL, has_pass=True, has_ticket=True), "ticket-needed"),
        (Terms(Level.BOOTH, min_visits=3, booths=20), "scan-needed"),
        (Terms(Level.BOOTH, has_pass=True, min_visits=3, visited=1, booths=20), "visits-needed"),
        (Terms(Level.OPEN, min_visits=3, visited=3, booths=20), ""),
        (Terms(Level.OPEN, min_visits=30, visited=2, booths=2), ""),
    ],
)
def test_then_what_the_phone_brings(terms: Terms | None, code: str) -> None:
    answer = availability(OPEN, NOW, terms=terms)
    assert (answer.code, answer.state) == (code, VoteState.ELSEWHERE if code else None)
    withdrawn = availability(OPEN, NOW, is_withdrawn=True, terms=terms)
    assert (withdrawn.code, withdrawn.state) == ("entry-withdrawn", VoteState.CLOSED)


def test_a_refusal_says_how_many() -> None:
    availability(OPEN, NOW, terms=Terms(Level.OPEN, min_visits=3, visited=3, booths=20)).check()
    with pytest.raises(VisitsNeededError) as refused:
        availability(OPEN, NOW, terms=Terms(Level.OPEN, min_visits=3, visited=1, booths=20)).check()
    assert refused.value.details == {"left": 2}


@pytest.mark.parametrize("phase", list(Phase))
def test_a_waiting_vote_outlasts_a_pause_but_not_the_end(phase: Phase) -> None:
    ended = phase in AFTER_VOTE
    answer = availability(Hours(phase, None, None), NOW, terms=Terms(Level.OPEN), can_wait=True)
    assert answer.code == ("voting-closed" if ended else "")
    assert Hours(phase, None, None).is_over(NOW) is ended
