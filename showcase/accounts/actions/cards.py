"""Juror cards: issued once, entered with a PIN whose tries are counted first, locked by five wrong ones."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from showcase.accounts.actions import accounts
from showcase.accounts.rules import MOST_TRIES, PIN_DIGITS, CardLockedError, CardUnknownError, PinWrongError, is_pin
from showcase.accounts.tables import Account, JurorCard
from showcase.kernel import passwords
from showcase.kernel.act import Act
from showcase.kernel.roles import Role


@dataclass(frozen=True, slots=True)
class Blank:
    """A card before it is anybody's: the only moment at which its secret and PIN are known in the clear."""

    secret: str
    pin: str
    pin_hash: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A card as pages show it; never its secret or PIN."""

    issued_at: datetime
    is_locked: bool
    left: int


@dataclass(frozen=True, slots=True)
class Try:
    """A counted try: which card and account, and the hash that the PIN must match."""

    card_id: int
    account_id: int
    pin_hash: str
    left: int


def blank() -> Blank:
    """A new secret of 192 random bits and a PIN, the latter hashed already: slow, so outside of any transaction."""
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"
    return Blank(secrets.token_urlsafe(24), pin, passwords.hashed(pin))


def issue(session: Session, act: Act, account_id: int, made: Blank) -> None:
    """Make the blank this account's card. An older card is revoked, and the sessions that it opened end."""
    row = session.get(Account, account_id)
    mine = (JurorCard.account_id == account_id, JurorCard.revoked_at.is_(None))
    replaced = session.execute(update(JurorCard).where(*mine).values(revoked_at=act.now).returning(JurorCard.id)).all()
    if replaced:
        accounts.end_sessions(session, account_id, now=act.now)
    session.add(
        JurorCard(
            account_id=account_id,
            secret_hash=_hash(made.secret),
            pin_hash=made.pin_hash,
            tries=0,
            issued_at=act.now,
            issued_by=act.actor,
        )
    )
    session.flush()
    action = "card.reissue" if replaced else "card.issue"
    act.record(session, action, row.username if row else "")


def cards(session: Session) -> dict[int, CardView]:
    """The card of each account that has one: one query."""
    rows = session.scalars(select(JurorCard).where(JurorCard.revoked_at.is_(None)))
    return {row.account_id: _view(row) for row in rows}


def card_of(session: Session, account_id: int) -> CardView | None:
    """The account's card, if it has one."""
    mine = select(JurorCard).where(JurorCard.account_id == account_id, JurorCard.revoked_at.is_(None))
    row = session.scalars(mine).first()
    return _view(row) if row else None


def look(session: Session, secret: str) -> CardView:
    """The card of this secret; looking consumes nothing. Raises CardUnknownError."""
    row = session.execute(
        select(JurorCard)
        .join(Account, Account.id == JurorCard.account_id)
        .where(
            JurorCard.secret_hash == _hash(secret),
            JurorCard.revoked_at.is_(None),
            Account.is_active.is_(True),
            Account.role == Role.JUROR,
        )
    ).scalar()
    if row is None:
        raise CardUnknownError
    return _view(row)


def attempt(session: Session, secret: str) -> Try:
    """Count a try of this card before its PIN is looked at; to be committed at once.

    Raises CardUnknownError, and CardLockedError once five tries are counted.
    """
    look(session, secret)
    return _counted(session, JurorCard.secret_hash == _hash(secret))


def attempt_of(session: Session, account_id: int) -> Try:
    """As `attempt`, for a juror who is signed in and confirms something. Raises the same."""
    return _counted(session, JurorCard.account_id == account_id)


def attempt_by_name(session: Session, username: str, typed: str) -> Try | None:
    """As `attempt`, for a user name and a PIN at /login. None where there is nothing to count: what was typed is no
    PIN, or the name has no card that is open; the answer must then be the same as for a wrong PIN.
    """
    if not is_pin(typed):
        return None
    mine = (Account.username == username.strip().lower(), Account.is_active.is_(True), Account.role == Role.JUROR)
    account_id = session.scalar(select(Account.id).where(*mine))
    try:
        return attempt_of(session, account_id) if account_id is not None else None
    except (CardLockedError, CardUnknownError):
        return None


def check(counted: Try, pin: str) -> None:
    """Check the PIN of a counted try: slow, so outside of any transaction. Raises PinWrongError with the tries left."""
    if not passwords.matches(pin, counted.pin_hash):
        raise PinWrongError(left=counted.left)


def free(session: Session, counted: Try) -> int:
    """A right PIN sets the count back; answers the account. Raises CardUnknownError if the card was replaced since."""
    mine = (JurorCard.id == counted.card_id, JurorCard.revoked_at.is_(None))
    done = session.execute(update(JurorCard).where(*mine).values(tries=0).returning(JurorCard.account_id)).scalar()
    if done is None:
        raise CardUnknownError
    return done


def _counted(session: Session, which: ColumnElement[bool]) -> Try:
    """One statement counts: whoever comes sixth finds nothing to change, however many come at once."""
    standing = (which, JurorCard.revoked_at.is_(None))
    row = session.execute(
        update(JurorCard)
        .where(*standing, JurorCard.tries < MOST_TRIES)
        .values(tries=JurorCard.tries + 1)
        .returning(JurorCard.id, JurorCard.account_id, JurorCard.pin_hash, JurorCard.tries)
    ).first()
    if row is not None:
        return Try(row.id, row.account_id, row.pin_hash, MOST_TRIES - row.tries)
    if session.scalar(select(JurorCard.id).where(*standing)):
        raise CardLockedError
    raise CardUnknownError


def _view(row: JurorCard) -> CardView:
    return CardView(row.issued_at, row.tries >= MOST_TRIES, MOST_TRIES - row.tries)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
