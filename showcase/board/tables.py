"""The big screens of a hall, and what is announced on all of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from showcase.board.rules import LONGEST_ANNOUNCEMENT, MOST_SCREENS
from showcase.kernel.base import Base


class Screen(Base):
    """A browser that shows the board. Its key is a random one of its own; its number is free again when it is gone."""

    __tablename__ = "screen"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "key"),
        UniqueConstraint("exhibition_id", "number"),
        CheckConstraint(f"number BETWEEN 1 AND {MOST_SCREENS}", name="number_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"))
    key: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]


class Announcement(Base):
    """A sentence for every screen. An exhibition has at most one that was not ended; a new one ends it."""

    __tablename__ = "announcement"
    __table_args__ = (
        CheckConstraint(f"length(trim(words)) BETWEEN 1 AND {LONGEST_ANNOUNCEMENT}", name="words_length"),
        CheckConstraint("(ended_at IS NULL) = (ended_by = '')", name="ended_by_somebody"),
        Index(
            "uq_announcement_standing",
            "exhibition_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), index=True)
    words: Mapped[str] = mapped_column(String(LONGEST_ANNOUNCEMENT))
    said_by: Mapped[str] = mapped_column(String(120))
    said_at: Mapped[datetime]
    # None: until it is taken down.
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(120), default="")
