"""Whether the stored count is sound: chains, counters, and what the database promises."""

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from showcase.models import Entry, Exhibition, Tally, Vote
from showcase.services import ledger


def chain_faults(session: Session) -> list[str]:
    """What is wrong with any exhibition's ledger, in words."""
    found = []
    for key, slug in session.execute(select(Exhibition.id, Exhibition.slug)):
        fault = ledger.fault(session, key)
        if fault:
            found.append(f"{slug}: {fault}")
    return found


def counter_faults(session: Session) -> list[str]:
    """Entries whose counter differs from their standing votes that are not suspended."""
    standing = select(Vote.entry_id, func.count().label("votes")).where(~Vote.suspended)
    counted = standing.group_by(Vote.entry_id).subquery()
    rows = session.execute(
        select(Entry.slug, func.coalesce(Tally.votes, 0), func.coalesce(counted.c.votes, 0))
        .outerjoin(Tally, Tally.entry_id == Entry.id)
        .outerjoin(counted, counted.c.entry_id == Entry.id)
    )
    return [f"{slug}: counter {kept}, votes {votes}" for slug, kept, votes in rows if kept != votes]


def storage_faults(session: Session) -> list[str]:
    """What the embedded database should have been opened with, and was not."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    wanted = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "trusted_schema": "0"}
    found = {name: str(session.scalar(text(f"PRAGMA {name}"))) for name in wanted}
    faults = [f"{name} is {found[name]}, not {value}" for name, value in wanted.items() if found[name] != value]
    verdict = session.scalar(text("PRAGMA quick_check"))
    return faults if verdict == "ok" else [*faults, f"quick_check: {verdict}"]
