"""Tablets in desk mode, and the turns that they lent to visitors."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from showcase.kernel.base import Base
from showcase.tickets.rules.kiosks import MOST_NAME


class Kiosk(Base):
    """A tablet that visitors vote on. The cookie holds 256 random bits; the table only their hash."""

    __tablename__ = "kiosk"

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(MOST_NAME))
    pin_hash: Mapped[str] = mapped_column(String(200))
    started_by: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(120), default="")


class KioskTurn(Base):
    """One visitor's turn: one voter. A kiosk has at most one that has not ended.

    `is_done`: the visitor said so; else the turn was cut off, and a ticket may come back to this kiosk.
    """

    __tablename__ = "kiosk_turn"
    __table_args__ = (
        Index("ix_kiosk_turn_started", "kiosk_id", "started_at"),
        Index(
            "uq_kiosk_turn_open",
            "kiosk_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kiosk_id: Mapped[int] = mapped_column(ForeignKey("kiosk.id", ondelete="RESTRICT"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id", ondelete="RESTRICT"), index=True)
    voter_key: Mapped[str] = mapped_column(String(32))
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    is_done: Mapped[bool] = mapped_column(default=False)
