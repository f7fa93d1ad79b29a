"""Stuffing is stored, noticed once, and not dropped; nothing is final before it is decided."""

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from showcase.anomalies.actions import flags, quarantine
from showcase.anomalies.rules import FlagState, Proposal
from showcase.anomalies.tables import AnomalyFlag
from showcase.exhibitions.rules import DecidedError, NotReadyError, Phase
from showcase.exhibitions.tables import Exhibition
from showcase.phases.actions import phases
from showcase.phases.rules import GapKind, GapsError
from tests.factories import NOW, by, hall, sheet
from tests.stuffing import ALL, HONEST, LATER, SECOND, STUFFED, Day, stuffed

pytestmark = pytest.mark.both_engines


@pytest.fixture
def day(session: Session) -> Day:
    return stuffed(session)


def test_a_flag_changes_no_count_and_comes_once(day: Day) -> None:
    assert day.counters() == ALL
    row = day.flag()
    assert (row.state, row.entry_id) == (FlagState.OPEN, day.cast.entry("skpd-1").id)
    assert row.evidence["numbers"]["votes"] == STUFFED
    before = day.session.scalar(select(func.count(AnomalyFlag.id)))
    assert flags.scan(day.session, day.id, now=LATER) == 0
    assert day.session.scalar(select(func.count(AnomalyFlag.id))) == before


def test_a_flag_grows_until_somebody_looks_at_it(day: Day) -> None:
    for place in range(40):
        day.vote("skpd-1", 300 + place, 5240 + place + 0.7 * (place % 2))
    assert flags.scan(day.session, day.id, now=LATER) == 0
    assert len(day.flag().evidence["ballots"]) == STUFFED + 40
    day.decide(Proposal.DISMISS)
    assert flags.look(day.session, day.id) == []
    for place in range(40):
        day.vote("skpd-1", 400 + place, 5300 + place + 0.7 * (place % 2))
    assert flags.scan(day.session, day.id, now=LATER) >= 1


def _sheets(day: Day) -> None:
    for entry in day.cast.entries:
        criteria = day.cast.criteria[entry.slug.split("-")[0]]
        for juror in day.cast.jurors:
            sheet(day.session, juror, entry, criteria, 80, 70 + entry.id % 7)


def test_no_result_while_something_is_undecided(day: Day) -> None:
    _sheets(day)
    phases.move(day.session, by("panitia", LATER, "tutup"), day.id, Phase.DELIBERATION)
    exhibition = day.session.get_one(Exhibition, day.id)

    def refused() -> None:
        with pytest.raises(GapsError) as caught:
            phases.check_ready(day.session, exhibition, Phase.FINAL)
        assert GapKind.ANOMALY in {gap.kind for gap in caught.value.gaps}
        with pytest.raises(NotReadyError):
            phases.move(day.session, by("panitia", LATER, "sah"), day.id, Phase.FINAL)

    refused()
    for row in day.session.scalars(select(AnomalyFlag)).all():
        day.decide(Proposal.DISMISS, row)
    flag = day.flag()
    day.propose(Proposal.QUARANTINE)
    refused()
    quarantine.confirm(day.session, by("panitia2", LATER), day.id, flag.id, Proposal.QUARANTINE)
    with pytest.raises(GapsError) as left:
        phases.check_ready(day.session, exhibition, Phase.FINAL)
    assert GapKind.ANOMALY not in {gap.kind for gap in left.value.gaps}
    phases.move(day.session, by("panitia", LATER, "sah"), day.id, Phase.FINAL, accept_gaps=True)
    with pytest.raises(DecidedError):
        day.propose(Proposal.RELEASE)
    assert day.counters() == HONEST


def test_closing_looks_through_all_votes(session: Session) -> None:
    made = Day(session, hall(session))
    for place in range(STUFFED):
        made.vote("skpd-1", 100 + place, 4 * place + place % 3)
    phases.move(session, by("panitia", LATER, "tutup"), made.id, Phase.DELIBERATION)
    assert flags.waiting(session, made.id) >= 1


def test_looking_asks_two_queries_and_is_due_once_a_minute(day: Day) -> None:
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    bind = day.session.get_bind()
    event.listen(bind, "before_cursor_execute", note)
    try:
        flags.look(day.session, day.id, since=NOW)
    finally:
        event.remove(bind, "before_cursor_execute", note)
    assert len(asked) == 2
    assert flags.is_due(day.session, day.id, whole=False, now=LATER)
    assert flags.is_due(day.session, day.id, whole=True, now=LATER)
    assert not flags.is_due(day.session, day.id, whole=False, now=LATER + 59 * SECOND)
    assert flags.is_due(day.session, day.id, whole=False, now=LATER + 60 * SECOND)
