"""Signing in and out. A session lives in a table, so that it can be ended; the cookie holds only its random name."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from showcase.accounts.actions import memberships, second_factors
from showcase.accounts.actions.accounts import AccountView, view_of
from showcase.accounts.actions.cards import Try
from showcase.accounts.rules import (
    LOGIN_FAILURES,
    LOGIN_WINDOW_SECONDS,
    MAX_PASSWORD,
    LoginRefusedError,
    PinRefusedError,
    TooManyLoginsError,
)
from showcase.accounts.tables import Account, LoginAttempt, StaffSession
from showcase.kernel import passwords
from showcase.kernel.errors import NotFoundError

IDLE = timedelta(hours=12)
LONGEST = timedelta(hours=24)
# `last_seen_at` is written at most this often: a read must not cost a write.
SEEN_EVERY = timedelta(minutes=10)
# Tries are kept a day, for whoever looks into an attack; each new one takes at most so many old ones away.
KEPT, PRUNED = timedelta(days=1), 20
CODE = "code"
MARK_LENGTH = 16
# PostgreSQL's advisory locks of this kind are of names; the ledger's are another kind.
LOCK_CLASS = 7302


def attempt(session: Session, username: str, *, now: datetime, device: str = "") -> int:
    """Write a try to sign in, before the password is looked at; to be committed at once. Answers its id.

    Unknown names count too. `device` names a device or session that has proved itself to the account before: its tries
    are counted for themselves, so that strangers can use up only those of strangers.

    Raises TooManyLoginsError after ten failures within five minutes.
    """
    # No user name holds a space.
    name = _hash(f"{username.strip().lower()} {device}".rstrip())
    _wait_for_turn(session, name)
    since = now - timedelta(seconds=LOGIN_WINDOW_SECONDS)
    # Tries that the clock dates after now, because it was set back, don't count.
    recent = (LoginAttempt.at > since, LoginAttempt.at <= now)
    failed = (LoginAttempt.username_hash == name, *recent, LoginAttempt.succeeded.is_(False))
    if (session.scalar(select(func.count(LoginAttempt.id)).where(*failed)) or 0) >= LOGIN_FAILURES:
        raise TooManyLoginsError(seconds=LOGIN_WINDOW_SECONDS)
    _prune(session, now)
    row = LoginAttempt(username_hash=name, at=now)
    session.add(row)
    session.flush()
    return row.id


@dataclass(frozen=True, slots=True)
class Proof:
    """Who knows the password, and whether a code of the second factor is still wanted."""

    account_id: int
    password_hash: str
    wants_code: bool


def prove(session: Session, username: str, password: str) -> Proof:
    """Whose password this is, for a counted try. To be asked outside of a write: hashing takes long.

    Raises LoginRefusedError.
    """
    account = session.scalars(select(Account).where(Account.username == username.strip().lower())).first()
    right = passwords.matches(password[: MAX_PASSWORD + 1], account.password_hash if account else None)
    if account is None or not right or not account.is_active:
        raise LoginRefusedError
    return Proof(account.id, account.password_hash, second_factors.is_on(session, account.id))


def prove_pin(session: Session, pin: str, counted: Try | None) -> Proof:
    """Whose card this PIN is of, for a try that was counted (None: of no card). Raises PinRefusedError."""
    right = passwords.matches(pin, counted.pin_hash if counted else None)
    account = session.get(Account, counted.account_id) if counted else None
    if account is None or not right or not account.is_active:
        raise PinRefusedError
    return Proof(account.id, account.password_hash, second_factors.is_on(session, account.id))


def proved(session: Session, proof: Proof, *, attempt_id: int) -> None:
    """Take a proof: the try was no failure. Raises LoginRefusedError when the account was changed meanwhile."""
    account = session.get_one(Account, proof.account_id, populate_existing=True)
    if not account.is_active or account.password_hash != proof.password_hash:
        raise LoginRefusedError
    clear(session, attempt_id)


def attempt_code(session: Session, account_id: int, *, now: datetime, device: str = "") -> int:
    """As `attempt`, for a code of the second factor: counted for the account, apart from its passwords.

    Raises LoginRefusedError when the account was disabled meanwhile, and TooManyLoginsError.
    """
    account = session.get(Account, account_id)
    if account is None or not account.is_active:
        raise LoginRefusedError
    return attempt(session, account.username, now=now, device=f"{CODE} {device}")


def prove_code(session: Session, account_id: int, code: str, *, attempt_id: int, now: datetime) -> None:
    """Check the code of a counted try. Raises CodeWrongError."""
    second_factors.check(session, account_id, code, now=now)
    clear(session, attempt_id)


def open_session(session: Session, account_id: int, *, now: datetime, device: str = "") -> str:
    """A new session for an account that has proved itself; answers its 256-bit token. `device` in a few words."""
    token = secrets.token_urlsafe(32)
    memberships.begin_with_current(session, account_id)
    session.add(
        StaffSession(
            token_hash=_hash(token),
            account_id=account_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + LONGEST,
            device=device,
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


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session that runs, as its owner sees it; `is_this` is the one that asks."""

    id: int
    device: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def own(session: Session, account_id: int, token: str, *, now: datetime) -> list[SessionView]:
    """The account's sessions that run, this one first and then the latest used."""
    runs = (StaffSession.ended_at.is_(None), StaffSession.expires_at > now, StaffSession.last_seen_at > now - IDLE)
    rows = session.scalars(select(StaffSession).where(StaffSession.account_id == account_id, *runs))
    this = _hash(token)
    found = [SessionView(row.id, row.device, row.created_at, row.last_seen_at, row.token_hash == this) for row in rows]
    return sorted(found, key=lambda one: (one.is_this, one.seen_at, one.id), reverse=True)


