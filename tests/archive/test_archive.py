"""The archive: what may go into it and out of it, and what is then nobody's work any more."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.archive import queries as exhibition_lists
from showcase.archive.actions import archive, copies
from showcase.board.actions import announcements
from showcase.entries.queries import catalogue
from showcase.entries.tables import Tally
from showcase.exhibitions.actions.exhibitions import Description, create, named
from showcase.exhibitions.rules import DecidedError, InArchiveError, NoFiguresError, NotPublishedError, Phase
from showcase.jury.actions import notices, obstacles, panels
from showcase.jury.queries import tours
from showcase.jury.tables import JuryMessage
from showcase.kernel.errors import NotFoundError
from showcase.kernel.tables import AuditEvent, Installation
from showcase.kiosk.actions import kiosks
from showcase.scans import actions as scans
from showcase.tickets.tables import Kiosk
from tests.factories import BROUGHT_IN, NOW, PASSWORD_HASH, Cast, by, exhibition, hall, sheet

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(session: Session) -> Cast:
    return hall(session, phase=Phase.PUBLISHED)


def put_away(session: Session, slug: str = "pameran", reason: str = "tahun berganti") -> None:
    archive.put_away(session, by("panitia", NOW, reason), slug)


def take_out(session: Session, slug: str = "pameran") -> None:
    archive.take_out(session, by("panitia", NOW, ""), slug)


def acts(session: Session) -> list[tuple[str, str, str]]:
    rows = session.scalars(select(AuditEvent).where(AuditEvent.action.startswith("exhibition.")))
    return [(row.action, row.subject, row.reason) for row in rows]


def test_in_and_out_are_recorded_and_every_process_hears_of_them(session: Session, cast: Cast) -> None:
    before = session.scalars(select(Installation.generation)).one()
    put_away(session)
    put_away(session)
    assert (cast.exhibition.is_archive, cast.exhibition.has_figures) == (True, True)
    take_out(session)
    take_out(session)
    assert not cast.exhibition.is_archive
    assert acts(session) == [
        ("exhibition.archive", "pameran", "tahun berganti"),
        ("exhibition.unarchive", "pameran", ""),
    ]
    session.expire_all()
    assert session.scalars(select(Installation.generation)).one() == before + 2


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.PUBLISHED])
def test_only_a_published_exhibition_goes_in(session: Session, phase: Phase) -> None:
    row = exhibition(session, phase=phase)
    with pytest.raises(NotPublishedError):
        put_away(session)
    assert not row.is_archive
    assert acts(session) == []


def test_a_year_without_figures_stays_in(session: Session) -> None:
    row = exhibition(session, "dulu", **BROUGHT_IN)
    with pytest.raises(NoFiguresError):
        take_out(session, "dulu")
    assert row.is_archive
    for act in (put_away, take_out):
        with pytest.raises(NotFoundError):
            act(session, "tidak-ada")


def test_running_tablets_end_with_it(session: Session, cast: Cast) -> None:
    token = kiosks.start(session, by("meja", NOW), cast.exhibition.id, "Meja 1", PASSWORD_HASH)
    assert kiosks.running(session, token, now=NOW)
    put_away(session)
    assert kiosks.running(session, token, now=NOW) is None
    assert session.scalars(select(Kiosk.ended_by)).one() == "panitia"


def test_no_act_begins_anything_in_it(session: Session, cast: Cast) -> None:
    put_away(session)
    shown, own = catalogue.load(session).exhibitions["pameran"], cast.exhibition.id
    who = by("panitia", NOW)
    began: list[Callable[[], object]] = [
        lambda: kiosks.start(session, who, own, "Meja 1", PASSWORD_HASH),
        lambda: panels.set_present(session, who, own, "juri1", present=True),
        lambda: panels.send_to(session, who, own, "juri1", "skpd-1"),
        lambda: notices.send(session, who, own, None, "Ke stan A-01"),
        lambda: announcements.say(session, who, "pameran", "Halo", minutes=5),
        lambda: scans.record(session, by("meja", NOW), shown, cast.codes["skpd-1"], stand=""),
        lambda: scans.record_walk(session, by("meja", NOW), shown, [], set()),
    ]
    for act in began:
        with pytest.raises(InArchiveError):
            act()


def test_no_obstacle_is_reported_once_the_result_is_fixed(session: Session, cast: Cast) -> None:
    put_away(session)
    with pytest.raises(DecidedError):
        obstacles.report(session, cast.jurors[0].id, cast.codes["skpd-1"], cause="booth-empty", words="", now=NOW)


def test_jurors_are_not_offered_it_and_see_no_old_words(session: Session, cast: Cast) -> None:
    juror = cast.jurors[0]
    words = {"words": "Ke stan A-01", "sent_by": "panitia", "sent_at": NOW}
    session.add(JuryMessage(exhibition_id=cast.exhibition.id, juror_id=juror.id, **words))
    session.flush()
    assert len(tours.tasks(session, juror.id)) == 6
    assert notices.notices(session, juror.id).messages
    put_away(session)
    assert tours.tasks(session, juror.id) == []
    exhibition(session, "depan", phase=Phase.SETUP)
    assert notices.notices(session, juror.id).messages == ()


def test_next_year_is_current_and_between_two_years_the_latest_is_in_front(session: Session, cast: Cast) -> None:
    late = exhibition(session, "lama", **BROUGHT_IN)
    cast.exhibition.starts_on, late.starts_on = NOW.date(), NOW.date().replace(year=2020)
    put_away(session)
    known = catalogue.load(session)
    assert known.current is None
    assert [view.slug for view in known.archived] == ["pameran", "lama"], "by their days, not by when they came"
    assert known.front is known.exhibitions["pameran"]
    with pytest.raises(NotFoundError, match="in the archive"):
        named(session, None)
    exhibition(session, "depan", phase=Phase.SETUP)
    known = catalogue.load(session)
    assert known.front is known.current is known.exhibitions["depan"]


def test_last_year_can_be_copied_from_the_archive(session: Session, cast: Cast) -> None:
    put_away(session)
    described = Description("Pameran Depan", "", "", None, None, "Asia/Makassar")
    slug = copies.create(session, by("panitia", NOW), described, source="pameran")
    made = named(session, slug)
    assert (made.is_archive, made.has_figures, made.phase) == (False, True, Phase.SETUP)


def test_the_list_s_address_is_no_exhibition_s(session: Session, cast: Cast) -> None:
    described = Description("Exhibitions", "", "", None, None, "Asia/Makassar")
    assert create(session, by("panitia", NOW), described) != "exhibitions"


def test_the_list_says_which_is_current(session: Session, cast: Cast) -> None:
    sheet(session, cast.jurors[0], cast.entry("skpd-1"), cast.criteria["skpd"], 80, 80)
    tally = session.get_one(Tally, cast.entry("skpd-1").id)
    tally.votes = 7
    exhibition(session, "dulu", **BROUGHT_IN)
    exhibition(session, "depan", phase=Phase.SETUP)
    session.flush()

    found = exhibition_lists.lines(session, catalogue.load(session))
    assert [(line.shown.slug, line.is_current, line.entries, line.votes, line.winners) for line in found] == [
        ("pameran", True, 6, 7, 0),
        ("depan", False, 0, 0, None),
        ("dulu", False, 0, None, 0),
    ]
