"""Extending an exhibition's ledger, in the transaction of the act that a line records."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from showcase.kernel import write_lock
from showcase.kernel.base import table_of
from showcase.kernel.chain import Line, LineType, first_fault, next_line
from showcase.kernel.tables import BallotRecord

_INSERT_LINE = insert(table_of(BallotRecord))


def hold(session: Session, exhibition_id: int) -> None:
    """Make sure that nobody else writes in this exhibition until the transaction ends.

    A chain needs it, and so does every rule that several acts could pass at once. One lock serves all exhibitions:
    whoever came through `extensions.transaction` holds it from the start.
    """
    write_lock.take(session)


def head(session: Session, exhibition_id: int) -> tuple[int, str] | None:
    """Sequence number and hash of the last line."""
    row = session.execute(
        select(BallotRecord.seq, BallotRecord.hash)
        .where(BallotRecord.exhibition_id == exhibition_id)
        .order_by(BallotRecord.seq.desc())
        .limit(1)
    ).first()
    return (row.seq, row.hash) if row else None


def append(session: Session, exhibition_id: int, kind: LineType, at: datetime, body: Mapping[str, Any]) -> Line:
    """Add a line after the last one."""
    hold(session, exhibition_id)
    return append_after(session, exhibition_id, head(session, exhibition_id), kind, at, body)


def append_after(
    session: Session,
    exhibition_id: int,
    last: tuple[int, str] | None,
    kind: LineType,
    at: datetime,
    body: Mapping[str, Any],
) -> Line:
    """Add a line after `last`, which the caller read under the lock."""
    line = next_line(last, kind, at, body)
    # The session has no entity in this: its connection is the shorter way.
    session.connection().execute(
        _INSERT_LINE,
        {
            "exhibition_id": exhibition_id,
            "seq": line.seq,
            "type": line.type,
            "at": line.at,
            "body": line.body,
            "prev": line.prev,
            "hash": line.hash,
        },
    )
    return line


def fault(session: Session, exhibition_id: int) -> str | None:
    """What breaks the stored chain first, in words; None for a sound one."""
    rows = session.execute(
        select(
            BallotRecord.seq,
            BallotRecord.type,
            BallotRecord.at,
            BallotRecord.body,
            BallotRecord.prev,
            BallotRecord.hash,
        )
        .where(BallotRecord.exhibition_id == exhibition_id)
        .order_by(BallotRecord.seq)
    )
    return first_fault(Line(*row) for row in rows)


def size(session: Session, exhibition_id: int) -> int:
    """How many lines the ledger has; also the version of the count, which changes with every vote."""
    return session.scalar(select(func.max(BallotRecord.seq)).where(BallotRecord.exhibition_id == exhibition_id)) or 0
