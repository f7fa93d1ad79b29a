"""Who judges what, the score sheets, and conflicts of interest."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from showcase.jury.rules.scoring import SheetState
from showcase.kernel.base import Base
from showcase.kernel.types import one_of, stored


class Assignment(Base):
    """This juror is to judge this entry."""

    __tablename__ = "assignment"

    juror_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"), primary_key=True, index=True)


class Recusal(Base):
    """This juror must not judge this entry, and why. What was on the pair's sheet stays a draft that counts nowhere."""

    __tablename__ = "recusal"
    __table_args__ = (CheckConstraint("length(trim(reason)) > 0", name="reason_given"),)

    juror_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"), primary_key=True, index=True)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Sheet(Base):
    """One juror, one entry, all criteria. `row_version` grows with each save, so that two devices can't overwrite."""

    __tablename__ = "sheet"
    __table_args__ = (
        UniqueConstraint("juror_id", "entry_id"),
        ForeignKeyConstraint(
            ["juror_id", "entry_id"], ["assignment.juror_id", "assignment.entry_id"], ondelete="RESTRICT"
        ),
        one_of("state", SheetState),
        CheckConstraint("(state = 'draft') = (submitted_at IS NULL)", name="submitted_has_moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int]
    entry_id: Mapped[int]
    state: Mapped[SheetState] = mapped_column(stored(SheetState), default=SheetState.DRAFT)
    note: Mapped[str] = mapped_column(Text, default="")
    row_version: Mapped[int] = mapped_column(default=1)
    is_simulated: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[str] = mapped_column(String(20), default="phone")
    # Device -> number of the last change taken from it, so that a late or doubled request changes nothing.
    taken: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]

    scores: Mapped[list["Score"]] = relationship(cascade="all, delete-orphan", lazy="raise")


class Score(Base):
    """Hundredths of a point for one criterion; its repeated range lets the database hold the score in it."""

    __tablename__ = "score"
    __table_args__ = (
        ForeignKeyConstraint(
            ["criterion_id", "min_centi", "max_centi"],
            ["criterion.id", "criterion.min_centi", "criterion.max_centi"],
            ondelete="RESTRICT",
        ),
        CheckConstraint("value_centi BETWEEN min_centi AND max_centi", name="value_range"),
    )

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id", ondelete="RESTRICT"), primary_key=True)
    criterion_id: Mapped[int] = mapped_column(primary_key=True)
    min_centi: Mapped[int] = mapped_column(default=0, server_default="0")
    max_centi: Mapped[int]
    value_centi: Mapped[int]
