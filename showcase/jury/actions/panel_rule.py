"""The rule of an exhibition that says who judges an entry that comes later, or what a juror who comes later judges.

Either every juror of a category judges every entry of it (`Exhibition.panel_judges_all`), however the entry or the
juror came; or assignments are chosen by hand and nothing is assigned by itself. A juror of a category is who has a
seat in it, or judges every category of the exhibition (`Membership.judges_all`).
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session

from showcase.accounts.actions import memberships
from showcase.accounts.tables import Account, JurySeat, Membership
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import DECIDED, DecidedError
from showcase.exhibitions.tables import Category, Exhibition
from showcase.jury.tables import Assignment, PaperReading, Recusal, Sheet
from showcase.kernel import ledger
from showcase.kernel.act import Act
from showcase.kernel.roles import Role

# The board marks these; whoever has one keeps the assignment.
BINDING = (Sheet, Recusal, PaperReading)


def judges_everything(session: Session, exhibition_id: int) -> bool:
    """Whether every juror of a category judges every entry of it here."""
    return bool(session.scalar(select(Exhibition.panel_judges_all).where(Exhibition.id == exhibition_id)))


def choose(session: Session, act: Act, exhibition_id: int, *, everything: bool) -> int:
    """Choose the rule; answers how many assignments it brought. Choosing by hand changes none.

    Raises DecidedError once the result is fixed.
    """
    # The lock of a move to another phase.
    ledger.hold(session, exhibition_id)
    row = session.get_one(Exhibition, exhibition_id, populate_existing=True)
    if row.phase in DECIDED:
        raise DecidedError
    if row.panel_judges_all is not everything:
        row.panel_judges_all = everything
        session.flush()
        before, after = {"everything": not everything}, {"everything": everything}
        act.record(session, "jury.rule", row.slug, exhibition_id=exhibition_id, before=before, after=after)
    return follow(session, act, exhibition_id)


def follow(session: Session, act: Act, exhibition_id: int) -> int:
    """Bring the assignments of published entries that the rule wants and that are missing; answers how many.

    To be called after entries or jurors came. Takes none away. Changes nothing by hand, or once the result is fixed.
    """
    row = session.get_one(Exhibition, exhibition_id)
    if not row.panel_judges_all or row.phase in DECIDED:
        return 0
    pairs = [{"juror_id": juror, "entry_id": entry} for juror, entry in session.execute(_missing(exhibition_id))]
    if pairs:
        session.execute(insert(Assignment), pairs)
        act.record(session, "jury.assign", "*", exhibition_id=exhibition_id, after={"added": len(pairs)})
    return len(pairs)


def moved(session: Session, exhibition_id: int, entry_ids: Collection[int]) -> None:
    """These entries are in another category now: who is no juror of it, and has not begun, does not judge them."""
    if not entry_ids or not judges_everything(session, exhibition_id):
        return
    kept = [
        exists().where(table.juror_id == Assignment.juror_id, table.entry_id == Assignment.entry_id)
        for table in BINDING
    ]
    seated = exists(
        select(Entry.id)
        .join(Membership, Membership.exhibition_id == Entry.exhibition_id)
        .where(Entry.id == Assignment.entry_id, Membership.account_id == Assignment.juror_id, _seated())
    )
    gone = (Assignment.entry_id.in_(entry_ids), ~or_(seated, *kept))
    session.execute(delete(Assignment).where(*gone).execution_options(synchronize_session=False))


def seat(
    session: Session, exhibition_id: int, wanted: Mapping[int, Collection[int]], *, every: Collection[int] = ()
) -> None:
    """Make these jurors (ids), who belong to the exhibition, jurors of exactly these categories (ids).

    `every` names those of all categories, the ones that are added later too.
    """
    own = select(Category.id).where(Category.exhibition_id == exhibition_id)
    seats = delete(JurySeat).where(JurySeat.juror_id.in_(wanted), JurySeat.category_id.in_(own))
    session.execute(seats.execution_options(synchronize_session=False))
    members = update(Membership).where(Membership.exhibition_id == exhibition_id, Membership.account_id.in_(wanted))
    session.execute(members.values(judges_all=Membership.account_id.in_(every)))
    rows = [
        {"juror_id": juror, "category_id": category}
        for juror, categories in wanted.items()
        for category in categories
        if juror not in every
    ]
    if rows:
        session.execute(insert(JurySeat), rows)


def make_panel(session: Session, exhibition_id: int, category_id: int, jurors: Collection[int]) -> None:
    """Make exactly these members (account ids) the jurors of a category; their other categories stay theirs."""
    others = set(
        session.scalars(select(Category.id).where(Category.exhibition_id == exhibition_id, Category.id != category_id))
    )
    for member, everything in _panel_members(session, exhibition_id).items():
        if member in jurors:
            if not everything and session.get(JurySeat, (member, category_id)) is None:
                session.add(JurySeat(juror_id=member, category_id=category_id))
        elif everything:
            seat(session, exhibition_id, {member: others})
        else:
            which = (JurySeat.juror_id == member, JurySeat.category_id == category_id)
            session.execute(delete(JurySeat).where(*which))
    session.flush()


def welcome(session: Session, act: Act, exhibition_id: int, juror_id: int) -> int:
    """A juror comes to the exhibition: as the rule is, every category is theirs, or the choice is left to a person.

    Answers how many entries were assigned.
    """
    memberships.join(session, act, juror_id, exhibition_id)
    if not judges_everything(session, exhibition_id):
        return 0
    seat(session, exhibition_id, {juror_id: ()}, every={juror_id})
    return follow(session, act, exhibition_id)


def return_of(session: Session, act: Act, juror_id: int) -> None:
    """A juror's account works again: what came to their exhibitions meanwhile is theirs too."""
    for one in memberships.of(session, juror_id, with_archive=False):
        follow(session, act, one.id)


