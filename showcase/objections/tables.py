"""Objections to a published result, their answers, and corrections that stand beside the result."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from showcase.kernel.base import Base
from showcase.kernel.types import one_of, stored
from showcase.objections.rules import LIMITS, Outcome


class Objection(Base):
    """What somebody objected: about an entry, a category, or (neither) the whole result.

    Triggers refuse removal and every change but one: who it was may be emptied when the retention is over.
    """

    __tablename__ = "objection"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "number"),
        UniqueConstraint("exhibition_id", "form_key"),
        CheckConstraint("number >= 1", name="number_positive"),
        CheckConstraint("entry_id IS NULL OR category_id IS NULL", name="one_subject"),
        CheckConstraint("length(trim(words)) > 0", name="words_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"))
    # From 1 in each exhibition: what papers call it by.
    number: Mapped[int]
    # Who objects and how to reach them: organizers alone see it. Empty once the retention is over.
    name: Mapped[str] = mapped_column(String(LIMITS["name"]))
    reach: Mapped[str] = mapped_column(String(LIMITS["reach"]))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id", ondelete="RESTRICT"))
    words: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
    # By the window as it stood when this was recorded.
    is_late: Mapped[bool]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(120))
    # Of the form it came by, so that a form sent twice records once.
    form_key: Mapped[str] = mapped_column(String(32))


class ObjectionAnswer(Base):
    """An answer. A later one stands in its place, and beside it: triggers refuse change and removal."""

    __tablename__ = "objection_answer"
    __table_args__ = (
        one_of("outcome", Outcome),
        CheckConstraint("length(trim(reason)) > 0", name="reason_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id", ondelete="RESTRICT"), index=True)
    outcome: Mapped[Outcome] = mapped_column(stored(Outcome))
    reason: Mapped[str] = mapped_column(Text)
    answered_by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class ResultCorrection(Base):
    """What is said beside a published result, for everybody to read. Triggers refuse change and removal."""

    __tablename__ = "result_correction"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "number"),
        UniqueConstraint("exhibition_id", "form_key"),
        CheckConstraint("number >= 1", name="number_positive"),
        CheckConstraint("length(trim(words)) > 0", name="words_given"),
        CheckConstraint("length(trim(reason)) > 0", name="reason_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"))
    number: Mapped[int]
    # The accepted objection that led to it, if one did.
    objection_id: Mapped[int | None] = mapped_column(ForeignKey("objection.id", ondelete="RESTRICT"))
    words: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(120))
    # The ledger's line that seals the text.
    ledger_seq: Mapped[int]
    form_key: Mapped[str] = mapped_column(String(32))
