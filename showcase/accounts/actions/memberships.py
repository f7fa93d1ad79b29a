"""Who belongs to which exhibition. Organizers belong to the installation, everybody else to the exhibitions here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, case, insert, select, update
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account, Membership
from showcase.exhibitions.queries import current_id
from showcase.exhibitions.tables import Exhibition
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError
from showcase.kernel.roles import Role


@dataclass(frozen=True, slots=True)
class Belonging:
    """An exhibition that somebody belongs to."""

    id: int
    slug: str
    name: str


def join(session: Session, act: Act, account_id: int, exhibition_id: int) -> bool:
    """Make the account belong to the exhibition; answers whether that is new. An organizer's changes nothing."""
    row = session.get_one(Account, account_id)
    if row.role is Role.ORGANIZER or session.get(Membership, (account_id, exhibition_id)) is not None:
        return False
    session.add(Membership(account_id=account_id, exhibition_id=exhibition_id))
    session.flush()
    act.record(session, "member.join", row.username, exhibition_id=exhibition_id)
    return True


def join_all(session: Session, act: Act, account_ids: Collection[int], exhibition_id: int) -> None:
    """As `join`, for many jurors in a few statements."""
    mine = (Membership.exhibition_id == exhibition_id, Membership.account_id.in_(account_ids))
    have = set(session.scalars(select(Membership.account_id).where(*mine)))
    new = [account for account in account_ids if account not in have]
    if new:
        rows = [{"account_id": account, "exhibition_id": exhibition_id} for account in new]
        session.execute(insert(Membership), rows)
        names = session.scalars(select(Account.username).where(Account.id.in_(new)).order_by(Account.id))
        lines: list[tuple[str, dict[str, str], dict[str, str]]] = [(name, {}, {}) for name in names]
        act.record_many(session, "member.join", lines, exhibition_id=exhibition_id)


def leave(session: Session, act: Act, account_id: int, exhibition_id: int) -> None:
    """The account does not belong to the exhibition any more. A juror leaves by `panels.dismiss`."""
    row, member = session.get_one(Account, account_id), session.get(Membership, (account_id, exhibition_id))
    if member is None:
        return
    session.delete(member)
    session.flush()
    act.record(session, "member.leave", row.username, exhibition_id=exhibition_id)


def set_of(session: Session, act: Act, username: str, exhibition_ids: Collection[int]) -> None:
    """Make somebody of the back office belong to exactly these exhibitions. Raises NotFoundError."""
    found = select(Account).where(Account.username == username, Account.role.not_in((Role.JUROR, Role.ORGANIZER)))
    row = session.scalars(found).first()
    if row is None:
        raise NotFoundError
    known = set(session.scalars(select(Exhibition.id).where(Exhibition.id.in_(exhibition_ids))))
    have = {one.id for one in of(session, row.id)}
    for exhibition_id in sorted(known - have):
        join(session, act, row.id, exhibition_id)
    for exhibition_id in sorted(have - known):
        leave(session, act, row.id, exhibition_id)


def belongs(session: Session, account_id: int, slug: str) -> bool:
    """Whether the account belongs to the exhibition of this slug: one query."""
    mine = (Membership.account_id == account_id, Exhibition.slug == slug)
    found = select(Membership.account_id).join(Exhibition, Exhibition.id == Membership.exhibition_id).where(*mine)
    return session.scalar(found) is not None


def of(session: Session, account_id: int, *, with_archive: bool = True) -> list[Belonging]:
    """What somebody belongs to: the one that is open to them first, then the current one, then the newest."""
    rows = select(Exhibition).join(Membership, Membership.exhibition_id == Exhibition.id)
    rows = rows.where(Membership.account_id == account_id).order_by(*_order())
    if not with_archive:
        rows = rows.where(Exhibition.is_archive.is_(False))
    return [Belonging(row.id, row.slug, row.name) for row in session.scalars(rows)]


def by_account(session: Session) -> dict[int, frozenset[int]]:
    """The exhibitions (ids) of every account that belongs to any: one query."""
    found: dict[int, frozenset[int]] = {}
    for account, exhibition in session.execute(select(Membership.account_id, Membership.exhibition_id)):
        found[account] = found.get(account, frozenset()) | {exhibition}
    return found


def members(exhibition_id: int) -> ColumnElement[bool]:
    """The condition on `Account` for those who belong to the exhibition."""
    return Account.id.in_(select(Membership.account_id).where(Membership.exhibition_id == exhibition_id))


def open_to(account_id: int) -> ScalarSelect[Any]:
    """The id of the exhibition that is open to a juror, inside of another query; null for who belongs to none."""
    mine = (Membership.account_id == account_id, Exhibition.is_archive.is_(False))
    own = select(Exhibition.id).join(Membership, Membership.exhibition_id == Exhibition.id).where(*mine)
    return own.order_by(*_order()).limit(1).correlate(None).scalar_subquery()


def switch(session: Session, account_id: int, slug: str, *, now: datetime) -> None:
    """Open another of the person's exhibitions, until the next sign-in. Raises NotFoundError for a foreign one."""
    wanted = next((one for one in of(session, account_id, with_archive=False) if one.slug == slug), None)
    if wanted is None:
        raise NotFoundError
    session.get_one(Membership, (account_id, wanted.id)).chosen_at = now
    session.flush()


def begin_with_current(session: Session, account_id: int) -> None:
    """Somebody signs in: the current exhibition comes first again."""
    mine = (Membership.account_id == account_id, Membership.chosen_at.is_not(None))
    session.execute(update(Membership).where(*mine).values(chosen_at=None))


def _order() -> tuple[ColumnElement[Any], ...]:
    """Of somebody's exhibitions: the one that was switched to last, then the current one, then the newest."""
    chosen = Membership.chosen_at
    return chosen.is_(None), chosen.desc(), case((Exhibition.id == current_id(), 0), else_=1), Exhibition.id.desc()
