"""The tables of voters, votes, ballots and suspended slots."""

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from showcase.kernel.base import Base
from showcase.kernel.types import one_of, stored
from showcase.voting.rules import LENGTH as RECEIPT_LENGTH
from showcase.voting.rules import BallotKind, Origin

# Voters, their standing votes, the history of ballots, counters, and the public ledger.


class Voter(Base):
    """A phone or a ticket, never a person's name. The row is made by a trigger with the voter's first ballot."""

    __tablename__ = "voter"

    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), primary_key=True)
    voter_key: Mapped[str] = mapped_column(String(32), primary_key=True)
    first_seen_at: Mapped[datetime]


class Ballot(Base):
    """One act of a voter: append-only. What it replaced, if anything, is named; what stands is in `vote`."""

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "form_key"),
        UniqueConstraint("exhibition_id", "receipt"),
        UniqueConstraint("replaces_id"),
        Index("ix_ballot_voter_at", "exhibition_id", "voter_key", "at"),
        # Votes over time and by origin are answered from this index alone.
        Index("ix_ballot_at", "exhibition_id", "at", "kind", "origin"),
        ForeignKeyConstraint(
            ["exhibition_id", "voter_key"], ["voter.exhibition_id", "voter.voter_key"], ondelete="RESTRICT"
        ),
        ForeignKeyConstraint(
            ["exhibition_id", "category_id", "entry_id"],
            ["entry.exhibition_id", "entry.category_id", "entry.id"],
            ondelete="RESTRICT",
        ),
        one_of("kind", BallotKind),
        one_of("origin", Origin),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int]
    category_id: Mapped[int]
    entry_id: Mapped[int]
    voter_key: Mapped[str] = mapped_column(String(32))
    slot: Mapped[str] = mapped_column(String(60))
    kind: Mapped[BallotKind] = mapped_column(stored(BallotKind))
    origin: Mapped[Origin] = mapped_column(stored(Origin), default=Origin.PHONE)
    # The idempotency key of the form that cast it: used once, for ever.
    form_key: Mapped[str] = mapped_column(String(40))
    nonce: Mapped[str] = mapped_column(String(32))
    receipt: Mapped[str] = mapped_column(String(RECEIPT_LENGTH))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("ballot.id", ondelete="RESTRICT"))
    at: Mapped[datetime]


class UsedForm(Base):
    """A form that was answered without a new ballot, because its vote stood already: it too is used for ever."""

    __tablename__ = "used_form"

    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), primary_key=True)
    form_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id", ondelete="RESTRICT"))


class Vote(Base):
    """A voter's current choice in a slot (the category's slug, or "1" to "K")."""

    __tablename__ = "vote"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "voter_key", "slot"),
        UniqueConstraint("exhibition_id", "voter_key", "entry_id"),
        ForeignKeyConstraint(
            ["exhibition_id", "category_id", "entry_id"],
            ["entry.exhibition_id", "entry.category_id", "entry.id"],
            ondelete="RESTRICT",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int]
    category_id: Mapped[int]
    entry_id: Mapped[int]
    voter_key: Mapped[str] = mapped_column(String(32))
    slot: Mapped[str] = mapped_column(String(60))
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id", ondelete="RESTRICT"), unique=True)
    at: Mapped[datetime]
    # While a quarantine of this slot stands: kept, shown to its voter, and not counted.
    suspended: Mapped[bool] = mapped_column(default=False, server_default=false())


# The table of slots whose votes do not count while a quarantine stands.


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
