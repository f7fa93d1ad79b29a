"""Who judges what, and how far they are."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from showcase.accounts.actions import memberships
from showcase.accounts.tables import Account
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.jury.actions import panel_rule
from showcase.jury.rules.scoring import COUNTED, SheetState
from showcase.jury.tables import Assignment, Recusal, Sheet
from showcase.kernel.act import Act
from showcase.kernel.roles import Role


@dataclass(frozen=True, slots=True)
class JurorProgress:
    """How far a juror is: submitted of what is to be judged."""

    id: int
    username: str
    name: str
    organisation: str
    is_active: bool
    submitted: int
    drafts: int
    assigned: int


def progress(session: Session, exhibition_id: int) -> list[JurorProgress]:
    """The progress of every juror of an exhibition, in order of creation: two queries."""
    counts: dict[int, dict[SheetState | None, int]] = {}
    rows = session.execute(
        select(Assignment.juror_id, Sheet.state, func.count())
        .join(Entry, Entry.id == Assignment.entry_id)
        .outerjoin(Sheet, and_(Sheet.entry_id == Assignment.entry_id, Sheet.juror_id == Assignment.juror_id))
        .outerjoin(Recusal, and_(Recusal.entry_id == Assignment.entry_id, Recusal.juror_id == Assignment.juror_id))
        .where(Entry.exhibition_id == exhibition_id, Entry.status == Status.PUBLISHED, Recusal.juror_id.is_(None))
        .group_by(Assignment.juror_id, Sheet.state)
    )
    for juror_id, state, number in rows:
        counts.setdefault(juror_id, {})[state] = number
    people = session.scalars(
        select(Account).where(Account.role == Role.JUROR, memberships.members(exhibition_id)).order_by(Account.id)
    )
    return [
        JurorProgress(
            id=row.id,
            username=row.username,
            name=row.name,
            organisation=row.organisation,
            is_active=row.is_active,
            submitted=sum(counts.get(row.id, {}).get(state, 0) for state in COUNTED),
            drafts=counts.get(row.id, {}).get(SheetState.DRAFT, 0),
            assigned=sum(counts.get(row.id, {}).values()),
        )
        for row in people
    ]


def assign_all(session: Session, act: Act, exhibition_id: int, juror_id: int) -> int:
    """Assign the juror every entry of the exhibition, and with it every category; answers how many were new."""
    memberships.join(session, act, juror_id, exhibition_id)
    panel_rule.seat(session, exhibition_id, {juror_id: ()}, every={juror_id})
    have = set(session.scalars(select(Assignment.entry_id).where(Assignment.juror_id == juror_id)))
    wanted = session.scalars(select(Entry.id).where(Entry.exhibition_id == exhibition_id))
    new = [entry_id for entry_id in wanted if entry_id not in have]
    session.add_all(Assignment(juror_id=juror_id, entry_id=entry_id) for entry_id in new)
    session.flush()
    if new:
        act.record(
            session,
            "jury.assign",
            session.scalars(select(Account.username).where(Account.id == juror_id)).one(),
            exhibition_id=exhibition_id,
            after={"entries": len(new)},
        )
    return len(new)


def panel_size(session: Session, exhibition_id: int) -> int:
    """How many jurors the entry with the most of them is assigned to; 0 before any assignment. One query."""
    sizes = (
        select(func.count().label("jurors"))
        .select_from(Assignment)
        .join(Entry, Entry.id == Assignment.entry_id)
        .where(Entry.exhibition_id == exhibition_id)
        .group_by(Assignment.entry_id)
        .subquery()
    )
    return session.scalar(select(func.max(sizes.c.jurors))) or 0
