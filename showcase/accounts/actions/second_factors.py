"""The second factor: a secret shared with a phone's authenticator, its codes, and recovery codes for a lost phone."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from showcase.accounts.rules import (
    RECOVERY_CODES,
    STEP_SECONDS,
    STEPS_AROUND,
    CodeWrongError,
    OwnFactorNeededError,
    SecondFactorMissingError,
    SecondFactorNeededError,
    SecondFactorOnError,
    typed_code,
)
from showcase.accounts.tables import Account, RecoveryCode, SecondFactor
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError, ReasonNeededError
from showcase.kernel.passwords import LETTERS
from showcase.kernel.roles import Role
from showcase.kernel.tables import Installation

ISSUER = "Showcase"


@dataclass(frozen=True, slots=True)
class FactorView:
    """Where an account stands. `secret` is there only until it is confirmed: afterwards it is shown to nobody."""

    is_on: bool
    since: datetime | None
    secret: str
    recovery_left: int


def state(session: Session, account_id: int) -> FactorView:
    """Off, proposed (with its secret), or on (with the number of recovery codes left)."""
    row = session.get(SecondFactor, account_id)
    if row is None:
        return FactorView(False, None, "", 0)
    if row.confirmed_at is None:
        return FactorView(False, None, row.secret, 0)
    unused = (RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    left = session.scalar(select(func.count(RecoveryCode.id)).where(*unused)) or 0
    return FactorView(True, row.confirmed_at, "", left)


def address(secret: str, username: str) -> str:
    """What the QR code holds, as authenticators read it."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=username, issuer_name=ISSUER)


def propose(session: Session, account_id: int, *, now: datetime) -> None:
    """Make a new secret of 160 bits, to be confirmed with a code. Raises SecondFactorOnError."""
    row = session.get(SecondFactor, account_id, with_for_update=True)
    if row is None:
        session.add(SecondFactor(account_id=account_id, secret=pyotp.random_base32(), proposed_at=now, last_step=0))
    elif row.confirmed_at is not None:
        raise SecondFactorOnError
    else:
        row.secret, row.proposed_at = pyotp.random_base32(), now
    session.flush()


def confirm(session: Session, account_id: int, text: str, *, now: datetime) -> list[str]:
    """Switch the second factor on with a code of the proposed secret; answers the recovery codes, known only now.

    Raises SecondFactorMissingError, SecondFactorOnError and CodeWrongError.
    """
    row = session.get(SecondFactor, account_id, with_for_update=True)
    if row is None:
        raise SecondFactorMissingError
    if row.confirmed_at is not None:
        raise SecondFactorOnError
    row.last_step = _step_of(row, typed_code(text), now)
    row.confirmed_at = now
    codes = ["".join(secrets.choice(LETTERS) for _ in range(12)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(account_id=account_id, code_hash=_hash(account_id, code)) for code in codes)
    session.flush()
    _noted(session, account_id, "second-factor.on", now)
    return codes


def check(session: Session, account_id: int, text: str, *, now: datetime) -> None:
    """Take a code, or a recovery code, once. Raises CodeWrongError, for one that was taken before as well."""
    code = typed_code(text)
    if len(code) == 6:
        _take_step(session, account_id, code, now)
        return
    mine = (RecoveryCode.code_hash == _hash(account_id, code), RecoveryCode.used_at.is_(None))
    if (
        session.execute(update(RecoveryCode).where(*mine).values(used_at=now).returning(RecoveryCode.id)).first()
        is None
    ):
        raise CodeWrongError
    _noted(session, account_id, "second-factor.recovery", now)


def switch_off(session: Session, account_id: int, text: str, *, now: datetime) -> None:
    """Remove the second factor, with a code; the password was asked for before.

    Raises CodeWrongError, SecondFactorMissingError, and SecondFactorNeededError where organizers must have one.
    """
    if not state(session, account_id).is_on:
        raise SecondFactorMissingError
    account = session.get(Account, account_id)
    if account is not None and account.role is Role.ORGANIZER and not account.is_demo and is_required(session):
        raise SecondFactorNeededError
    check(session, account_id, text, now=now)
    _remove(session, account_id)
    _noted(session, account_id, "second-factor.off", now)


def reset(session: Session, act: Act, username: str) -> None:
    """Remove the second factor of somebody whose phone is lost. Raises ReasonNeededError and NotFoundError."""
    if not act.reason.strip():
        raise ReasonNeededError
    row = session.scalars(select(Account).where(Account.username == username.strip().lower())).first()
    if row is None or session.get(SecondFactor, row.id) is None:
        raise NotFoundError(f"{username!r} has no second factor.")
    _remove(session, row.id)
    act.trimmed().record(session, "second-factor.reset", row.username)


def is_on(session: Session, account_id: int) -> bool:
    """Whether sign-in asks this account for a code."""
    on = (SecondFactor.account_id == account_id, SecondFactor.confirmed_at.is_not(None))
    return session.scalar(select(SecondFactor.account_id).where(*on)) is not None


def is_required(session: Session) -> bool:
    """Whether organizers must have a second factor."""
    return session.scalars(select(Installation.second_factor_required)).one()


def must_set_up(session: Session, account_id: int) -> bool:
    """Whether this account is an organizer's without a second factor where one is required; the demo's never is."""
    found = session.get(Account, account_id)
    if found is None or found.role is not Role.ORGANIZER or found.is_demo:
        return False
    return is_required(session) and not is_on(session, account_id)


def require(session: Session, act: Act, required: bool, *, actor_id: int) -> None:
    """Say whether organizers must have a second factor. Raises OwnFactorNeededError for one who has none."""
    before = is_required(session)
    if required and not is_on(session, actor_id):
        raise OwnFactorNeededError
    if before is required:
        return
    session.execute(update(Installation).values(second_factor_required=required))
    act.record(session, "second-factor.require", before={"required": before}, after={"required": required})


def _take_step(session: Session, account_id: int, code: str, now: datetime) -> None:
    """One statement decides: of two uses of a code at once, the second finds its step taken."""
    row = session.get(SecondFactor, account_id)
    if row is None or row.confirmed_at is None:
        raise CodeWrongError
    step = _step_of(row, code, now)
    # A step that is far ahead was taken before the clock was set back; it would lock its owner out until it comes.
    ahead = SecondFactor.last_step > step + 2 * STEPS_AROUND
    newer = (SecondFactor.account_id == account_id, (SecondFactor.last_step < step) | ahead)
    taken = session.execute(
        update(SecondFactor).where(*newer).values(last_step=step).returning(SecondFactor.account_id)
    ).first()
    if taken is None:
        raise CodeWrongError


def _step_of(row: SecondFactor, code: str, now: datetime) -> int:
    """The step whose code this is, one around the present one and after the last that was taken."""
    totp, present = pyotp.TOTP(row.secret, interval=STEP_SECONDS), int(now.timestamp()) // STEP_SECONDS
    for step in range(present - STEPS_AROUND, present + STEPS_AROUND + 1):
        is_newer = step > row.last_step or row.last_step > step + 2 * STEPS_AROUND
        if hmac.compare_digest(totp.at(step * STEP_SECONDS), code) and is_newer:
            return step
    raise CodeWrongError


def _remove(session: Session, account_id: int) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    session.execute(delete(SecondFactor).where(SecondFactor.account_id == account_id))


def _noted(session: Session, account_id: int, action: str, now: datetime) -> None:
    row = session.get(Account, account_id)
    name = row.username if row else ""
    Act(name, now).record(session, action, name)


def _hash(account_id: int, code: str) -> str:
    return hashlib.sha256(f"{account_id}/{code}".encode()).hexdigest()
