"""Changes of rules that are in use: proposed by one organizer, approved by another."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from showcase.declaration.rules import MAX_REASON, ChangeState, RuleKind
from showcase.kernel.base import Base
from showcase.kernel.types import one_of, stored

_WAITS = text("state = 'waiting'")


class RuleChange(Base):
    """One proposal and what became of it. Nothing counts by it until it is approved."""

    __tablename__ = "rule_change"
    __table_args__ = (
        Index(
            "uq_rule_change_waiting",
            "exhibition_id",
            "kind",
            "category",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        one_of("kind", RuleKind),
        one_of("state", ChangeState),
        CheckConstraint("length(trim(reason)) > 0", name="reason_given"),
        CheckConstraint("state <> 'approved' OR decided_by <> proposed_by", name="two_names"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_when"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[RuleKind] = mapped_column(stored(RuleKind))
    # The category's slug for weights of criteria, else empty.
    category: Mapped[str] = mapped_column(String(60), default="")
    # The rules' columns, or basis points by criterion; `before` is empty where nothing was declared yet.
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    # SHA-256 over everything that the comparison of old and new results rested on, votes and sheets aside.
    basis: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(MAX_REASON))
    state: Mapped[ChangeState] = mapped_column(stored(ChangeState), default=ChangeState.WAITING)
    proposed_by: Mapped[str] = mapped_column(String(120))
    proposed_at: Mapped[datetime]
    # Empty in a change from before there were proposals: a name was typed then, and confirmed nothing.
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    decided_at: Mapped[datetime | None]
