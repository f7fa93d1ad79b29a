"""Copying last year: exactly what was decided, and nothing that happened."""

from typing import Any

import pytest
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.archive.actions import copies
from showcase.entries.tables import BoothCode, Entry
from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.actions.exhibitions import Description, ExhibitionInvalidError
from showcase.exhibitions.rules import Level, Phase, Visibility
from showcase.exhibitions.tables import Category, Exhibition, RuleSet
from showcase.jury.tables import Assignment, Criterion, Sheet
from showcase.kernel.errors import NotFoundError
from showcase.kernel.tables import AuditEvent
from showcase.voting.tables import Vote
from tests.factories import NOW, Cast, by, hall, sheet

pytestmark = pytest.mark.both_engines
NEXT = Description("Pekan Inovasi 2027", "Bapperida", "Gedung Baru", None, None, "Asia/Jakarta")
COPIED: dict[str, Any] = {
    "visibility": Visibility.ORDER,
    "vote_limit": 3,
    "min_visits": 2,
    "logo_digest": "ab" * 16,
    "logo_width": 210,
    "accent": "#0b6b46",
    "privacy_office": "Bapperida",
    "privacy_reach": "0526-2021010",
    "privacy_more": "Ada kamera.",
    "retention_days": 120,
}
NOT_COPIED: dict[str, Any] = {
    "stakes": True,
    "opens_at": NOW,
    "frozen_at": NOW,
    "setup_marks": ["look"],
    "setup_finished_at": NOW,
    "show_messages": True,
    "phase_message": "istirahat",
    "is_demo": True,
}


@pytest.fixture
def cast(session: Session) -> Cast:
    made = hall(session, **COPIED, **NOT_COPIED)
    made.categories[0].winners = 3
    made.criteria["skpd"][0].levels = [["100", "baru"], ["40", "biasa"]]
    made.criteria["skpd"][0].step_centi = 50
    sheet(session, made.jurors[0], made.entry("skpd-1"), made.criteria["skpd"], 80, 90)
    session.commit()
    return made


def copied(session: Session) -> Exhibition:
    slug = copies.create(session, by("panitia", NOW), NEXT, source="pameran")
    session.flush()
    session.expire_all()
    return exhibitions.named(session, slug)


def columns(row: object, *but: str) -> dict[str, Any]:
    return {one.key: getattr(row, one.key) for one in inspect(type(row)).column_attrs if one.key not in but}


def test_settings(session: Session, cast: Cast) -> None:
    new = copied(session)
    assert {name: getattr(new, name) for name in COPIED} == COPIED
    assert new.level is Level.OPEN
    described = (new.name, new.organiser, new.venue, new.timezone)
    assert described == ("Pekan Inovasi 2027", "Bapperida", "Gedung Baru", "Asia/Jakarta")


def test_what_happened_is_not_copied(session: Session, cast: Cast) -> None:
    new = copied(session)
    fresh = {"stakes": None, "opens_at": None, "frozen_at": None, "setup_marks": [], "setup_finished_at": None}
    fresh |= {"show_messages": False, "phase_message": "", "is_demo": False}
    assert {name: getattr(new, name) for name in NOT_COPIED} == fresh
    assert new.phase is Phase.SETUP
    assert new.pepper
    assert new.pepper != cast.exhibition.pepper
    assert session.scalar(select(func.count(Entry.id)).where(Entry.exhibition_id == new.id)) == 0
    counts = [session.scalar(select(func.count()).select_from(table)) for table in (BoothCode, Assignment, Sheet, Vote)]
    assert counts == [6, 12, 1, 0]
    assert session.scalar(select(func.count(Account.id))) == 3


def test_every_column_of_categories_and_criteria(session: Session, cast: Cast) -> None:
    new = copied(session)

    def all_of(owner: int) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
        groups = session.scalars(select(Category).where(Category.exhibition_id == owner).order_by(Category.position))
        return [
            (
                columns(group, "id", "exhibition_id"),
                [
                    columns(row, "id", "category_id")
                    for row in session.scalars(
                        select(Criterion).where(Criterion.category_id == group.id).order_by(Criterion.position)
                    )
                ],
            )
            for group in groups
        ]

    assert all_of(new.id) == all_of(cast.exhibition.id)
    assert all_of(new.id)[0][0]["winners"] == 3


def test_the_rules_come_as_a_proposal(session: Session, cast: Cast) -> None:
    new = copied(session)
    old, made = (session.get_one(RuleSet, owner) for owner in (cast.exhibition.id, new.id))
    left_out = ("exhibition_id", "confirmed_at", "confirmed_by")
    assert columns(made, *left_out) == columns(old, *left_out)
    assert (made.confirmed_at, made.confirmed_by) == (None, "")


def test_a_level_that_is_not_offered_becomes_the_usual_one(session: Session, cast: Cast) -> None:
    cast.exhibition.level = Level.EMAIL
    session.commit()
    assert copied(session).level is Level.BOOTH


def test_it_is_recorded(session: Session, cast: Cast) -> None:
    new = copied(session)
    found = session.scalars(select(AuditEvent).where(AuditEvent.action == "exhibition.copy")).one()
    assert (found.exhibition_id, found.after) == (new.id, {"source": "pameran"})


def test_refusals_leave_nothing(session: Session, cast: Cast) -> None:
    with pytest.raises(NotFoundError):
        copies.create(session, by("panitia", NOW), NEXT, source="nihil")
    blank = Description("", "", "", None, None, "Asia/Jakarta")
    with pytest.raises(ExhibitionInvalidError):
        copies.create(session, by("panitia", NOW), blank, source="pameran")
    assert exhibitions.count(session) == 1
