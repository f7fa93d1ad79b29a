"""The migrations give the tables that the models describe, on both engines, and can be told apart by number."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.database import db
from showcase.declaration.actions import changes
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition, RuleSet
from showcase.kernel.base import Base, UtcDateTime
from showcase.kernel.tables import AuditEvent
from tests.factories import BROUGHT_IN, NOW, exhibition, hall

ROOT = Path(__file__).parents[2]


@pytest.mark.both_engines
def test_a_migrated_database_has_the_models_tables(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": _types_differ})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.both_engines
def test_an_older_database_keeps_its_exhibition(app: Flask, session: Session) -> None:
    """Down to the first revision and up again, with an exhibition in it: triggers are made for the tables there are."""
    made = hall(session).exhibition.slug
    session.commit()
    session.close()
    with app.app_context():
        downgrade(revision="0001")
        upgrade()
        found = db.session().scalars(select(Exhibition)).one()
        assert (found.slug, found.min_visits, found.show_messages) == (made, 0, False)
        # Rules of before rank as they did: the jury's score decides first between equal ones.
        assert db.session().scalars(select(RuleSet.ties)).one() == "jury"


@pytest.mark.both_engines
def test_an_archived_year_of_before_has_no_figures_and_one_with_figures_leaves(app: Flask, session: Session) -> None:
    """Before 0014 every archived year was one without figures: both directions keep what each page shows."""
    exhibition(session, "dulu", **BROUGHT_IN)
    exhibition(session, "kemarin", phase=Phase.PUBLISHED, is_archive=True)
    exhibition(session, "kini")
    session.commit()
    session.close()
    with app.app_context():
        downgrade(revision="0012")
        upgrade()
        rows = db.session().scalars(select(Exhibition).order_by(Exhibition.id))
        assert [(row.slug, row.is_archive, row.has_figures) for row in rows] == [
            ("dulu", True, False),
            ("kemarin", False, True),
            ("kini", False, True),
        ]


def test_migrations_form_one_line() -> None:
    script = ScriptDirectory(str(ROOT / "migrations"))
    assert len(script.get_heads()) == 1
    for revision in script.walk_revisions():
        assert not revision.is_merge_point
        assert Path(revision.path).name.startswith(f"{revision.revision}_")


def _types_differ(context: object, column: object, model: object, found: object, described: object) -> bool | None:
    """Our moments are stored as plain ones; everything else Alembic compares itself."""
    return False if isinstance(described, UtcDateTime) else None


@pytest.mark.both_engines
def test_rules_changed_with_a_typed_name_are_stated_too(app: Flask, session: Session) -> None:
    """Before 0021 the audit log alone knew; nobody confirmed them in a session of their own."""
    made = hall(session).exhibition.id
    about = {"exhibition_id": made, "actor": "panitia", "at": NOW, "reason": "keliru"}
    rules = {"jury_weight_bp": 8000}, {"jury_weight_bp": 7000, "second": "sekretaris"}
    weights = {"a": {"weight_bp": 3000}}, {"a": {"weight_bp": 4000}, "second": "sekretaris"}
    session.add(AuditEvent(action="rules.declare", subject="pameran", before=rules[0], after=rules[1], **about))
    session.add(AuditEvent(action="criteria.replace", subject="skpd", before=weights[0], after=weights[1], **about))
    session.add(AuditEvent(action="rules.declare", subject="pameran", **{**about, "reason": ""}))
    session.commit()
    session.close()
    with app.app_context():
        downgrade(revision="0015")
        upgrade()
        found = [
            (
                change.kind,
                change.category,
                change.before,
                change.after,
                change.reason,
                change.decided_by,
                change.decided_at,
            )
            for change in changes.approved(db.session(), made)
        ]
    assert found == [
        ("rules", "", rules[0], {"jury_weight_bp": 7000}, "keliru", "", NOW),
        ("criteria", "skpd", {"a": 3000}, {"a": 4000}, "keliru", "", NOW),
    ]
