"""Invitations by one-time link: a new account, or a new password for an account. Only the link's hash is stored."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from showcase.accounts.actions import accounts, memberships
from showcase.accounts.rules import MAX_NAME, LinkUsedError, NameNeededError, RoleRefusedError, check_password
from showcase.accounts.tables import Account, Invitation, OneTimeLink
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import passwords
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError
from showcase.kernel.roles import OFFICE_ROLES, Role

PURPOSE = "invitation"
DAYS = 7


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An open invitation. `username` is empty for a new account, else whose password the link renews."""

    id: int
    name: str
    role: Role
    username: str
    invited_by: str
    expires_at: datetime


def invite(session: Session, act: Act, *, name: str, role: Role, exhibition_ids: Collection[int] = ()) -> str:
    """A link with which this person makes an account of the role; answers its token, known in this moment only.

    The account will belong to these exhibitions; an organizer's to the installation. Raises RoleRefusedError for
    jurors, who are invited on their own page, and NameNeededError.
    """
    if role not in OFFICE_ROLES:
        raise RoleRefusedError
    name = name.strip()
    if not 1 <= len(name) <= MAX_NAME:
        raise NameNeededError
    token = _link(
        session, Invitation(name=name, role=role, invited_by=act.actor, exhibition_ids=sorted(exhibition_ids)), act.now
    )
    act.record(session, "invitation.create", name, after={"role": role.value})
    return token


def invite_again(session: Session, act: Act, username: str) -> str:
    """A link with which a known person chooses a new password; answers its token. An older such link ends.

    The old password works until the link is used. Raises NotFoundError.
    """
    row = session.scalars(select(Account).where(Account.username == username, Account.role.in_(OFFICE_ROLES))).first()
    if row is None or not row.is_active:
        raise NotFoundError
    _expire(session, select(Invitation.link_id).where(Invitation.account_id == row.id), act.now)
    token = _link(session, Invitation(name=row.name, role=row.role, account_id=row.id, invited_by=act.actor), act.now)
    act.record(session, "account.link", row.username)
    return token


def revoke(session: Session, act: Act, invitation_id: int) -> None:
    """End a link that was not used. Raises NotFoundError when it is used, too old or unknown."""
    found = next((one for one in pending(session, now=act.now) if one.id == invitation_id), None)
    if found is None:
        raise NotFoundError
    _expire(session, select(Invitation.link_id).where(Invitation.link_id == invitation_id), act.now)
    subject = found.username or found.name
    act.record(session, "invitation.revoke", subject)


def revoke_all_by(session: Session, act: Act, username: str) -> None:
    """End the links that somebody made who is no organizer any more: one of them may be in their own hands."""
    for one in pending(session, now=act.now):
        if one.invited_by == username:
            revoke(session, act, one.id)


def pending(session: Session, *, now: datetime) -> list[InvitationView]:
    """Links that can still be used, the newest first: one query."""
    rows = session.execute(_open(now).order_by(OneTimeLink.id.desc()))
    return [_view(link, invitation, account) for link, invitation, account in rows]


def look(session: Session, token: str, *, now: datetime) -> InvitationView:
    """What the link is for; looking does not use it. Raises LinkUsedError."""
    row = session.execute(_open(now).where(OneTimeLink.token_hash == _hash(token))).first()
    if row is None:
        raise LinkUsedError
    return _view(*row)


def accept(session: Session, token: str, *, username: str, password: str, now: datetime) -> tuple[int, bool]:
    """Use the link; answers the account and whether it is new. Of several uses at once one succeeds.

    Raises LinkUsedError, UsernameInvalidError, UsernameTakenError and PasswordWeakError; the last three leave the
    link as it is, because the transaction ends with them.
    """
    found = look(session, token, now=now)
    mine = (OneTimeLink.id == found.id, OneTimeLink.used_at.is_(None))
    taken = session.execute(update(OneTimeLink).where(*mine).values(used_at=now).returning(OneTimeLink.id)).first()
    if taken is None:
        raise LinkUsedError
    if not found.username:
        act = Act("invitation", now)
        made, _ = accounts.create(session, act, username=username, name=found.name, role=found.role, password=password)
        wanted = session.get_one(Invitation, found.id).exhibition_ids
        for exhibition_id in session.scalars(select(Exhibition.id).where(Exhibition.id.in_(wanted))).all():
            memberships.join(session, act, made, exhibition_id)
        return made, True
    row = session.scalars(select(Account).where(Account.username == found.username)).one()
    check_password(password, row.username)
    row.password_hash, row.password_is_temporary = passwords.hashed(password), False
    accounts.end_sessions(session, row.id, now=now)
    Act(row.username, now).record(session, "account.password", row.username)
    return row.id, False


def _link(session: Session, invitation: Invitation, now: datetime) -> str:
    token = secrets.token_urlsafe(24)
    link = OneTimeLink(token_hash=_hash(token), purpose=PURPOSE, created_at=now, expires_at=now + timedelta(days=DAYS))
    session.add(link)
    session.flush()
    invitation.link_id = link.id
    session.add(invitation)
    session.flush()
    return token


def _expire(session: Session, which: Select[int], now: datetime) -> None:
    unused = (OneTimeLink.id.in_(which), OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now)
    session.execute(update(OneTimeLink).where(*unused).values(expires_at=now))


def _open(now: datetime) -> Select[OneTimeLink, Invitation, Account]:
    """A disabled account's link does not open."""
    return (
        select(OneTimeLink, Invitation, Account)
        .join(Invitation, Invitation.link_id == OneTimeLink.id)
        .outerjoin(Account, Account.id == Invitation.account_id)
        .where(OneTimeLink.purpose == PURPOSE, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now)
        .where(Invitation.account_id.is_(None) | Account.is_active.is_(True))
    )


def _view(link: OneTimeLink, invitation: Invitation, account: Account | None) -> InvitationView:
    return InvitationView(
        link.id,
        invitation.name,
        invitation.role,
        account.username if account else "",
        invitation.invited_by,
        link.expires_at,
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
