"""Whether what is stored is sound: chains, ballots, counters, official acts, and what the database promises."""

from collections.abc import Iterator

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from showcase.entries.tables import Entry, Tally
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import ledger
from showcase.operations.queries import act_checks, ballot_replay
from showcase.schema import triggers
from showcase.voting.tables import Vote


def chain_faults(session: Session) -> list[str]:
    """What is wrong with any exhibition's ledger, in words."""
    found = []
    for key, slug in session.execute(select(Exhibition.id, Exhibition.slug)):
        fault = ledger.fault(session, key)
        if fault:
            found.append(f"{slug}: {fault}")
    return found


def ballot_faults(session: Session) -> list[str]:
    """The first fault of each exhibition's count, made anew from its ledger and its ballots."""
    found = [(row.slug, ballot_replay.fault(session, row)) for row in _exhibitions(session)]
    return [f"{slug}: {fault}" for slug, fault in found if fault]


def act_faults(session: Session) -> list[str]:
    """The first thing in each exhibition that differs from its official acts."""
    found = [(row.slug, next(act_checks.faults(session, row), None)) for row in _exhibitions(session)]
    return [f"{slug}: {fault}" for slug, fault in found if fault]


def _exhibitions(session: Session) -> Iterator[Exhibition]:
    yield from session.scalars(select(Exhibition).order_by(Exhibition.id)).all()


def guard_faults(session: Session) -> list[str]:
    """Triggers that should refuse changes, or count, and are gone. The next start makes them again."""
    missing = triggers.missing(session.connection())
    return [f"{name} is missing: start the server again, or run flask db upgrade" for name in missing]


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
    if verdict != "ok":
        faults.append(f"quick_check: {verdict}")
    astray = session.execute(text("PRAGMA foreign_key_check")).first()
    return [*faults, f"a row of {astray[0]} belongs to no row of {astray[2]}"] if astray else faults
