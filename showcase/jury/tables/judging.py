"""The jury's cards, locks, paper sheets, duties on the day, and messages to jurors."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from showcase.jury.rules.score_receipts import CODE_LENGTH
from showcase.kernel.base import Base


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
