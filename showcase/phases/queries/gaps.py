"""What is missing before a result can be fixed: sheets, locks, decisions on ties and anomalies, objections' answers."""

from collections.abc import Iterator

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.anomalies.actions import flags
from showcase.entries.rules.booths import walk_order
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.tables import Category, Exhibition
from showcase.jury.queries import juror_numbers
from showcase.jury.rules.scoring import COUNTED, SheetState
from showcase.jury.tables import Assignment, CategoryLock, Recusal, Sheet
from showcase.objections.tables import Objection, ObjectionAnswer
from showcase.phases.rules import Gap, GapKind
from showcase.results.actions import ties
from showcase.results.queries import results
from showcase.results.queries.results import Standing

# Account, category's id and slug, entry's slug and booth, state of the sheet.
Due = Row[Account, int, str, str, str, SheetState | None]


def found(session: Session, exhibition: Exhibition, standing: Standing) -> tuple[Gap, ...]:
    """Everything that is missing, in the order in which people are told."""
    due = _due(session, exhibition.id)
    numbers = juror_numbers.juror_ids(session, exhibition.id)
    return (
        *_sheets(due, numbers),
        *_locks(session, due, numbers),
        *(
            Gap(GapKind.TIE, (one.category,), one.tie.entries, number=one.tie.place)
            for one in ties.across(standing, results.names(session, exhibition))
            if one.decision is None
        ),
        *(Gap(GapKind.ANOMALY, number=number) for number in flags.undecided(session, exhibition.id)),
        *(Gap(GapKind.OBJECTION, number=number) for number in _unanswered(session, exhibition.id)),
    )


def _due(session: Session, exhibition_id: int) -> list[Due]:
    """Every sheet that is to come or came: assigned, without a conflict of interest, of an entry that competes."""
    rows = session.execute(
        select(Account, Category.id, Category.slug, Entry.slug, Entry.booth, Sheet.state)
        .select_from(Assignment)
        .join(Account, Account.id == Assignment.juror_id)
        .join(Entry, Entry.id == Assignment.entry_id)
        .join(Category, Category.id == Entry.category_id)
        .outerjoin(Sheet, (Sheet.juror_id == Assignment.juror_id) & (Sheet.entry_id == Assignment.entry_id))
        .outerjoin(Recusal, (Recusal.juror_id == Assignment.juror_id) & (Recusal.entry_id == Assignment.entry_id))
        .where(Entry.exhibition_id == exhibition_id, Entry.status == Status.PUBLISHED, Recusal.juror_id.is_(None))
        .order_by(Account.id, Category.position, Category.id, Entry.id)
    ).all()
    # By juror and category, then as people walk; sorting keeps the order of equal ones.
    places = {(row[0].id, row[1]): place for place, row in reversed(list(enumerate(rows)))}
    return sorted(rows, key=lambda row: (places[row[0].id, row[1]], walk_order(row[4])))


def _sheets(due: list[Due], numbers: dict[int, str]) -> Iterator[Gap]:
    for account, _id, category, entry, _booth, state in due:
        if state not in COUNTED:
            yield _of_juror(GapKind.SHEET, account, numbers, (category,), (entry,))


def _locks(session: Session, due: list[Due], numbers: dict[int, str]) -> Iterator[Gap]:
    """A juror once, with every category that has no lock over all that is due in it."""
    standing = select(CategoryLock.juror_id, CategoryLock.category_id).where(CategoryLock.ended_at.is_(None))
    locked = {(juror, category) for juror, category in session.execute(standing)}
    open_by: dict[int, dict[str, None]] = {}
    accounts: dict[int, Account] = {}
    for account, category_id, category, _entry, _booth, state in due:
        if (account.id, category_id) not in locked or state is not SheetState.LOCKED:
            accounts[account.id] = account
            open_by.setdefault(account.id, {})[category] = None
    for juror, categories in open_by.items():
        yield _of_juror(GapKind.LOCK, accounts[juror], numbers, tuple(categories))


def _of_juror(
    kind: GapKind, account: Account, numbers: dict[int, str], categories: tuple[str, ...], entries: tuple[str, ...] = ()
) -> Gap:
    return Gap(
        kind,
        categories,
        entries,
        juror=numbers.get(account.id, ""),
        username=account.username,
        person=account.name,
    )


def _unanswered(session: Session, exhibition_id: int) -> list[int]:
    answered = select(ObjectionAnswer.id).where(ObjectionAnswer.objection_id == Objection.id).exists()
    mine = (Objection.exhibition_id == exhibition_id, ~answered)
    return list(session.scalars(select(Objection.number).where(*mine).order_by(Objection.number)))
