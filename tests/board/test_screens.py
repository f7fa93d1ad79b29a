"""Screens that report, and what is announced on them."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.board.actions import announcements, screens
from showcase.board.rules import LONGEST_ANNOUNCEMENT, MOST_SCREENS, AnnouncementLongError, AnnouncementMinutesError
from showcase.board.tables import Screen
from showcase.kernel.errors import DomainError
from showcase.kernel.tables import AuditEvent
from showcase.messages.rules import MessageBlankError, MessageCharactersError
from tests.factories import NOW, Cast, by, hall

pytestmark = pytest.mark.both_engines
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def key(number: int) -> str:
    return f"{number:032x}"


@pytest.fixture
def cast(session: Session) -> Cast:
    return hall(session)


def test_a_screen_keeps_its_number_and_is_written_down_seldom(session: Session, cast: Cast) -> None:
    here = cast.exhibition.id
    assert screens.number_of(session, here, key(1), now=NOW) is None
    assert screens.note(session, here, key(1), now=NOW) == 1
    assert screens.note(session, here, key(2), now=NOW) == 2
    assert screens.number_of(session, here, key(1), now=NOW + 29 * SECOND) == 1
    assert screens.number_of(session, here, key(1), now=NOW + 30 * SECOND) is None
    assert screens.note(session, here, key(1), now=NOW + 30 * SECOND) == 1
    assert [screen.number for screen in screens.listed(session, here, now=NOW + MINUTE)] == [1, 2]


def test_a_screen_that_says_nothing_is_lost_and_then_forgotten(session: Session, cast: Cast) -> None:
    here = cast.exhibition.id
    screens.note(session, here, key(1), now=NOW)
    for after, lost in ((74 * SECOND, [False]), (2 * MINUTE, [True]), (10 * MINUTE, [])):
        found = screens.listed(session, here, now=NOW + after)
        assert [screen.is_lost for screen in found] == lost
    # Its number goes to the next.
    assert screens.note(session, here, key(2), now=NOW + 11 * MINUTE) == 1
    assert session.scalar(select(func.count()).select_from(Screen)) == 1


def test_no_more_than_fifty_are_counted(session: Session, cast: Cast) -> None:
    here = cast.exhibition.id
    numbers = [screens.note(session, here, key(n), now=NOW) for n in range(MOST_SCREENS + 20)]
    assert numbers == [*range(1, MOST_SCREENS + 1), *[None] * 20]
    assert session.scalar(select(func.count()).select_from(Screen)) == MOST_SCREENS
    # Not even after a while, as long as the fifty are there.
    for n in range(MOST_SCREENS):
        screens.note(session, here, key(n), now=NOW + 5 * MINUTE)
    assert screens.note(session, here, key(999), now=NOW + 14 * MINUTE) is None


def test_exhibitions_have_screens_of_their_own(session: Session, cast: Cast) -> None:
    other = hall(session, "lain", prefix="lain-").exhibition.id
    screens.note(session, cast.exhibition.id, key(1), now=NOW)
    assert screens.listed(session, other, now=NOW) == []
    assert screens.note(session, other, key(1), now=NOW) == 1


def test_an_announcement_stands_for_its_time(session: Session, cast: Cast) -> None:
    here = cast.exhibition.id
    announcements.say(session, by("mc", NOW), "pameran", "  Undian\n di panggung ", minutes=5)
    told = announcements.standing(session, here, now=NOW + 5 * MINUTE - SECOND)
    assert told is not None
    assert told.words == "Undian di panggung"
    assert announcements.standing(session, here, now=NOW + 5 * MINUTE) is None


def test_a_new_one_takes_the_place_of_the_old(session: Session, cast: Cast) -> None:
    here = cast.exhibition.id
    for words in ("satu", "dua"):
        announcements.say(session, by("mc", NOW), "pameran", words, minutes=0)
    standing = announcements.standing(session, here, now=NOW + timedelta(days=1))
    assert standing is not None
    assert (standing.words, standing.until) == ("dua", None)
    announcements.dismiss(session, by("panitia", NOW + MINUTE), "pameran")
    announcements.dismiss(session, by("panitia", NOW + MINUTE), "pameran")
    assert announcements.standing(session, here, now=NOW + MINUTE) is None
    assert [(one.words, one.ended_by) for one in announcements.history(session, here)] == [
        ("dua", "panitia"),
        ("satu", "mc"),
    ]
    acts = [(row.action, row.actor) for row in session.scalars(select(AuditEvent).order_by(AuditEvent.id))]
    assert acts == [("screen.announce", "mc"), ("screen.announce", "mc"), ("screen.dismiss", "panitia")]


@pytest.mark.parametrize(
    ("words", "minutes", "error"),
    [
        ("x" * (LONGEST_ANNOUNCEMENT + 1), 5, AnnouncementLongError),
        (" \n ", 5, MessageBlankError),
        ("a\u202eb", 5, MessageCharactersError),
        ("halo", 7, AnnouncementMinutesError),
    ],
)
def test_what_is_no_announcement(
    session: Session, cast: Cast, words: str, minutes: int, error: type[DomainError]
) -> None:
    with pytest.raises(error):
        announcements.say(session, by("mc", NOW), "pameran", words, minutes=minutes)
    assert announcements.history(session, cast.exhibition.id) == []


def test_the_longest_one_is_stored(session: Session, cast: Cast) -> None:
    announcements.say(session, by("mc", NOW), "pameran", "é" * LONGEST_ANNOUNCEMENT, minutes=1)
    assert announcements.standing(session, cast.exhibition.id, now=NOW) is not None
