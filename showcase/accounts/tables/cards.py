"""The table of jurors' cards: a printed code to sign in with."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from showcase.accounts.rules.cards import MOST_TRIES
from showcase.kernel.base import Base


class JurorCard(Base):
    """A printed card: a QR with a random secret, and a PIN. Only hashes are kept; at most one card is not revoked."""

    __tablename__ = "juror_card"
    __table_args__ = (
        Index(
            "uq_juror_card_active",
            "account_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        CheckConstraint(f"tries BETWEEN 0 AND {MOST_TRIES}", name="tries_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    pin_hash: Mapped[str] = mapped_column(String(200))
    # Counted before the PIN is looked at; a right PIN sets it back to 0.
    tries: Mapped[int] = mapped_column(default=0)
    issued_at: Mapped[datetime]
    issued_by: Mapped[str] = mapped_column(String(120))
    revoked_at: Mapped[datetime | None]
