"""Conflicts of interest: declared by the juror, taken back by an organizer only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.entries.rules.booths import walk_order
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import DECIDED, DecidedError
from showcase.exhibitions.tables import Exhibition
from showcase.jury.actions import sheets
from showcase.jury.actions.sheets import SheetView
from showcase.jury.rules.recusals import MAX_REASON, RecusalAsksError, RecusalReasonError, same_office
from showcase.jury.rules.scoring import RECUSED, SheetState
from showcase.jury.tables import Recusal, Sheet
from showcase.kernel import ledger
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError, ReasonNeededError


@dataclass(frozen=True, slots=True)
class RecusalView:
    """A juror who does not judge an entry, for the organizer."""

    username: str
    juror: str
    booth: str
    entry_slug: str
    entry_name: str
    reason: str
    at: datetime


def is_suggested(view: SheetView, office: str) -> bool:
    """Whether to ask the juror of this office: it is the entry's, and nothing is scored yet."""
    return view.writable and not view.scores and same_office(office, view.organisation)


def recuse(session: Session, act: Act, juror_id: int, code: str, *, confirmed: bool) -> None:
    """The juror does not judge this entry. A second time changes nothing.

    A sheet with scores turns to a draft that counts nowhere, and the audit log keeps its scores; the juror has to have
    confirmed that. Raises RecusalReasonError, RecusalAsksError, and as `sheets.sheet_to_edit`.
    """
    sheets.hold(session, juror_id, code)
    if sheets.sheet_to_read(session, juror_id, code).state == RECUSED:
        return
    view = sheets.sheet_to_edit(session, juror_id, code)
    if not 1 <= len(act.reason.strip()) <= MAX_REASON:
        raise RecusalReasonError
    if view.scores and not confirmed:
        raise RecusalAsksError
    session.add(Recusal(juror_id=juror_id, entry_id=view.entry_id, reason=act.reason.strip(), at=act.now))
    row = session.scalars(select(Sheet).where(Sheet.juror_id == juror_id, Sheet.entry_id == view.entry_id)).first()
    if row is not None:
        row.state, row.submitted_at, row.row_version = SheetState.DRAFT, None, row.row_version + 1
    act.trimmed().record(
        session,
        "jury.recuse",
        view.entry_slug,
        exhibition_id=session.scalar(select(Entry.exhibition_id).where(Entry.id == view.entry_id)),
        before={"state": view.state, "scores": dict(view.scores)} if view.scores else None,
    )
    session.flush()


def undo(session: Session, act: Act, exhibition_id: int, *, username: str, entry_slug: str) -> None:
    """The juror judges this entry after all; a draft from before is there again.

    Raises NotFoundError, ReasonNeededError, and DecidedError when the result is fixed.
    """
    # The lock of a move to another phase.
    ledger.hold(session, exhibition_id)
    row = session.execute(
        select(Recusal, Exhibition.phase)
        .join(Entry, Entry.id == Recusal.entry_id)
        .join(Exhibition, Exhibition.id == Entry.exhibition_id)
        .join(Account, Account.id == Recusal.juror_id)
        .where(Exhibition.id == exhibition_id, Account.username == username, Entry.slug == entry_slug)
    ).first()
    if row is None:
        raise NotFoundError
    recusal, phase = row
    if phase in DECIDED:
        raise DecidedError
    if not 1 <= len(act.reason.strip()) <= MAX_REASON:
        raise ReasonNeededError
    session.delete(recusal)
    act.trimmed().record(
        session,
        "jury.recusal.undo",
        f"{username} {entry_slug}",
        exhibition_id=exhibition_id,
        before={"reason": recusal.reason},
    )
    session.flush()


def listed(session: Session, exhibition_id: int) -> list[RecusalView]:
    """Every recusal of an exhibition, by booth and juror: one query."""
    rows = session.execute(
        select(Recusal, Account, Entry)
        .join(Account, Account.id == Recusal.juror_id)
        .join(Entry, Entry.id == Recusal.entry_id)
        .where(Entry.exhibition_id == exhibition_id)
        .order_by(Account.id)
    )
    return [
        RecusalView(
            username=juror.username,
            juror=juror.name,
            booth=entry.booth,
            entry_slug=entry.slug,
            entry_name=entry.display_name,
            reason=recusal.reason,
            at=recusal.at,
        )
        for recusal, juror, entry in sorted(rows, key=lambda row: walk_order(row[2].booth))
    ]