def end_own(session: Session, account_id: int, session_id: int, *, now: datetime) -> None:
    """End one of the account's own sessions. Raises NotFoundError for another's."""
    mine = (StaffSession.id == session_id, StaffSession.account_id == account_id, StaffSession.ended_at.is_(None))
    ended = session.execute(update(StaffSession).where(*mine).values(ended_at=now).returning(StaffSession.id)).first()
    if ended is None:
        raise NotFoundError


def clear(session: Session, attempt_id: int) -> None:
    """What was right does not count as a failure."""
    session.execute(update(LoginAttempt).where(LoginAttempt.id == attempt_id).values(succeeded=True))


def mark_of(session: Session, account_id: int) -> str:
    """What a device is given that signed in to this account: it changes with the password, and tells nothing of it."""
    return _mark(session.get_one(Account, account_id))


def is_marked(session: Session, marks: Mapping[str, str], *, username: str = "", account_id: int = 0) -> bool:
    """Whether one of these marks (by account id) is the present one of this account."""
    by_name = Account.username == username.strip().lower()
    row = session.scalars(select(Account).where(Account.id == account_id if account_id else by_name)).first()
    return row is not None and hmac.compare_digest(marks.get(str(row.id), "").encode(), _mark(row).encode())


def _mark(row: Account) -> str:
    # The stored hash holds a random salt of its own.
    return _hash(f"known device {row.password_hash}")[:MARK_LENGTH]


def _prune(session: Session, now: datetime) -> None:
    """Delete what is older than a day, a little with each try: ids grow with time, so the oldest come first."""
    oldest = select(LoginAttempt.id).order_by(LoginAttempt.id).limit(PRUNED).with_for_update(skip_locked=True)
    session.execute(delete(LoginAttempt).where(LoginAttempt.id.in_(oldest), LoginAttempt.at < now - KEPT))


def _wait_for_turn(session: Session, name: str) -> None:
    """One try of a name at a time, else many at once would all find the last one free. SQLite's lock does so anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text("SELECT pg_advisory_xact_lock(:kind, hashtext(:name))"), {"kind": LOCK_CLASS, "name": name}
        )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
