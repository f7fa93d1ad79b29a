"""The draw: its seed, the tickets in the order that it gave, and who won which prize."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from showcase.draw.rules import CLAIM_LENGTH, MOST_PRIZES
from showcase.kernel.base import Base


class Draw(Base):
    """An exhibition's one draw. The seed is secret until `drawn_at`; its commitment stands in the ledger."""

    __tablename__ = "draw"
    __table_args__ = (
        CheckConstraint(f"prizes BETWEEN 1 AND {MOST_PRIZES}", name="prizes_range"),
        CheckConstraint("length(seed) = 64", name="seed_length"),
        CheckConstraint("(drawn_at IS NULL) = (head IS NULL)", name="drawn_with_head"),
    )

    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), primary_key=True)
    seed: Mapped[str] = mapped_column(String(64))
    prizes: Mapped[int]
    # The ledger's line that holds the commitment.
    committed_seq: Mapped[int]
    prepared_at: Mapped[datetime]
    drawn_at: Mapped[datetime | None]
    # Hash of the ledger's line by which the vote was closed.
    head: Mapped[str | None] = mapped_column(String(64))


class DrawTicket(Base):
    """A finished voter's ticket and its place in the order, from 1. Triggers refuse change and removal."""

    __tablename__ = "draw_ticket"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "place"),
        UniqueConstraint("exhibition_id", "voter_key"),
        UniqueConstraint("exhibition_id", "ticket"),
        CheckConstraint("place >= 1", name="place_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("draw.exhibition_id", ondelete="RESTRICT"))
    place: Mapped[int]
    ticket: Mapped[str] = mapped_column(String(64))
    voter_key: Mapped[str] = mapped_column(String(32))


class DrawWin(Base):
    """A prize that fell to a ticket: open, handed over (`claimed_*`), or passed on to the next one (`passed_*`)."""

    __tablename__ = "draw_win"
    __table_args__ = (
        UniqueConstraint("ticket_id"),
        UniqueConstraint("exhibition_id", "claim_code"),
        Index(
            "uq_draw_win_standing",
            "exhibition_id",
            "prize",
            unique=True,
            sqlite_where=text("passed_at IS NULL"),
            postgresql_where=text("passed_at IS NULL"),
        ),
        CheckConstraint("claimed_at IS NULL OR passed_at IS NULL", name="claimed_or_passed"),
        CheckConstraint("passed_at IS NULL OR length(trim(passed_reason)) > 0", name="passed_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("draw.exhibition_id", ondelete="RESTRICT"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("draw_ticket.id", ondelete="RESTRICT"))
    prize: Mapped[int]
    # Shown to the winning phone alone; whoever brings it to the desk gets the prize.
    claim_code: Mapped[str] = mapped_column(String(CLAIM_LENGTH))
    at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    claimed_by: Mapped[str] = mapped_column(String(120), default="")
    passed_at: Mapped[datetime | None]
    passed_reason: Mapped[str] = mapped_column(Text, default="")
