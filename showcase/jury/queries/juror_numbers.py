"""The numbers under which jurors stand in bundles and on papers."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.entries.tables import Entry
from showcase.jury.tables import Assignment
from showcase.kernel.roles import Role


def juror_ids(session: Session, exhibition_id: int) -> dict[int, str]:
    """Account -> J1, J2, ... in order of creation. Every juror has a number, so that a new one shifts nobody's."""
    assigned = (
        select(Assignment.juror_id)
        .join(Entry, Entry.id == Assignment.entry_id)
        .where(Entry.exhibition_id == exhibition_id)
    )
    judging = or_(Account.role == Role.JUROR, Account.id.in_(assigned))
    found = session.scalars(select(Account.id).where(judging).order_by(Account.id))
    return {account: f"J{number}" for number, account in enumerate(found, start=1)}
