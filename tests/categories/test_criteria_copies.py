"""Criteria from another category, and the same for all."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from showcase.categories.actions import criteria, criteria_copies
from showcase.exhibitions.rules import Phase
from showcase.jury.rules.criteria import SIMPLE, CriteriaChangedError, CriteriaOpenedError, CriteriaScoredError
from showcase.kernel.errors import NotFoundError
from showcase.kernel.tables import AuditEvent
from showcase.printing.palette import Palette
from tests.factories import NOW, Cast, by, category, hall, sheet

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(session: Session) -> Cast:
    return hall(session, phase=Phase.SETUP)


def everywhere(session: Session, cast: Cast, seen: str = "") -> int:
    return criteria_copies.give_everywhere(session, by("panitia", NOW), cast.exhibition.id, "skpd", SIMPLE, seen=seen)


def test_own_categories_come_first_then_the_newest_exhibitions(session: Session, cast: Cast) -> None:
    for slug in ("tua", "muda"):
        hall(session, slug, prefix=slug, name=slug.title())
    category(session, cast.exhibition, "sekolah", Palette.TEAL, 2)
    criteria.replace(session, by("panitia", NOW), cast.exhibition.id, "sekolah", ())
    seen: list[object] = []

    def note(*arguments: object) -> None:
        seen.append(arguments[2])

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    found = criteria_copies.sources(session, cast.exhibition.id, "skpd")
    event.remove(engine, "before_cursor_execute", note)
    # The category itself, and one without criteria, are left out.
    assert [source.key for source in found] == [
        "pameran/kecamatan",
        "muda/skpd",
        "muda/kecamatan",
        "tua/skpd",
        "tua/kecamatan",
    ]
    assert (found[1].exhibition, found[1].category, found[1].criteria) == ("Muda", "Skpd", 2)
    assert len(seen) == 1


def test_rows_are_read_by_their_key(session: Session, cast: Cast) -> None:
    rows = criteria_copies.rows_from(session, "pameran/kecamatan")
    assert [row.name for row in rows] == ["Kebaruan", "Kemanfaatan"]
    for key in ("", "pameran", "pameran/nihil", "nihil/skpd", "pame\0ran/x"):
        with pytest.raises(NotFoundError):
            criteria_copies.rows_from(session, key)


def test_all_categories_get_the_same_and_each_is_recorded(session: Session, cast: Cast) -> None:
    category(session, cast.exhibition, "sekolah", Palette.TEAL, 2)
    assert everywhere(session, cast) == 2
    for slug in ("skpd", "kecamatan", "sekolah"):
        assert criteria_copies.rows_from(session, f"pameran/{slug}") == SIMPLE
    recorded = session.scalars(select(AuditEvent.subject).where(AuditEvent.action == "criteria.replace"))
    assert sorted(recorded) == ["kecamatan", "sekolah", "skpd"]


def test_a_score_anywhere_refuses_and_names_the_category(session: Session, cast: Cast) -> None:
    sheet(session, cast.jurors[0], cast.entry("kecamatan-1"), cast.criteria["kecamatan"], 80, 70)
    with pytest.raises(CriteriaScoredError) as refused:
        everywhere(session, cast)
    assert refused.value.details == {"category": "Kecamatan"}


def test_after_the_opening_and_over_somebody_elses_change_it_is_refused(session: Session, cast: Cast) -> None:
    with pytest.raises(CriteriaChangedError):
        everywhere(session, cast, seen="0" * 64)
    cast.exhibition.phase = Phase.VOTING
    session.flush()
    with pytest.raises(CriteriaOpenedError):
        everywhere(session, cast)
