"""Booths where a juror could not score."""

import pytest
from sqlalchemy.orm import Session

from showcase.jury.actions import obstacles
from showcase.jury.queries import tours
from showcase.jury.rules.obstacles import Cause, CauseNeededError
from showcase.kernel.errors import NotFoundError
from tests.factories import NOW, Cast, by, hall

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(session: Session) -> Cast:
    return hall(session)


def report(session: Session, cast: Cast, cause: str, words: str = "", entry: str = "skpd-1") -> None:
    obstacles.report(session, cast.jurors[0].id, cast.codes[entry], cause=cause, words=words, now=NOW)


def test_a_report_reaches_the_organizer_and_stays_on_the_list_until_resolved(session: Session, cast: Cast) -> None:
    report(session, cast, "booth-empty")
    report(session, cast, "technical", "listrik padam")
    assert obstacles.count_open(session, cast.exhibition.id) == 1
    view = obstacles.listed(session, cast.exhibition.id)[0]
    assert (view.cause, view.words, view.booth, view.juror) == (Cause.TECHNICAL, "listrik padam", "A-01", "Juri1")
    assert tours.tasks(session, cast.jurors[0].id)[0].cause is Cause.TECHNICAL
    assert tours.tasks(session, cast.jurors[1].id)[0].cause is None
    for _ in range(2):
        obstacles.resolve(session, by("panitia", NOW), cast.exhibition.id, view.id)
    assert obstacles.count_open(session, cast.exhibition.id) == 0
    assert obstacles.listed(session, cast.exhibition.id)[0].resolved_by == "panitia"
    assert tours.tasks(session, cast.jurors[0].id)[0].cause is None
    report(session, cast, "presenter-absent")
    assert obstacles.count_open(session, cast.exhibition.id) == 1


def test_the_juror_can_clear_the_own_one(session: Session, cast: Cast) -> None:
    report(session, cast, "booth-empty")
    obstacles.clear(session, by("juri2", NOW), cast.jurors[1].id, cast.codes["skpd-1"])
    assert obstacles.count_open(session, cast.exhibition.id) == 1
    obstacles.clear(session, by("juri1", NOW), cast.jurors[0].id, cast.codes["skpd-1"])
    assert obstacles.count_open(session, cast.exhibition.id) == 0


@pytest.mark.parametrize(("cause", "words"), [("", ""), ("lain", "x"), ("other", "  "), ("technical", "x" * 501)])
def test_only_the_fixed_reasons_and_words_for_other(session: Session, cast: Cast, cause: str, words: str) -> None:
    with pytest.raises(CauseNeededError):
        report(session, cast, cause, words)
    assert obstacles.listed(session, cast.exhibition.id) == []


def test_another_exhibitions_obstacle_is_not_found(session: Session, cast: Cast) -> None:
    report(session, cast, "booth-empty")
    other = hall(session, "lain", prefix="lain-")
    number = obstacles.listed(session, cast.exhibition.id)[0].id
    with pytest.raises(NotFoundError):
        obstacles.resolve(session, by("panitia", NOW), other.exhibition.id, number)
