"""Messages from visitors to an innovator."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from showcase.kernel.base import Base
from showcase.kernel.types import one_of, stored
from showcase.messages.rules import LONGEST, MessageKind, MessageState


class Message(Base):
    """A short text from a phone, never with a name. Only organizers see it until it is approved."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "form_key"),
        Index("ix_message_sender_at", "exhibition_id", "sender_key", "at"),
        Index("ix_message_state_id", "exhibition_id", "state", "id"),
        Index("ix_message_entry_state_id", "entry_id", "state", "id"),
        one_of("kind", MessageKind),
        one_of("state", MessageState),
        CheckConstraint(f"length(text) BETWEEN 1 AND {LONGEST}", name="text_length"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_with_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"))
    # HMAC of the device for this purpose alone: it bounds how often one device writes, and leads to no vote.
    sender_key: Mapped[str] = mapped_column(String(32))
    form_key: Mapped[str] = mapped_column(String(40))
    kind: Mapped[MessageKind] = mapped_column(stored(MessageKind))
    text: Mapped[str] = mapped_column(String(LONGEST))
    state: Mapped[MessageState] = mapped_column(stored(MessageState), default=MessageState.WAITING)
    at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(120), default="")
