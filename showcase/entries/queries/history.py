"""What was changed about an entry, when, by whom and why, from the audit log."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from showcase.entries.rules.changes import FieldChange, changes
from showcase.exhibitions.tables import Category
from showcase.kernel.tables import AuditEvent

LATEST = 30


@dataclass(frozen=True, slots=True)
class Step:
    """One recorded act on an entry, field by field. A category stands with its name."""

    at: datetime
    actor: str
    action: str
    changes: tuple[FieldChange, ...]
    reason: str


def steps(session: Session, exhibition_id: int, slug: str, *, limit: int | None = LATEST) -> list[Step]:
    """The acts on the entry, the latest first, at most `limit` of them: two queries, by the log's index on subjects."""
    names = {
        str(row.id): row.name
        for row in session.execute(select(Category.id, Category.name).where(Category.exhibition_id == exhibition_id))
    }
    query = select(AuditEvent).where(*_of(exhibition_id, slug)).order_by(AuditEvent.id.desc()).limit(limit)
    return [
        Step(
            at=row.at,
            actor=row.actor,
            action=row.action,
            changes=tuple(_named(change, names) for change in changes(row.before, row.after)),
            reason=row.reason,
        )
        for row in session.scalars(query)
    ]


def count(session: Session, exhibition_id: int, slug: str) -> int:
    """How many acts on the entry were recorded."""
    return session.scalar(select(func.count(AuditEvent.id)).where(*_of(exhibition_id, slug))) or 0


def _of(exhibition_id: int, slug: str) -> tuple[ColumnElement[bool], ...]:
    return (
        AuditEvent.exhibition_id == exhibition_id,
        AuditEvent.subject == slug,
        AuditEvent.action.startswith("entry.", autoescape=True),
    )


def _named(change: FieldChange, categories: dict[str, str]) -> FieldChange:
    if change.field != "category_id":
        return change
    found = (categories.get(text, text) for text in (change.before, change.after))
    return FieldChange(change.field, *found)
