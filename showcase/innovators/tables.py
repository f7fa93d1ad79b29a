"""An innovator's personal link to the own entry, and what was proposed through it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from showcase.entries.rules.photos import MOST_ALT
from showcase.innovators.rules import ProposalState
from showcase.kernel.base import Base
from showcase.kernel.types import one_of, stored


class InnovatorLink(Base):
    """A personal link: 192 random bits, of which only the hash is kept. At most one of an entry is not revoked."""

    __tablename__ = "innovator_link"
    __table_args__ = (
        Index(
            "uq_innovator_link_active",
            "entry_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(120))
    revoked_at: Mapped[datetime | None]


class ProfileProposal(Base):
    """Changed fields of a profile that wait for an organizer. At most one of an entry waits."""

    __tablename__ = "profile_proposal"
    __table_args__ = (
        one_of("state", ProposalState),
        CheckConstraint("state <> 'refused' OR length(trim(reason)) > 0", name="refused_with_reason"),
        CheckConstraint("state IN ('waiting', 'withdrawn') OR decided_by <> ''", name="decided_by_somebody"),
        Index(
            "uq_profile_proposal_waiting",
            "entry_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"), index=True)
    state: Mapped[ProposalState] = mapped_column(stored(ProposalState), default=ProposalState.WAITING)
    # Field -> value as text, for the fields that differed when it was sent; `before` what stood there then.
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    row_version: Mapped[int] = mapped_column(default=1)
    sent_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(Text, default="")


class ProposedPhoto(Base):
    """A picture of a waiting proposal, made anew like every upload; its row goes when the proposal is decided.

    `source` is the uncropped picture and `digest` its name; `preview` is what pages show of it.
    """

    __tablename__ = "proposed_photo"
    __table_args__ = (UniqueConstraint("proposal_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("profile_proposal.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(String(MOST_ALT), default="")
    source: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    preview: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
