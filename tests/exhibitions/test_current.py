"""Which exhibition is the current one, asked of the database and of the catalogue: the organizers choose it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.archive.actions import archive, copies
from showcase.entries.queries import catalogue
from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.actions.exhibitions import Description, named
from showcase.exhibitions.queries import current_id
from showcase.exhibitions.rules import InArchiveError, Phase
from showcase.kernel import content
from showcase.kernel.tables import AuditEvent
from showcase.phases.actions import phases
from tests.factories import BROUGHT_IN, NOW, by, exhibition, hall

WHO = by("panitia", NOW)
NEXT = Description("Pameran Depan", "", "", None, None, "Asia/Makassar")


def chosen(session: Session) -> str:
    by_catalogue = catalogue.load(session).current
    assert by_catalogue is not None
    assert by_catalogue.id == session.scalar(select(current_id()))
    assert by_catalogue.slug == named(session, None).slug
    return by_catalogue.slug


@pytest.mark.both_engines
@pytest.mark.parametrize("phase", [Phase.SETUP, Phase.VOTING, Phase.PUBLISHED])
def test_the_first_one_is_current_from_the_start_and_no_later_one_takes_over(session: Session, phase: Phase) -> None:
    exhibition(session, "lama", **BROUGHT_IN)
    exhibition(session, "ini", phase=phase)
    exhibition(session, "depan", phase=Phase.VOTING)
    assert chosen(session) == "ini"


ACTS: list[Callable[[Session], object]] = [
    lambda session: exhibitions.create(session, WHO, NEXT),
    lambda session: copies.create(session, WHO, NEXT, source="ini"),
    lambda session: hall(session, "dimuat", prefix="x"),
    lambda session: phases.move(session, WHO.because("Hujan"), named(session, "ini").id, Phase.PAUSED),
    lambda session: setattr(named(session, "depan"), "phase", Phase.PUBLISHED),
]


@pytest.mark.parametrize("act", ACTS)
def test_preparing_opening_and_publishing_change_nothing(session: Session, act: Callable[[Session], object]) -> None:
    hall(session, "ini")
    exhibition(session, "depan", phase=Phase.VOTING)
    exhibitions.make_current(session, WHO, "depan")
    act(session)
    session.flush()
    session.expire_all()
    assert chosen(session) == "depan"


@pytest.mark.both_engines
def test_an_organizer_makes_one_current_and_it_is_recorded(session: Session) -> None:
    made = exhibitions.create(session, WHO, NEXT)
    exhibition(session, "ini", phase=Phase.VOTING)
    exhibition(session, "lama", **BROUGHT_IN)
    before = content.generation(session)
    exhibitions.make_current(session, WHO, "ini")
    exhibitions.make_current(session, WHO, "ini")
    assert chosen(session) == "ini"
    lines = session.scalars(select(AuditEvent).where(AuditEvent.action == "exhibition.current"))
    assert [(row.before, row.after) for row in lines] == [({"current": made}, {"current": "ini"})]
    assert content.generation(session) == before + 1
    with pytest.raises(InArchiveError):
        exhibitions.make_current(session, WHO, "lama")


def test_the_front_page_keeps_the_current_one_that_is_put_into_the_archive(session: Session) -> None:
    hall(session, "ini", phase=Phase.PUBLISHED)
    exhibition(session, "depan", phase=Phase.SETUP)
    exhibitions.make_current(session, WHO, "ini")
    archive.put_away(session, WHO.because(""), "ini")
    known = catalogue.load(session)
    assert (known.front, known.current) == (known.exhibitions["ini"], None)
    with pytest.raises(exhibitions.NotFoundError, match="make another one current"):
        named(session, None)
    exhibitions.make_current(session, WHO, "depan")
    assert chosen(session) == "depan"
