"""Staff accounts: making, changing and disabling them, and the one-time link of an empty installation."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from showcase.accounts.rules import (
    MAX_NAME,
    MAX_PASSWORD,
    PROGRAM_NAMES,
    LinkUsedError,
    NameNeededError,
    UsernameTakenError,
    check_password,
    normal_username,
)
from showcase.accounts.tables import Account, OneTimeLink, StaffSession
from showcase.kernel import passwords
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError
from showcase.kernel.roles import Role

SETUP_DAYS = 7
SETUP = "setup"


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as pages show it."""

    id: int
    username: str
    name: str
    organisation: str
    role: Role
    is_active: bool
    password_is_temporary: bool


def create(
    session: Session,
    act: Act,
    *,
    username: str,
    name: str,
    role: Role,
    password: str | None = None,
    organisation: str = "",
    is_demo: bool = False,
) -> tuple[int, str]:
    """Make an account; answers its id and its password (a one-time one to be printed when none is given).

    Raises UsernameInvalidError, UsernameTakenError and PasswordWeakError.
    """
    normal = normal_username(username)
    if normal in PROGRAM_NAMES or session.scalar(select(func.count(Account.id)).where(Account.username == normal)):
        raise UsernameTakenError(f"The user name {normal} is taken.")
    if password is not None and not is_demo:
        check_password(password, normal)
    chosen = password or passwords.one_time()
    row = drafted(normal, name, organisation, role=role, password_hash=passwords.hashed(chosen), now=act.now)
    row.is_demo, row.password_is_temporary = is_demo, password is None
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        # Somebody took the name in the same moment.
        raise UsernameTakenError(f"The user name {normal} is taken.") from error
    act.record(session, "account.create", normal, after={"role": role.value})
    return row.id, chosen


def drafted(username: str, name: str, organisation: str, *, role: Role, password_hash: str, now: datetime) -> Account:
    """An account that is not stored yet, its password to be replaced. Raises UsernameInvalidError."""
    normal = normal_username(username)
    return Account(
        username=normal,
        name=name.strip() or normal,
        role=role,
        organisation=organisation.strip(),
        password_hash=password_hash,
        password_is_temporary=True,
        created_at=now,
    )


def change_password(session: Session, account_id: int, *, new: str, now: datetime) -> None:
    """Choose a new password, for who knows the current one; every session of the account ends."""
    row = session.get_one(Account, account_id)
    check_password(new, row.username)
    row.password_hash, row.password_is_temporary = passwords.hashed(new), False
    end_sessions(session, account_id, now=now)
    Act(row.username, now).record(session, "account.password", row.username)


def reset_password(session: Session, act: Act, username: str, *, role: Role) -> str:
    """Give an account of this role a new one-time password; its sessions end. Raises NotFoundError."""
    row = _of_name(session, username, role)
    chosen = passwords.one_time()
    row.password_hash, row.password_is_temporary = passwords.hashed(chosen), True
    end_sessions(session, row.id, now=act.now)
    act.record(session, "account.reset", row.username)
    return chosen


def set_active(session: Session, act: Act, username: str, *, role: Role, active: bool) -> None:
    """Disable an account, which ends its sessions at once, or enable it again. Raises NotFoundError."""
    row = _of_name(session, username, role)
    row.is_active = active
    if not active:
        end_sessions(session, row.id, now=act.now)
    action = "account.enable" if active else "account.disable"
    act.record(session, action, row.username)


def rename(session: Session, act: Act, username: str, name: str, *, role: Role) -> None:
    """Change a person's name, as it is printed in the minutes. The audit log keeps the one before.

    Raises NotFoundError, and NameNeededError for a name that is empty or longer than 120 letters.
    """
    row, name = _of_name(session, username, role), " ".join(name.split())
    if not 1 <= len(name) <= MAX_NAME or not name.isprintable():
        raise NameNeededError
    if name != row.name:
        before, row.name = row.name, name
        about, old, new = row.username, {"name": before}, {"name": name}
        act.record(session, "account.update", about, before=old, after=new)


def end_sessions(session: Session, account_id: int, *, now: datetime) -> None:
    """Sign the account out everywhere."""
    mine = (StaffSession.account_id == account_id, StaffSession.ended_at.is_(None))
    session.execute(update(StaffSession).where(*mine).values(ended_at=now))


def make_setup_link(session: Session, *, now: datetime) -> str:
    """The token of a link with which the first organizer makes an account; older unused ones expire."""
    unused = (OneTimeLink.purpose == SETUP, OneTimeLink.used_at.is_(None))
    session.execute(update(OneTimeLink).where(*unused).values(expires_at=now))
    token = secrets.token_urlsafe(24)
    expires = now + timedelta(days=SETUP_DAYS)
    session.add(OneTimeLink(token_hash=_hash(token), purpose=SETUP, created_at=now, expires_at=expires))
    session.flush()
    return token


def setup_link_works(session: Session, token: str, *, now: datetime) -> bool:
    """Whether the link can still be used."""
    return session.scalar(select(OneTimeLink.id).where(*_usable(token, now))) is not None


def set_up(session: Session, token: str, *, username: str, name: str, password: str, now: datetime) -> int:
    """Use the link: make the first organizer. Of several uses at once one succeeds.

    Raises LinkUsedError, and what `create` raises, which leaves the link as it is: the transaction ends with it.
    """
    taken = update(OneTimeLink).where(*_usable(token, now)).values(used_at=now).returning(OneTimeLink.id)
    if session.execute(taken).first() is None:
        raise LinkUsedError
    made, _ = create(session, Act("setup", now), username=username, name=name, role=Role.ORGANIZER, password=password)
    return made


def by_role(session: Session, role: Role) -> list[AccountView]:
    """The accounts of a role, in order of creation."""
    rows = session.scalars(select(Account).where(Account.role == role).order_by(Account.id))
    return [view_of(row) for row in rows]


def view_of(row: Account) -> AccountView:
    """An account as pages show it."""
    return AccountView(
        row.id, row.username, row.name, row.organisation, row.role, row.is_active, row.password_is_temporary
    )


def by_id(session: Session, account_id: int) -> AccountView:
    """The account of this id. Raises NotFoundError."""
    row = session.get(Account, account_id)
    if row is None:
        raise NotFoundError
    return view_of(row)


def knows_password(session: Session, account_id: int, password: str) -> bool:
    """Whether a signed-in person knows the own password. To be asked outside of a write: hashing takes long."""
    row = session.get(Account, account_id)
    return passwords.matches(password[: MAX_PASSWORD + 1], row.password_hash if row else None)


def of_role(session: Session, username: str, role: Role) -> int:
    """The id of the account of this name and role. Raises NotFoundError."""
    return _of_name(session, username, role).id


def _of_name(session: Session, username: str, role: Role) -> Account:
    wanted = select(Account).where(Account.username == username.strip().lower(), Account.role == role)
    row = session.scalars(wanted).first()
    if row is None:
        raise NotFoundError
    return row


def _usable(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    mine = (OneTimeLink.token_hash == _hash(token), OneTimeLink.purpose == SETUP)
    return (*mine, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
