"""Checking the receipt of a juror's locked scores: does what it seals still stand in the count?"""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.entries.tables import Entry
from showcase.exhibitions.tables import Category, Exhibition
from showcase.jury.rules.score_receipts import fingerprint
from showcase.jury.rules.scoring import SheetState, centi_text
from showcase.jury.tables import CategoryLock, Criterion, Score, Sheet

STANDS, ENDED, DIFFERS = "stands", "ended", "differs"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the code's holder may know; no score. `state`: stands, ended (reopened or signed anew), differs."""

    state: str
    juror: str
    category: str
    exhibition: str
    timezone: str
    sheets: int
    at: datetime
    sha256: str


def checked(session: Session, code: str) -> Checked | None:
    """The lock of this check code, compared with the scores as they are stored now; None for an unknown one."""
    row = session.execute(
        select(CategoryLock, Account.name, Category.name, Exhibition.name, Exhibition.timezone)
        .join(Account, Account.id == CategoryLock.juror_id)
        .join(Category, Category.id == CategoryLock.category_id)
        .join(Exhibition, Exhibition.id == Category.exhibition_id)
        .where(CategoryLock.code == code)
    ).first()
    if row is None:
        return None
    lock, juror, category, exhibition, timezone = row
    sealed = json.loads(lock.receipt)["sheets"]
    whole = fingerprint(lock.receipt) == lock.sha256
    now = {sheet["entry"]: sheet["scores"] for sheet in sealed} == stored(session, lock.juror_id, lock.category_id)
    state = ENDED if lock.ended_at else (STANDS if whole and now else DIFFERS)
    return Checked(state, juror, category, exhibition, timezone, len(sealed), lock.locked_at, lock.sha256)


def stored(session: Session, juror_id: int, category_id: int) -> dict[str, dict[str, str]]:
    """The juror's locked scores of the category as they are now: entry -> criterion -> score in machine form."""
    rows = session.execute(
        select(Entry.slug, Criterion.slug, Score.value_centi)
        .join(Sheet, Sheet.entry_id == Entry.id)
        .join(Score, Score.sheet_id == Sheet.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Sheet.juror_id == juror_id, Entry.category_id == category_id, Sheet.state == SheetState.LOCKED)
    )
    found: dict[str, dict[str, str]] = {}
    for entry, criterion, value in rows:
        found.setdefault(entry, {})[criterion] = centi_text(value)
    return found