def is_followed(session: Session, exhibition_id: int) -> bool:
    """Whether the assignments are exactly those that "every juror judges every entry" gives."""
    strangers = (
        select(Assignment.juror_id)
        .join(Entry, Entry.id == Assignment.entry_id)
        .where(Entry.exhibition_id == exhibition_id)
        .where(
            ~exists(
                select(Membership.account_id).where(
                    Membership.account_id == Assignment.juror_id,
                    Membership.exhibition_id == exhibition_id,
                    _seated(),
                )
            )
        )
    )
    return (
        session.execute(_missing(exhibition_id).limit(1)).first() is None and session.scalar(strangers.limit(1)) is None
    )


def panel_sizes(session: Session, exhibition_id: int) -> Mapping[int, int]:
    """How many jurors would judge a new entry of each category (id) that has any; none by hand. One query."""
    rows = session.execute(
        select(Category.id, func.count(Account.id))
        .join(Exhibition, and_(Exhibition.id == Category.exhibition_id, Exhibition.panel_judges_all))
        .join(Membership, Membership.exhibition_id == Category.exhibition_id)
        .join(Account, Account.id == Membership.account_id)
        .where(Category.exhibition_id == exhibition_id, Account.role == Role.JUROR, Account.is_active)
        .where(or_(Membership.judges_all, _seat_in(Category.id)))
        .group_by(Category.id)
    )
    return {row[0]: row[1] for row in rows}


def _missing(exhibition_id: int) -> Select[int, int]:
    assigned = exists().where(Assignment.juror_id == Account.id, Assignment.entry_id == Entry.id)
    return (
        select(Account.id, Entry.id)
        .select_from(Entry)
        .join(Membership, Membership.exhibition_id == Entry.exhibition_id)
        .join(Account, and_(Account.id == Membership.account_id, Account.role == Role.JUROR, Account.is_active))
        .where(Entry.exhibition_id == exhibition_id, Entry.status == Status.PUBLISHED, _seated(), ~assigned)
        .order_by(Account.id, Entry.id)
    )


def _seated() -> ColumnElement[bool]:
    """Beside `Entry` and `Membership`: the member is a juror of the entry's category."""
    return or_(Membership.judges_all, _seat_in(Entry.category_id))


def _seat_in(category: Any) -> ColumnElement[bool]:
    mine = (JurySeat.juror_id == Membership.account_id, JurySeat.category_id == category)
    return exists(select(JurySeat.juror_id).where(*mine).correlate_except(JurySeat))


def _panel_members(session: Session, exhibition_id: int) -> dict[int, bool]:
    rows = session.execute(
        select(Membership.account_id, Membership.judges_all)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.exhibition_id == exhibition_id, Account.role == Role.JUROR)
    )
    return {row[0]: row[1] for row in rows}
