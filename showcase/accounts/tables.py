"""The tables of accounts, memberships and jurors' cards."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from showcase.accounts.rules import LONGEST, MAX_NAME, MOST_TRIES
from showcase.kernel.base import Base
from showcase.kernel.roles import Role
from showcase.kernel.types import one_of, stored

# Staff accounts, their sessions, tries to sign in, and one-time links.


class Account(Base):
    """A juror, an organizer, or another person on duty."""

    __tablename__ = "account"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("username = lower(username)", name="username_lower"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[Role] = mapped_column(stored(Role))
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    # The person must choose a password at the first sign-in: the one in use was printed for them.
    password_is_temporary: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class StaffSession(Base):
    """A signed-in browser. The cookie holds 256 random bits; the table only their hash."""

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # "Chrome · Android": browser and system in a word each, never the whole User-Agent.
    device: Mapped[str] = mapped_column(String(LONGEST), default="", server_default="")


class SecondFactor(Base):
    """An account's TOTP secret. Until `confirmed_at` is set it is only proposed, and sign-in does not ask for it."""

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), primary_key=True)
    # In the clear: the server itself has to compute codes (docs/security.md says what that means).
    secret: Mapped[str] = mapped_column(String(64))
    proposed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    # The 30-second step of the last code that was taken; that one and older ones are never taken again.
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """A code for the day the phone is lost. It works once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]


class LoginAttempt(Base):
    """A try to sign in, written before the password is looked at, for unknown names too."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index("ix_login_attempt_name_at", "username_hash", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    username_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    succeeded: Mapped[bool] = mapped_column(default=False)


class OneTimeLink(Base):
    """A link that works once: the set-up link of an empty installation, later invitations."""

    __tablename__ = "one_time_link"
    __table_args__ = (CheckConstraint("purpose IN ('setup', 'invitation', 'profile')", name="purpose_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Invitation(Base):
    """What an invitation's link is for: a new account of this name and role, or an account's new password."""

    __tablename__ = "invitation"
    __table_args__ = (one_of("role", Role),)

    link_id: Mapped[int] = mapped_column(ForeignKey("one_time_link.id", ondelete="RESTRICT"), primary_key=True)
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    role: Mapped[Role] = mapped_column(stored(Role))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    invited_by: Mapped[str] = mapped_column(String(120))
    # The exhibitions (ids) that the new account belongs to; of no meaning for an organizer.
    exhibition_ids: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")


# The table of jurors' cards: a printed code to sign in with.


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


# Which accounts belong to which exhibitions, and which categories a juror judges there.


class Membership(Base):
    """A juror, desk officer, MC or viewer of an exhibition. Organizers belong to the installation and have none."""

    __tablename__ = "membership"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(
        ForeignKey("exhibition.id", ondelete="RESTRICT"), primary_key=True, index=True
    )
    # For a juror: judges every category, those that are added later too.
    judges_all: Mapped[bool] = mapped_column(default=False, server_default=false())
    # When the person switched to this exhibition since signing in; the latest one is open.
    chosen_at: Mapped[datetime | None]


class JurySeat(Base):
    """A juror of a category: who judges its entries where every juror of a category judges every entry."""

    __tablename__ = "jury_seat"

    juror_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), primary_key=True)
    category_id: Mapped[int] = mapped_column(
        ForeignKey("category.id", ondelete="RESTRICT"), primary_key=True, index=True
    )
