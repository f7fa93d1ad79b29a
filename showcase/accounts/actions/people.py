"""The people of the back office: who there is, in which role, and whether they may still come in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.accounts.actions import accounts, invitations, memberships
from showcase.accounts.rules import LastOrganizerError, OwnAccountError, RoleRefusedError
from showcase.accounts.tables import Account, SecondFactor, StaffSession
from showcase.exhibitions.queries import current_id
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError, ReasonNeededError
from showcase.kernel.roles import OFFICE_ROLES, Role


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the back office. `last_seen_at` is None before the first sign-in; `exhibitions` are ids, empty for
    an organizer, who belongs to the installation."""

    username: str
    name: str
    role: Role
    is_active: bool
    is_demo: bool
    has_second_factor: bool
    last_seen_at: datetime | None
    open_sessions: int
    exhibitions: frozenset[int] = frozenset()


def people(session: Session, *, now: datetime) -> list[Person]:
    """Everybody but the jurors, the active ones first, by role and name: two queries."""
    runs = StaffSession.ended_at.is_(None) & (StaffSession.expires_at > now)
    rows = session.execute(
        select(
            Account,
            func.max(StaffSession.last_seen_at),
            func.count(StaffSession.id).filter(runs),
            SecondFactor.confirmed_at,
        )
        .outerjoin(StaffSession, StaffSession.account_id == Account.id)
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .where(Account.role.in_(OFFICE_ROLES))
        .group_by(Account.id, SecondFactor.account_id)
    )
    own = memberships.by_account(session)
    found = [
        Person(
            username=row.username,
            name=row.name,
            role=row.role,
            is_active=row.is_active,
            is_demo=row.is_demo,
            has_second_factor=since is not None,
            last_seen_at=seen,
            open_sessions=opened,
            exhibitions=frozenset() if row.role is Role.ORGANIZER else own.get(row.id, frozenset()),
        )
        for row, seen, opened, since in rows
    ]
    return sorted(found, key=lambda one: (not one.is_active, OFFICE_ROLES.index(one.role), one.name.lower()))


def change_role(session: Session, act: Act, username: str, role: Role) -> None:
    """Give a person another role of the back office; the sessions end, so that what is open belongs to the new one.

    The links that they made end too. Raises NotFoundError, OwnAccountError, RoleRefusedError, ReasonNeededError and
    LastOrganizerError.
    """
    row = _other(session, username, act.actor)
    if role not in OFFICE_ROLES or role is row.role:
        raise RoleRefusedError
    if not act.reason.strip():
        raise ReasonNeededError
    _keep_an_organizer(session, row)
    before, row.role = row.role, role
    accounts.end_sessions(session, row.id, now=act.now)
    invitations.revoke_all_by(session, act.because(""), row.username)
    current = session.scalar(select(current_id()))
    if current is not None and not memberships.of(session, row.id):
        # Who was an organizer belonged to none, and would find no page.
        memberships.join(session, act.because(""), row.id, current)
    act.trimmed().record(
        session, "account.role", row.username, before={"role": before.value}, after={"role": role.value}
    )


def set_active(session: Session, act: Act, username: str, *, active: bool) -> None:
    """Disable a person, whose sessions, and the links that they made, end at once; or enable again.

    Raises NotFoundError, OwnAccountError and LastOrganizerError.
    """
    row = _other(session, username, act.actor)
    if not active:
        _keep_an_organizer(session, row)
        invitations.revoke_all_by(session, act, row.username)
    accounts.set_active(session, act, row.username, role=row.role, active=active)


def end_sessions(session: Session, act: Act, username: str) -> None:
    """Sign anybody, a juror too, out of every device. Raises NotFoundError."""
    row = session.scalars(select(Account).where(Account.username == username)).first()
    if row is None:
        raise NotFoundError
    accounts.end_sessions(session, row.id, now=act.now)
    act.record(session, "account.sessions", row.username)


def _other(session: Session, username: str, actor: str) -> Account:
    row = session.scalars(select(Account).where(Account.username == username, Account.role.in_(OFFICE_ROLES))).first()
    if row is None:
        raise NotFoundError
    if row.username == actor:
        raise OwnAccountError
    return row


def _keep_an_organizer(session: Session, leaving: Account) -> None:
    """The rows are locked: of two organizers who disable each other at once, one is refused."""
    active = select(Account.id).where(Account.role == Role.ORGANIZER, Account.is_active.is_(True))
    left = set(session.scalars(active.order_by(Account.id).with_for_update())) - {leaving.id}
    if not left:
        raise LastOrganizerError
