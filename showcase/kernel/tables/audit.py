"""Who did what, when, and why. Triggers refuse change and removal."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from showcase.kernel.base import Base


class AuditEvent(Base):
    """One recorded act of staff. `before` and `after` hold the changed fields only, never a secret."""

    __tablename__ = "audit_event"
    # One subject's lines; and pages that go from the latest line down, all of them or those of one person.
    __table_args__ = (
        Index("ix_audit_event_subject", "exhibition_id", "subject"),
        Index("ix_audit_event_latest", "at", "id"),
        Index("ix_audit_event_actor_latest", "actor", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int | None] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(200), default="")
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    reason: Mapped[str] = mapped_column(Text, default="")
