"""The table of slots whose votes do not count while a quarantine stands."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from showcase.kernel.base import Base


class Suspension(Base):
    """A voter's slot whose vote does not count while the flag's quarantine stands.

    The slot, not the vote: what the voter chooses there next is suspended as well, else a move, or taking the vote back
    and giving it again, would undo what two people decided. `vote.suspended` says the same of the vote that stands.
    """

    __tablename__ = "suspension"
    __table_args__ = (
        Index("ix_suspension_flag", "flag_id"),
        ForeignKeyConstraint(
            ["exhibition_id", "voter_key"], ["voter.exhibition_id", "voter.voter_key"], ondelete="RESTRICT"
        ),
    )

    exhibition_id: Mapped[int] = mapped_column(primary_key=True)
    voter_key: Mapped[str] = mapped_column(String(32), primary_key=True)
    slot: Mapped[str] = mapped_column(String(60), primary_key=True)
    flag_id: Mapped[int] = mapped_column(ForeignKey("anomaly_flag.id", ondelete="RESTRICT"), primary_key=True)
