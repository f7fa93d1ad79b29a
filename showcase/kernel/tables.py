"""The tables of the installation, the audit log and the ledger."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from showcase.kernel.base import Base

# Who did what, when, and why. Triggers refuse change and removal.


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


# The table of what belongs to the installation as a whole: one row.


class Installation(Base):
    """One row. `generation` grows with every change of content, so that each process knows its copy is old."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    generation: Mapped[int] = mapped_column(default=1)
    last_backup_at: Mapped[datetime | None]
    # What `/`, the jurors' lists and the commands open; organizers choose it. None: the first that is no archive.
    current_exhibition_id: Mapped[int | None] = mapped_column(
        ForeignKey("exhibition.id", ondelete="RESTRICT", name="fk_installation_current_exhibition_id")
    )
    # The address that the server was last started with; commands print it. Empty: no server was started yet.
    served_at_url: Mapped[str] = mapped_column(String(300), default="", server_default="")
    # Whether organizers must have a second factor; asked of them when they sign in.
    second_factor_required: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Which secret key the phones' cookies were signed with (installation/identity.py); none before the first start.
    key_fingerprint: Mapped[str | None] = mapped_column(String(64))


# The table of the ledger: a chain of records of every official act.


class BallotRecord(Base):
    """An immutable line of an exhibition's ledger, chained by hash. Triggers refuse change and removal."""

    __tablename__ = "ballot_record"
    __table_args__ = (CheckConstraint("seq >= 1", name="seq_positive"),)

    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    type: Mapped[str] = mapped_column(String(20))
    # ISO 8601 in UTC, exactly as it was hashed.
    at: Mapped[str] = mapped_column(String(32))
    body: Mapped[str] = mapped_column(Text)
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
