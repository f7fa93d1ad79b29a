"""Numbering the booths of an exhibition anew, all at once: swaps and rings too. Booth codes stay as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from showcase.entries.rules.booths import Move, moves, walk_order
from showcase.entries.rules.states import Status
from showcase.entries.tables import BoothCode, Entry
from showcase.exhibitions.rules import DECIDED, DecidedError, Phase
from showcase.exhibitions.tables import Category, Exhibition
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.kernel.errors import ReasonNeededError
from showcase.kernel.tables import AuditEvent

ACTION = "entry.booth"
MAX_REASON = 1000
# No booth number that people type begins so: they are trimmed, and control characters are refused.
PARKED = "\x01"


@dataclass(frozen=True, slots=True)
class BoothLine:
    """An entry in the table of booths."""

    slug: str
    booth: str
    name: str
    organisation: str
    category: str
    palette: str
    code: str
    status: Status


def lines(session: Session, exhibition_id: int) -> list[BoothLine]:
    """Every entry in booth order: one query."""
    rows = session.execute(
        select(
            Entry.slug,
            Entry.booth,
            Entry.display_name.label("name"),
            Entry.organisation,
            Entry.status,
            Category.name.label("category"),
            Category.palette,
            BoothCode.code,
        )
        .join(Category, Category.id == Entry.category_id)
        .join(BoothCode, (BoothCode.entry_id == Entry.id) & BoothCode.revoked_at.is_(None))
        .where(Entry.exhibition_id == exhibition_id)
        .order_by(Entry.id)
    )
    return [
        BoothLine(
            row.slug,
            row.booth,
            row.name,
            row.organisation,
            row.category,
            row.palette.value,
            row.code,
            row.status,
        )
        for row in sorted(rows, key=lambda row: walk_order(row.booth))
    ]


def planned(
    session: Session, exhibition_id: int, wanted: Mapping[str, str], seen: Mapping[str, str]
) -> tuple[Move, ...]:
    """What `renumber` would change. Raises BoothsRefusedError."""
    return moves(_numbers(session, exhibition_id), wanted, seen)


def renumber(
    session: Session, act: Act, exhibition_id: int, wanted: Mapping[str, str], seen: Mapping[str, str]
) -> tuple[Move, ...]:
    """Give entries (by slug) these booth numbers, all or none; answers what changed. `seen` is what the page showed.

    Raises BoothsRefusedError, DecidedError, and ReasonNeededError outside of setup, when posters hang already.
    """
    # The numbers must not change between the look at them and the writing.
    ledger.hold(session, exhibition_id)
    phase = session.scalars(select(Exhibition.phase).where(Exhibition.id == exhibition_id)).one()
    if phase in DECIDED:
        raise DecidedError
    found = planned(session, exhibition_id, wanted, seen)
    if not found:
        return ()
    act = act.because("".join(letter for letter in act.reason if letter.isprintable())).trimmed(MAX_REASON)
    if phase is not Phase.SETUP and not act.reason:
        raise ReasonNeededError
    _store(session, exhibition_id, {move.entry: move.after for move in found}, act.now)
    for move in found:
        act.record(
            session,
            ACTION,
            move.entry,
            exhibition_id=exhibition_id,
            before={"booth": move.before},
            after={"booth": move.after},
        )
    content.touch(session)
    return found


def renumbered_at(session: Session, exhibition_id: int, at: datetime) -> tuple[Move, ...]:
    """What was renumbered at this moment, by the old number."""
    rows = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.exhibition_id == exhibition_id, AuditEvent.action == ACTION, AuditEvent.at == at)
        .order_by(AuditEvent.id)
    )
    return tuple(Move(row.subject, row.before["booth"], row.after["booth"]) for row in rows)


def _numbers(session: Session, exhibition_id: int) -> dict[str, str]:
    rows = session.execute(
        select(Entry.slug, Entry.booth).where(Entry.exhibition_id == exhibition_id).order_by(Entry.booth)
    )
    return {row.slug: row.booth for row in rows}


def _store(session: Session, exhibition_id: int, wanted: Mapping[str, str], now: datetime) -> None:
    """In two steps: both databases look at uniqueness row by row, so every mover first leaves its number."""
    movers = (Entry.exhibition_id == exhibition_id, Entry.slug.in_(list(wanted)))
    ids = {row.slug: row.id for row in session.execute(select(Entry.slug, Entry.id).where(*movers))}
    parked = case({number: f"{PARKED}{number}" for number in ids.values()}, value=Entry.id)
    numbered = case({ids[slug]: booth for slug, booth in wanted.items()}, value=Entry.id)
    for values in ({"booth": parked}, {"booth": numbered, "updated_at": now}):
        session.execute(update(Entry).where(*movers).values(values).execution_options(synchronize_session=False))
    session.expire_all()
