"""The tables of tickets and kiosks."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from showcase.kernel.base import Base
from showcase.kernel.types import one_of, stored
from showcase.tickets.rules import MOST_IN_BATCH, MOST_NAME, MOST_TRIES, TicketState

# Tablets in desk mode, and the turns that they lent to visitors.


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


# Tickets on paper, the batches they were printed in, and the tries of secrets that people type.


class TicketBatch(Base):
    """Tickets that were made and printed together. The paper is made once: secrets are kept as hashes only."""

    __tablename__ = "ticket_batch"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "number"),
        CheckConstraint(f"size BETWEEN 1 AND {MOST_IN_BATCH}", name="size_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"))
    number: Mapped[int]
    size: Mapped[int]
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(120))


class Ticket(Base):
    """One ticket, one voter. `holder` names the phone or the kiosk that it is bound to since it was used."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "serial"),
        one_of("state", TicketState),
        CheckConstraint("(state = 'used') = (holder <> '')", name="used_by_somebody"),
        CheckConstraint("(state = 'used') = (used_at IS NOT NULL)", name="used_at_some_time"),
        CheckConstraint("(state = 'spoiled') = (spoiled_at IS NOT NULL)", name="spoiled_at_some_time"),
        CheckConstraint("state <> 'spoiled' OR length(trim(spoiled_reason)) > 0", name="spoiled_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"))
    batch_id: Mapped[int] = mapped_column(ForeignKey("ticket_batch.id", ondelete="RESTRICT"), index=True)
    serial: Mapped[int]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    locator: Mapped[str] = mapped_column(String(5), unique=True)
    secret_hash: Mapped[str] = mapped_column(String(200))
    state: Mapped[TicketState] = mapped_column(stored(TicketState), default=TicketState.PRINTED)
    holder: Mapped[str] = mapped_column(String(40), default="")
    handed_at: Mapped[datetime | None]
    handed_by: Mapped[str] = mapped_column(String(120), default="")
    used_at: Mapped[datetime | None]
    spoiled_at: Mapped[datetime | None]
    spoiled_by: Mapped[str] = mapped_column(String(120), default="")
    spoiled_reason: Mapped[str] = mapped_column(Text, default="")


class SecretTry(Base):
    """How often a short secret was tried: a locator's, whether a ticket has it or not, or a kiosk's PIN."""

    __tablename__ = "secret_try"
    __table_args__ = (CheckConstraint(f"tries BETWEEN 1 AND {MOST_TRIES}", name="tries_range"),)

    subject: Mapped[str] = mapped_column(String(40), primary_key=True)
    tries: Mapped[int]
    at: Mapped[datetime]
