"""The table of how many votes each entry has: one row an entry, written with each vote."""

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
)
from sqlalchemy.orm import Mapped, mapped_column

from showcase.kernel.base import Base


class Tally(Base):
    """How many votes stand for an entry, suspended ones left out. Kept by triggers, in the vote's transaction."""

    __tablename__ = "tally"
    __table_args__ = (CheckConstraint("votes >= 0", name="votes_range"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"), primary_key=True)
    votes: Mapped[int] = mapped_column(default=0)
