"""The tables of criteria, assignments, sheets, locks and reports."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from showcase.jury.rules import criteria
from showcase.jury.rules.obstacles import Cause
from showcase.jury.rules.score_receipts import CODE_LENGTH
from showcase.jury.rules.scoring import SheetState
from showcase.kernel.base import Base
from showcase.kernel.slugs import SLUG_LENGTH
from showcase.kernel.types import one_of, stored

# The table of criteria, by which jurors score the entries of a category.


class Criterion(Base):
    """What a juror scores: `min_centi` to `max_centi` hundredths of a point by `step_centi`.

    The weights of a category sum to 10,000.
    """

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("category_id", "slug"),
        UniqueConstraint("id", "max_centi"),
        # A score repeats its criterion's range, so that the database itself can hold it.
        Index("uq_criterion_scale", "id", "min_centi", "max_centi", unique=True),
        ForeignKeyConstraint(["category_id"], ["category.id"], ondelete="RESTRICT"),
        CheckConstraint("weight_bp BETWEEN 1 AND 10000", name="weight_range"),
        CheckConstraint("max_centi BETWEEN 100 AND 100000", name="max_range"),
        CheckConstraint("min_centi >= 0 AND min_centi < max_centi", name="min_range"),
        CheckConstraint("step_centi >= 1 AND step_centi <= max_centi - min_centi", name="step_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int]
    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH))
    name: Mapped[str] = mapped_column(String(criteria.NAME_LENGTH))
    description: Mapped[str] = mapped_column(Text, default="")
    # Pairs of score and meaning, highest first: [["100", "belum pernah ada"], ...].
    levels: Mapped[list[Any]] = mapped_column(JSON, default=list)
    weight_bp: Mapped[int]
    max_centi: Mapped[int] = mapped_column(default=10000)
    min_centi: Mapped[int] = mapped_column(default=0, server_default="0")
    step_centi: Mapped[int] = mapped_column(default=1, server_default="1")
    position: Mapped[int] = mapped_column(default=0)


# The jury's cards, locks, paper sheets, duties on the day, and messages to jurors.


class CategoryLock(Base):
    """A juror's signature under all own sheets of a category, with the receipt that it gave.

    It stands until `ended_at`: a sheet of it was reopened, or another lock took its place.
    """

    __tablename__ = "category_lock"
    __table_args__ = (
        Index(
            "uq_category_lock_standing",
            "juror_id",
            "category_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id", ondelete="RESTRICT"))
    locked_at: Mapped[datetime]
    nonce: Mapped[str] = mapped_column(String(32))
    # The receipt as canonical JSON, to the byte, and its hash; the check code is the beginning of the hash.
    receipt: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    ended_at: Mapped[datetime | None]


class PaperReading(Base):
    """What one member of staff read from a juror's paper sheet. Two equal ones of two people become the sheet."""

    __tablename__ = "paper_reading"
    __table_args__ = (
        ForeignKeyConstraint(
            ["juror_id", "entry_id"], ["assignment.juror_id", "assignment.entry_id"], ondelete="RESTRICT"
        ),
    )

    juror_id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(primary_key=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), primary_key=True)
    # Hundredths of a point by criterion.
    scores: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]


class JuryDuty(Base):
    """A juror on the day of an exhibition: here since when, and the entry where an organizer sends this juror next."""

    __tablename__ = "jury_duty"

    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), primary_key=True)
    present_since: Mapped[datetime | None]
    next_entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"))


class JuryMessage(Base):
    """A message to one juror; one to all is a row each. It shows on the juror's pages until dismissed."""

    __tablename__ = "jury_message"
    __table_args__ = (
        Index("ix_jury_message_juror", "juror_id", "dismissed_at"),
        CheckConstraint("length(trim(words)) > 0", name="words_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"))
    juror_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    words: Mapped[str] = mapped_column(Text)
    sent_by: Mapped[str] = mapped_column(String(120))
    sent_at: Mapped[datetime]
    dismissed_at: Mapped[datetime | None]


# What a juror meets on the way from booth to booth: instructions read, and booths where scoring was not possible.


class Briefing(Base):
    """This juror has read the instructions of this exhibition."""

    __tablename__ = "briefing"

    juror_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), primary_key=True)
    read_at: Mapped[datetime]


class Obstacle(Base):
    """This juror could not score this entry, and why. A juror has at most one open obstacle at an entry."""

    __tablename__ = "obstacle"
    __table_args__ = (
        one_of("cause", Cause),
        CheckConstraint("cause <> 'other' OR length(trim(words)) > 0", name="other_in_words"),
        CheckConstraint("(resolved_at IS NULL) = (resolved_by = '')", name="resolved_by_somebody"),
        Index(
            "uq_obstacle_open",
            "juror_id",
            "entry_id",
            unique=True,
            sqlite_where=text("resolved_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"), index=True)
    cause: Mapped[Cause] = mapped_column(stored(Cause))
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str] = mapped_column(String(120), default="")


# Who judges what, the score sheets, and conflicts of interest.


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
