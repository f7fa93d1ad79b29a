"""What is on record about an exhibition's judging: sheets, locks, conflicts, obstacles, acts in the audit log."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.entries.rules.booths import walk_order
from showcase.entries.rules.states import Status
from showcase.entries.tables import BoothCode, Entry
from showcase.jury.queries import juror_numbers
from showcase.jury.rules.scoring import SheetState
from showcase.jury.tables import Assignment, CategoryLock, JuryDuty, Obstacle, Recusal, Sheet
from showcase.kernel.tables import AuditEvent

PRESENT, ABSENT = "jury.present", "jury.absent"
PAPER, REOPENED, WITHDRAWN = "paper.submit", "sheet.reopen", "entry.withdraw"
ACTS = (PRESENT, ABSENT, PAPER, REOPENED, WITHDRAWN)
Pair = Row[int, int, SheetState | None, str | None]


@dataclass(frozen=True, slots=True)
class Records:
    """All of it. Entries are those of the contest, by id and slug; jurors have their numbers (J1) by account.

    `codes` maps every booth code, revoked ones too, to its entry; `present` a juror to the moment since when; a pair is
    an assignment with its sheet's state and origin, if there is a sheet. Everything is in order of booths or moments.
    """

    numbers: Mapping[int, str]
    accounts: Mapping[int, Account]
    usernames: Mapping[str, Account]
    entries: Mapping[int, Entry]
    slugs: Mapping[str, Entry]
    codes: Mapping[str, int]
    present: Mapping[int, datetime | None]
    pairs: Sequence[Pair]
    recusals: Sequence[Recusal]
    obstacles: Sequence[Obstacle]
    locks: Sequence[CategoryLock]
    acts: Mapping[str, Sequence[AuditEvent]]


def records(session: Session, exhibition_id: int) -> Records:
    """The records of an exhibition: ten queries."""
    here = (Entry.exhibition_id == exhibition_id, Entry.status != Status.DRAFT)
    accounts = session.scalars(select(Account).order_by(Account.id)).all()
    entries = sorted(session.scalars(select(Entry).where(*here)), key=lambda entry: (walk_order(entry.booth), entry.id))
    walk = {entry.id: place for place, entry in enumerate(entries)}
    codes = select(BoothCode.code, BoothCode.entry_id).join(Entry, Entry.id == BoothCode.entry_id).where(*here)
    duties = select(JuryDuty.juror_id, JuryDuty.present_since).where(JuryDuty.exhibition_id == exhibition_id)
    groups = {entry.category_id for entry in entries}
    locks = select(CategoryLock).where(CategoryLock.category_id.in_(groups))
    acts: dict[str, list[AuditEvent]] = defaultdict(list)
    asked = select(AuditEvent).where(AuditEvent.exhibition_id == exhibition_id, AuditEvent.action.in_(ACTS))
    for act in session.scalars(asked.order_by(AuditEvent.id)):
        acts[act.action].append(act)
    recused = select(Recusal).join(Entry, Entry.id == Recusal.entry_id).where(*here)
    reported = select(Obstacle).join(Entry, Entry.id == Obstacle.entry_id).where(*here)
    return Records(
        numbers=juror_numbers.juror_ids(session, exhibition_id),
        accounts={row.id: row for row in accounts},
        usernames={row.username: row for row in accounts},
        entries={row.id: row for row in entries},
        slugs={row.slug: row for row in entries},
        codes={row.code: row.entry_id for row in session.execute(codes)},
        present={row.juror_id: row.present_since for row in session.execute(duties)},
        pairs=sorted(_pairs(session, exhibition_id), key=lambda pair: (walk[pair.entry_id], pair.juror_id)),
        recusals=sorted(session.scalars(recused), key=lambda row: (walk[row.entry_id], row.juror_id)),
        obstacles=session.scalars(reported.order_by(Obstacle.at, Obstacle.id)).all(),
        locks=session.scalars(locks.order_by(CategoryLock.locked_at, CategoryLock.id)).all(),
        acts=acts,
    )


def _pairs(session: Session, exhibition_id: int) -> Sequence[Pair]:
    own = and_(Sheet.entry_id == Assignment.entry_id, Sheet.juror_id == Assignment.juror_id)
    return session.execute(
        select(Assignment.juror_id, Assignment.entry_id, Sheet.state, Sheet.origin)
        .join(Entry, Entry.id == Assignment.entry_id)
        .outerjoin(Sheet, own)
        .where(Entry.exhibition_id == exhibition_id, Entry.status != Status.DRAFT)
    ).all()
