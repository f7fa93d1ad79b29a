"""Stored results and awards."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from showcase.kernel.base import Base


class Snapshot(Base):
    """A stored picture of the count: the frozen board, or the final result with its bundle. Never changed."""

    __tablename__ = "snapshot"
    __table_args__ = (
        Index(
            "uq_snapshot_final",
            "exhibition_id",
            unique=True,
            sqlite_where=text("kind = 'final'"),
            postgresql_where=text("kind = 'final'"),
        ),
        CheckConstraint("kind IN ('freeze', 'final')", name="kind_known"),
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    # JSON texts, kept to the byte: the bundle (empty for a freeze), and what was computed or shown.
    bundle: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    # JSON of the votes that were suspended when the result was fixed; None in results from before that was kept.
    quarantine: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]


class TieDecision(Base):
    """The jury's decision on a tie across a category's last awarded place. Never changed; the latest one holds.

    `entries` are slugs, in the decided order unless `is_shared`; `place` is the one they share by their scores. `state`
    is the hash of the ranking that the decision was made for (results/rules.py): with another ranking it means
    nothing.
    """

    __tablename__ = "tie_decision"
    __table_args__ = (
        CheckConstraint("place >= 1", name="place_positive"),
        CheckConstraint("length(state) = 64", name="state_length"),
        CheckConstraint("length(trim(reason)) > 0", name="reason_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id", ondelete="RESTRICT"), index=True)
    place: Mapped[int]
    entries: Mapped[list[str]] = mapped_column(JSON)
    is_shared: Mapped[bool]
    state: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
