"""Test scans: who scanned which poster at which stand, what is still missing, and what hangs wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.entries.tables import BoothCode, Entry
from showcase.exhibitions.actions.exhibitions import check_not_archived
from showcase.exhibitions.views import EntryView, ExhibitionView
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError
from showcase.scans.rules import Verdict, typed_code
from showcase.scans.tables import PosterScan

RECENT = 8


@dataclass(frozen=True, slots=True)
class ScanView:
    """A scan as pages show it. `entry`: whose code it was; `stand`: where the poster hung, if somebody said so."""

    id: int
    code: str
    verdict: Verdict
    entry: EntryView | None
    stand: EntryView | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ScanBoard:
    """How far the walk is. `done` of `total` posters hang right with the code that is valid now; `missing` do not yet.

    `troubles`: wrong or old posters that no later right scan at their stand has put right. `recent`: the last scans.
    """

    total: int
    done: int
    missing: tuple[EntryView, ...]
    troubles: tuple[ScanView, ...]
    recent: tuple[ScanView, ...]


def record(session: Session, act: Act, shown: ExhibitionView, text: str, *, stand: str) -> int:
    """Keep the scan of a typed code or address, at a stand (an entry's slug, "": not said); answers its number.

    Raises ScanBlankError, NotFoundError for a stand that does not exist, and InArchiveError.
    """
    check_not_archived(session, shown.id)
    code = typed_code(text)
    at_stand = shown.by_slug.get(stand)
    if stand and at_stand is None:
        raise NotFoundError
    owner = session.execute(
        select(BoothCode.entry_id, BoothCode.revoked_at)
        .join(Entry, Entry.id == BoothCode.entry_id)
        .where(BoothCode.code == code, Entry.exhibition_id == shown.id)
    ).first()
    entry = shown.by_id.get(owner.entry_id) if owner else None
    is_old = owner is not None and owner.revoked_at is not None
    return _kept(session, act, shown, code, entry, at_stand, is_old=is_old)


def record_walk(
    session: Session, act: Act, shown: ExhibitionView, opened: Iterable[EntryView], hanging: set[str]
) -> None:
    """Keep the booths that this phone has opened; those whose slugs are not in `hanging` hung at another stand.

    Raises InArchiveError.
    """
    check_not_archived(session, shown.id)
    for entry in opened:
        stand = entry if entry.slug in hanging else None
        verdict = _verdict(entry, stand, is_old=False) if stand else Verdict.ELSEWHERE
        session.add(_row(act, shown, entry.code, entry, stand, verdict))
    session.flush()


def board(session: Session, shown: ExhibitionView) -> ScanBoard:
    """The state of the walk: one query."""
    rows = session.scalars(select(PosterScan).where(PosterScan.exhibition_id == shown.id).order_by(PosterScan.id)).all()
    standing = [entry for entry in shown.entries if not entry.withdrawn]
    right: dict[int, int] = {}
    troubles: dict[int, PosterScan] = {}
    for row in rows:
        entry = shown.by_id.get(row.entry_id or 0)
        place = row.stand_id or row.entry_id
        if row.verdict is Verdict.RIGHT and entry is not None and row.code == entry.code:
            right[entry.id] = row.id
            troubles.pop(entry.id, None)
        elif row.verdict is not Verdict.RIGHT and place is not None:
            right.pop(place, None)
            right.pop(row.entry_id or 0, None)
            troubles[place] = row
    missing = tuple(entry for entry in standing if entry.id not in right)
    return ScanBoard(
        total=len(standing),
        done=len(standing) - len(missing),
        missing=missing,
        troubles=tuple(_view(shown, row) for place, row in troubles.items() if place in shown.standing),
        recent=tuple(_view(shown, row) for row in reversed(rows[-RECENT:])),
    )


def _kept(
    session: Session,
    act: Act,
    shown: ExhibitionView,
    code: str,
    entry: EntryView | None,
    stand: EntryView | None,
    *,
    is_old: bool,
) -> int:
    verdict = _verdict(entry, stand, is_old=is_old) if entry else Verdict.UNKNOWN
    row = _row(act, shown, code, entry, stand, verdict)
    session.add(row)
    session.flush()
    return row.id


def _row(
    act: Act,
    shown: ExhibitionView,
    code: str,
    entry: EntryView | None,
    stand: EntryView | None,
    verdict: Verdict,
) -> PosterScan:
    return PosterScan(
        exhibition_id=shown.id,
        code=code,
        entry_id=entry.id if entry else None,
        stand_id=stand.id if stand else None,
        verdict=verdict,
        by=act.actor,
        at=act.now,
    )


def _verdict(entry: EntryView, stand: EntryView | None, *, is_old: bool) -> Verdict:
    """An old poster is told first: it has to come down wherever it hangs."""
    if is_old:
        return Verdict.REPLACED
    if entry.withdrawn:
        return Verdict.WITHDRAWN
    if stand is not None and stand.id != entry.id:
        return Verdict.ELSEWHERE
    return Verdict.RIGHT


def _view(shown: ExhibitionView, row: PosterScan) -> ScanView:
    entry, stand = shown.by_id.get(row.entry_id or 0), shown.by_id.get(row.stand_id or 0)
    return ScanView(row.id, row.code, row.verdict, entry, stand, row.by, row.at)
