"""Recording who did what, when and why."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from showcase.models import AuditEvent


def record(
    session: Session,
    *,
    actor: str,
    action: str,
    at: datetime,
    exhibition_id: int | None = None,
    subject: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Add a line to the audit log, in the transaction of the act itself. Values must be plain JSON, never secrets."""
    session.add(
        AuditEvent(
            exhibition_id=exhibition_id,
            at=at,
            actor=actor,
            action=action,
            subject=subject,
            before=dict(before or {}),
            after=dict(after or {}),
            reason=reason,
        )
    )


def record_many(
    session: Session,
    lines: Iterable[tuple[str, Mapping[str, Any], Mapping[str, Any]]],
    *,
    actor: str,
    action: str,
    at: datetime,
    exhibition_id: int,
) -> None:
    """As `record`, for thousands of (subject, before, after) in one statement."""
    about = {"exhibition_id": exhibition_id, "at": at, "actor": actor, "action": action, "reason": ""}
    rows = [
        about | {"subject": subject, "before": dict(before), "after": dict(after)} for subject, before, after in lines
    ]
    if rows:
        session.execute(insert(AuditEvent), rows)
