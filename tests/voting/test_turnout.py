"""Votes over time, by origin and by booth."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from showcase.entries.queries import catalogue
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from showcase.voting.queries import turnout
from showcase.voting.rules import MOST_BARS, BallotKind, Bar, Origin, Step, bars, peak
from tests.factories import NOW, Cast, hall

WITA = ZoneInfo("Asia/Makassar")
MINUTE = timedelta(minutes=1)


def vote(session: Session, cast: Cast, slug: str, voter: int, at: datetime, origin: Origin = Origin.PHONE) -> None:
    act = Act(cast.exhibition.id, cast.entry(slug).id, f"{voter:032x}", f"{voter}{slug}{at}", "0" * 32, origin)
    ballots.cast(session, act, now=at)


@pytest.fixture
def cast(session: Session) -> Cast:
    """Three phones and the desk; one phone moves, one takes its vote back."""
    made = hall(session)
    vote(session, made, "skpd-1", 1, NOW)
    vote(session, made, "skpd-1", 2, NOW + timedelta(seconds=59))
    vote(session, made, "kecamatan-1", 1, NOW + 2 * MINUTE)
    vote(session, made, "skpd-2", 3, NOW + 61 * MINUTE, Origin.SIMULATED)
    vote(session, made, "skpd-3", 1, NOW + 62 * MINUTE)
    act = Act(made.exhibition.id, made.entry("skpd-1").id, f"{2:032x}", "zurück", "0" * 32)
    ballots.withdraw(session, act, now=NOW + 62 * MINUTE)
    return made


@pytest.mark.both_engines
def test_everything_since_the_opening(session: Session, cast: Cast) -> None:
    found = turnout.turnout(session, cast.exhibition.id)
    assert found.counts == [
        (NOW, 2),
        (NOW + 2 * MINUTE, 1),
        (NOW + 61 * MINUTE, 1),
        (NOW + 62 * MINUTE, 1),
    ]
    assert (found.phones, found.again) == (3, 3)
    assert found.origins == {Origin.PHONE: 4, Origin.SIMULATED: 1}
    assert [found.number(kind) for kind in BallotKind] == [4, 1, 1]


@pytest.mark.both_engines
def test_the_last_hour_minute_by_minute(session: Session, cast: Cast) -> None:
    shown = catalogue.load(session).exhibitions["pameran"]
    hour = turnout.last_hour(session, shown, now=NOW + 62 * MINUTE)
    assert len(hour) == 60
    assert (hour[0].start, hour[-1].start) == (NOW + 3 * MINUTE, NOW + 62 * MINUTE)
    assert [bar.votes for bar in hour[-3:]] == [0, 1, 1]
    assert sum(bar.votes for bar in hour) == 2


@pytest.mark.both_engines
def test_booths_with_their_standing_and_their_late_votes(session: Session, cast: Cast) -> None:
    found = {line.slug: line.votes for line in turnout.booths(session, cast.exhibition.id) if line.votes}
    assert found == {"skpd-2": 1, "skpd-3": 1, "kecamatan-1": 1}
    late = turnout.recent_by_slug(session, cast.exhibition.id, since=NOW + 3 * MINUTE, until=NOW + 63 * MINUTE)
    assert late == {"skpd-2": 1, "skpd-3": 1}


def test_the_index_alone_answers(session: Session, cast: Cast) -> None:
    """Whatever the number of ballots: the last hour is a range of the index, and no ballot itself is read."""
    asked: list[tuple[str, object]] = []
    bind = session.get_bind()
    event.listen(bind, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    shown = catalogue.load(session).exhibitions["pameran"]
    asked.clear()
    turnout.last_hour(session, shown, now=NOW)
    turnout.turnout(session, cast.exhibition.id)
    plans = []
    for statement, values in [one for one in asked if "FROM ballot" in one[0]]:
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
        plans.append(next(row[3] for row in rows if "ballot" in row[3]))
    assert plans == [
        "SEARCH ballot USING COVERING INDEX ix_ballot_at (exhibition_id=? AND at>?)",
        "SEARCH ballot USING COVERING INDEX ix_ballot_at (exhibition_id=?)",
    ]


def test_bars_are_whole_steps_of_the_local_clock() -> None:
    start = datetime(2025, 12, 15, 1, 58, tzinfo=UTC)
    counts = [(start, 1), (start + 3 * MINUTE, 2), (start + 9 * MINUTE, 4)]
    found = bars(counts, Step.FIVE, WITA, since=start, until=start + 10 * MINUTE)
    first = datetime(2025, 12, 15, 1, 55, tzinfo=UTC)
    assert found == [Bar(first, 1), Bar(first + 5 * MINUTE, 2), Bar(first + 10 * MINUTE, 4)]
    assert peak(found) == found[2]
    hours = bars(counts, Step.HOUR, ZoneInfo("Asia/Kolkata"), since=start, until=start)
    assert [bar.start.minute for bar in hours] == [30]


def test_a_chart_ends_at_the_last_moment_and_has_a_limit() -> None:
    until = NOW + timedelta(days=3)
    found = bars([(NOW, 5), (until, 1)], Step.MINUTE, WITA, since=NOW, until=until)
    assert len(found) == MOST_BARS
    assert found[-1] == Bar(until, 1)
    assert peak(bars([], Step.HOUR, WITA, since=NOW, until=NOW)) is None
