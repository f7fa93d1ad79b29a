"""Locking a juror's sheets of a category, all in one transaction, and reopening one with a reason."""

import secrets
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.accounts.actions import accounts
from showcase.accounts.tables import Account
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import DECIDED, DecidedError
from showcase.exhibitions.tables import Exhibition
from showcase.jury.queries import juror_numbers
from showcase.jury.queries.own_sheets import OwnCategory, own_category
from showcase.jury.rules.locking import SheetsOpenError
from showcase.jury.rules.score_receipts import LockedSheet, Signature, check_code, fingerprint, receipt_text
from showcase.jury.rules.scoring import SheetState
from showcase.jury.tables import CategoryLock, Recusal, Sheet
from showcase.kernel import ledger
from showcase.kernel.act import Act
from showcase.kernel.chain import LineType
from showcase.kernel.errors import NotFoundError, ReasonNeededError

MAX_REASON = 1000


def lock(session: Session, juror_id: int, slug: str, *, now: datetime) -> OwnCategory:
    """Lock all of the juror's sheets in the category, a ledger line each; gives the receipt. A second call changes
    nothing.

    Raises SheetsOpenError while a sheet is missing, DecidedError once the result is fixed, NotFoundError.
    """
    found = own_category(session, juror_id, slug)
    ledger.hold(session, found.exhibition_id)
    rows = _held(session, juror_id, found.category_id)
    # Read again: what was saved until the rows were held counts, what comes later is refused.
    found = own_category(session, juror_id, slug)
    if found.is_locked:
        return found
    if found.phase in DECIDED:
        raise DecidedError
    if not found.is_ready:
        raise SheetsOpenError(f"There are {len(found.open)} sheets to submit first.", open=len(found.open))
    fresh = [entry for row, entry in rows if row.state is SheetState.SUBMITTED]
    for row, _ in rows:
        if row.state is SheetState.SUBMITTED:
            row.state = SheetState.LOCKED
            row.row_version += 1
    session.flush()
    _sign(session, juror_id, found, fresh, now=now)
    return own_category(session, juror_id, slug)


def reopen(session: Session, act: Act, exhibition_id: int, username: str, entry_slug: str) -> None:
    """Give one locked sheet back to its juror; the lock of its category ends with it, and must be made again.

    Raises ReasonNeededError, DecidedError, and NotFoundError where there is no such locked sheet.
    """
    act = act.trimmed(MAX_REASON)
    if not act.reason:
        raise ReasonNeededError("A reason is needed: it is written into the ledger.")
    ledger.hold(session, exhibition_id)
    exhibition = session.get(Exhibition, exhibition_id, populate_existing=True)
    if exhibition is None or exhibition.phase in DECIDED:
        raise DecidedError
    row = session.execute(
        select(Sheet, Entry.category_id)
        .join(Entry, Entry.id == Sheet.entry_id)
        .join(Account, Account.id == Sheet.juror_id)
        .where(Entry.exhibition_id == exhibition_id, Entry.slug == entry_slug, Account.username == username)
        .where(Sheet.state == SheetState.LOCKED)
    ).first()
    if row is None:
        raise NotFoundError
    sheet, category_id = row
    sheet.state = SheetState.SUBMITTED
    _end(session, sheet.juror_id, category_id, act.now)
    session.flush()
    juror = juror_numbers.juror_ids(session, exhibition_id)[sheet.juror_id]
    body = {"juror": juror, "entry": entry_slug, "reason": act.reason}
    act.record(
        session,
        "sheet.reopen",
        f"{username}/{entry_slug}",
        exhibition_id=exhibition_id,
        before={"state": SheetState.LOCKED.value},
        after={"state": SheetState.SUBMITTED.value},
        official=(LineType.SHEET_REOPENED, body),
    )


def _held(session: Session, juror_id: int, category_id: int) -> list[tuple[Sheet, str]]:
    """The juror's sheets that a lock seals, held until the transaction ends, as they are now."""
    rows = session.execute(
        select(Sheet, Entry.slug)
        .join(Entry, Entry.id == Sheet.entry_id)
        .outerjoin(Recusal, (Recusal.juror_id == Sheet.juror_id) & (Recusal.entry_id == Sheet.entry_id))
        .where(Sheet.juror_id == juror_id, Entry.category_id == category_id, Entry.status != Status.DRAFT)
        .where(Sheet.state != SheetState.DRAFT, Recusal.juror_id.is_(None))
        .order_by(Entry.booth)
        .with_for_update(of=Sheet)
        .execution_options(populate_existing=True)
    )
    return [(sheet, slug) for sheet, slug in rows]


def _sign(session: Session, juror_id: int, found: OwnCategory, fresh: list[str], *, now: datetime) -> None:
    """Write the lock with its receipt, a ledger line for each sheet that it sealed, and the audit log."""
    _end(session, juror_id, found.category_id, now)
    person = accounts.by_id(session, juror_id)
    juror = juror_numbers.juror_ids(session, found.exhibition_id)[juror_id]
    nonce = secrets.token_hex(16)
    signed = Signature(found.exhibition_slug, found.slug, juror, person.name, nonce, now)
    sheets = [LockedSheet(sheet.entry, list(sheet.scores.items())) for sheet in found.sheets if sheet.counts]
    text = receipt_text(signed, sheets)
    sha256 = fingerprint(text)
    session.add(
        CategoryLock(
            juror_id=juror_id,
            category_id=found.category_id,
            locked_at=now,
            nonce=nonce,
            receipt=text,
            sha256=sha256,
            code=check_code(sha256),
        )
    )
    session.flush()
    for entry in fresh:
        body = {"juror": juror, "entry": entry, "receipt": sha256}
        ledger.append(session, found.exhibition_id, LineType.SHEET_LOCKED, now, body)
    Act(person.username, now).record(
        session,
        "sheets.lock",
        found.slug,
        exhibition_id=found.exhibition_id,
        after={"sheets": len(sheets), "receipt": sha256},
    )


def _end(session: Session, juror_id: int, category_id: int, now: datetime) -> None:
    standing = (CategoryLock.juror_id == juror_id, CategoryLock.category_id == category_id)
    session.execute(update(CategoryLock).where(*standing, CategoryLock.ended_at.is_(None)).values(ended_at=now))
