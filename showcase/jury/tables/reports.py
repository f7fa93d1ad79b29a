"""What a juror meets on the way from booth to booth: instructions read, and booths where scoring was not possible."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from showcase.jury.rules.obstacles import Cause
from showcase.kernel.base import Base
from showcase.kernel.types import one_of, stored


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
