"""A juror's list: what is missing, and the next stop."""

import pytest
from sqlalchemy.orm import Session

from showcase.jury.actions import obstacles, recusals, sheets
from showcase.jury.actions.sheets import Draft
from showcase.jury.queries import briefings, tours
from showcase.jury.tables import Assignment
from showcase.kernel.roles import Role
from tests.factories import NOW, Cast, account, by, hall, sheet

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(session: Session) -> Cast:
    return hall(session)


def following(session: Session, cast: Cast, juror: int = 0) -> str | None:
    found = tours.tour(session, cast.jurors[juror].id).following
    return found.slug if found else None


def test_two_jurors_start_at_different_booths(session: Session, cast: Cast) -> None:
    assert (following(session, cast, 0), following(session, cast, 1)) == ("skpd-1", "kecamatan-1")


def test_entries_with_the_fewest_sheets_come_first(session: Session, cast: Cast) -> None:
    for slug in ("skpd-1", "skpd-2", "kecamatan-1", "kecamatan-2", "kecamatan-3"):
        sheet(session, cast.jurors[1], cast.entry(slug), cast.criteria[slug[:-2]], 80, 70)
    assert following(session, cast) == "skpd-3"


def test_a_skipped_booth_and_a_draft_come_later(session: Session, cast: Cast) -> None:
    juror = cast.jurors[0].id
    obstacles.report(session, juror, cast.codes["skpd-1"], cause="booth-empty", words="", now=NOW)
    sheets.save(session, juror, cast.codes["skpd-2"], Draft({"kebaruan": "80"}, "", 0, submit=False), now=NOW)
    assert following(session, cast) == "skpd-3"
    for slug in ("skpd-3", "kecamatan-1", "kecamatan-2", "kecamatan-3"):
        sheet(session, cast.jurors[0], cast.entry(slug), cast.criteria[slug[:-2]], 80, 70)
    assert following(session, cast) == "skpd-2"
    draft = tours.tasks(session, juror)[1]
    assert (draft.begun, draft.missing) == (True, 1)
    complete = Draft({"kebaruan": "80", "kemanfaatan": "70"}, "", 1, submit=True)
    sheets.save(session, juror, cast.codes["skpd-2"], complete, now=NOW)
    assert following(session, cast) == "skpd-1"


def test_the_list_ends_when_nothing_is_open(session: Session, cast: Cast) -> None:
    for entry in cast.entries:
        if entry.slug != "skpd-1":
            sheet(session, cast.jurors[0], entry, cast.criteria[entry.slug[:-2]], 80, 70)
    code = cast.codes["skpd-1"]
    recusals.recuse(session, by("juri1", NOW, "keluarga"), cast.jurors[0].id, code, confirmed=False)
    assert following(session, cast) is None
    nobody = account(session, "juri9", Role.JUROR)
    assert tours.tour(session, nobody.id).tasks == ()
    session.add(Assignment(juror_id=nobody.id, entry_id=cast.entry("skpd-1").id))
    session.flush()
    assert tours.tour(session, nobody.id).following is not None


def test_instructions_are_confirmed_once_a_juror_and_exhibition(session: Session, cast: Cast) -> None:
    first, second = cast.jurors
    assert not tours.tour(session, first.id).briefed
    for _ in range(2):
        briefings.confirm(session, first.id, cast.exhibition.id, now=NOW)
    assert tours.tour(session, first.id).briefed
    assert briefings.is_confirmed(session, first.id, cast.exhibition.id)
    assert not tours.tour(session, second.id).briefed
    second.is_demo = True
    session.flush()
    assert tours.tour(session, second.id).briefed
