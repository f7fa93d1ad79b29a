"""The history of an entry: found by the log's index, of this entry alone."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from showcase.entries.actions import entries
from showcase.entries.queries import history
from showcase.kernel.act import Act
from tests.factories import NOW, Cast, by, hall

PLAN = "EXPLAIN QUERY PLAN SELECT * FROM audit_event WHERE exhibition_id = 1 AND subject = 'skpd-1' ORDER BY id DESC"


@pytest.fixture
def cast(session: Session) -> Cast:
    return hall(session)


def test_only_acts_on_this_entry(session: Session, cast: Cast) -> None:
    other = hall(session, "lain", prefix="lain-")
    for owner in (cast, other):
        entries.update(session, by("panitia", NOW), owner.exhibition.id, "skpd-1", {"aim": owner.exhibition.slug})
    # Another kind of thing may bear the same name.
    Act("x", NOW).record(session, "sheets.lock", "skpd-1", exhibition_id=cast.exhibition.id)
    session.flush()
    (step,) = history.steps(session, cast.exhibition.id, "skpd-1")
    assert [(change.field, change.before, change.after) for change in step.changes] == [("aim", "", "pameran")]
    assert history.count(session, cast.exhibition.id, "skpd-1") == 1


def test_a_category_stands_with_its_name(session: Session, cast: Cast) -> None:
    wanted = {"category_id": cast.categories[1].id}
    entries.update(session, by("panitia", NOW), cast.exhibition.id, "skpd-1", wanted)
    (step,) = history.steps(session, cast.exhibition.id, "skpd-1")
    assert (step.changes[0].before, step.changes[0].after) == ("Skpd", "Kecamatan")


def test_the_latest_first_and_no_more_than_asked(session: Session, cast: Cast) -> None:
    for number in range(5):
        entries.update(session, by("panitia", NOW), cast.exhibition.id, "skpd-1", {"aim": str(number)})
    found = history.steps(session, cast.exhibition.id, "skpd-1", limit=2)
    assert [step.changes[0].after for step in found] == ["4", "3"]


def test_the_log_is_read_by_its_index(session: Session) -> None:
    plan = " ".join(str(row) for row in session.execute(text(PLAN)))
    assert "ix_audit_event_subject" in plan
