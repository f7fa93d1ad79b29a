"""Recording who did what, when and why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

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
