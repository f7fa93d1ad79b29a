"""The table of the ledger: a chain of records of every official act."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from showcase.kernel.base import Base


class BallotRecord(Base):
    """An immutable line of an exhibition's ledger, chained by hash. Triggers refuse change and removal."""

    __tablename__ = "ballot_record"
    __table_args__ = (CheckConstraint("seq >= 1", name="seq_positive"),)

    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    type: Mapped[str] = mapped_column(String(20))
    # ISO 8601 in UTC, exactly as it was hashed.
    at: Mapped[str] = mapped_column(String(32))
    body: Mapped[str] = mapped_column(Text)
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
