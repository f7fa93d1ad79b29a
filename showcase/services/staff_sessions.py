"""Signing in and out. A session lives in a table, so that it can be ended; the cookie holds only its random name."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from showcase.domain.accounts import (
    LOGIN_FAILURES,
    LOGIN_WINDOW_SECONDS,
    MAX_PASSWORD,
    LoginRefusedError,
    TooManyLoginsError,
)
from showcase.models import Account, LoginAttempt, StaffSession
from showcase.services import passwords
from showcase.services.accounts import AccountView, view_of

IDLE = timedelta(hours=12)
LONGEST = timedelta(hours=24)
# `last_seen_at` is written at most this often: a read must not cost a write.
SEEN_EVERY = timedelta(minutes=10)


def attempt(session: Session, username: str, *, now: datetime) -> int:
    """Write a try to sign in, before the password is looked at; to be committed at once. Answers its id.

    Unknown names count too. Raises TooManyLoginsError after ten failures for the name within five minutes.
    """
    name = _hash(username.strip().lower())
    since = now - timedelta(seconds=LOGIN_WINDOW_SECONDS)
    failed = (LoginAttempt.username_hash == name, LoginAttempt.at > since, LoginAttempt.succeeded.is_(False))
    if (session.scalar(select(func.count(LoginAttempt.id)).where(*failed)) or 0) >= LOGIN_FAILURES:
        raise TooManyLoginsError(seconds=LOGIN_WINDOW_SECONDS)
    row = LoginAttempt(username_hash=name, at=now)
    session.add(row)
    session.flush()
    return row.id


def sign_in(session: Session, username: str, password: str, *, attempt_id: int, now: datetime) -> str:
    """Check the password and open a session; answers its token. Raises LoginRefusedError."""
    account = session.scalars(select(Account).where(Account.username == username.strip().lower())).first()
    right = passwords.matches(password[: MAX_PASSWORD + 1], account.password_hash if account else None)
    if account is None or not right or not account.is_active:
        raise LoginRefusedError
    session.execute(update(LoginAttempt).where(LoginAttempt.id == attempt_id).values(succeeded=True))
    return open_session(session, account.id, now=now)


def open_session(session: Session, account_id: int, *, now: datetime) -> str:
    """A new session for an account that has proved itself; answers its 256-bit token."""
    token = secrets.token_urlsafe(32)
    session.add(
        StaffSession(
            token_hash=_hash(token), account_id=account_id, created_at=now, last_seen_at=now, expires_at=now + LONGEST
        )
    )
    session.flush()
    return token


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whose session it is, and whether its last use was noted more than ten minutes ago."""

    account: AccountView
    is_stale: bool


def signed_in(session: Session, token: str, *, now: datetime) -> SignedIn | None:
    """Whose session this is, if it still runs: one query."""
    row = session.execute(
        select(StaffSession, Account)
        .join(Account, Account.id == StaffSession.account_id)
        .where(StaffSession.token_hash == _hash(token), StaffSession.ended_at.is_(None), Account.is_active.is_(True))
    ).first()
    if row is None or now >= row[0].expires_at or now - row[0].last_seen_at > IDLE:
        return None
    return SignedIn(view_of(row[1]), now - row[0].last_seen_at > SEEN_EVERY)


def seen(session: Session, token: str, *, now: datetime) -> None:
    """Note that the session was used."""
    session.execute(update(StaffSession).where(StaffSession.token_hash == _hash(token)).values(last_seen_at=now))


def sign_out(session: Session, token: str, *, now: datetime) -> None:
    """End the session."""
    session.execute(update(StaffSession).where(StaffSession.token_hash == _hash(token)).values(ended_at=now))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
