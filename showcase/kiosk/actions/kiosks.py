"""Tablets in desk mode: begun by an officer, ended with a PIN or from the desk, and the turns that they lend."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import passwords
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError
from showcase.tickets.actions import tries
from showcase.tickets.rules import KIOSK_TIME, MOST_NAME, KioskNameError, KioskPinWrongError
from showcase.tickets.tables import Kiosk, KioskTurn

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class KioskView:
    """A running kiosk."""

    id: int
    name: str
    exhibition_id: int
    exhibition_slug: str


@dataclass(frozen=True, slots=True)
class KioskLine:
    """A kiosk as the desk sees it: how many turns it lent, in all and in the last hour."""

    id: int
    name: str
    started_by: str
    started_at: datetime
    ended_at: datetime | None
    is_running: bool
    turns: int
    last_hour: int


def start(session: Session, act: Act, exhibition_id: int, name: str, pin_hash: str) -> str:
    """Make a tablet a kiosk for twelve hours; answers its token. Raises KioskNameError, and InArchiveError."""
    called = " ".join(name.split())
    if not 1 <= len(called) <= MOST_NAME or not called.isprintable():
        raise KioskNameError
    exhibitions.check_not_archived(session, exhibition_id)
    token = secrets.token_urlsafe(32)
    session.add(
        Kiosk(
            exhibition_id=exhibition_id,
            token_hash=_hash(token),
            name=called,
            pin_hash=pin_hash,
            started_by=act.actor,
            started_at=act.now,
            expires_at=act.now + KIOSK_TIME,
        )
    )
    session.flush()
    act.record(session, "kiosk.start", called, exhibition_id=exhibition_id)
    return token


def hashed_pin(pin: str) -> str:
    """A PIN's hash: slow, so outside of any transaction."""
    return passwords.hashed(pin)


def running(session: Session, token: str, *, now: datetime) -> KioskView | None:
    """The kiosk of this token, if it still runs: one query."""
    row = session.execute(
        select(Kiosk, Exhibition.slug)
        .join(Exhibition, Exhibition.id == Kiosk.exhibition_id)
        .where(Kiosk.token_hash == _hash(token), Kiosk.ended_at.is_(None), Kiosk.expires_at > now)
    ).first()
    return KioskView(row[0].id, row[0].name, row[0].exhibition_id, row[1]) if row else None


def attempt(session: Session, kiosk_id: int, *, now: datetime) -> None:
    """Count a try of the kiosk's PIN before it is looked at; to be committed at once. Raises TooManyTriesError."""
    tries.attempt(session, f"kiosk/{kiosk_id}", now=now)


def check_pin(session: Session, kiosk_id: int, pin: str) -> None:
    """Check a counted PIN: slow, so outside of any transaction. Raises KioskPinWrongError."""
    if not passwords.matches(pin, session.scalar(select(Kiosk.pin_hash).where(Kiosk.id == kiosk_id))):
        raise KioskPinWrongError


def free(session: Session, kiosk_id: int) -> None:
    """The PIN was right: its tries count anew."""
    tries.clear(session, f"kiosk/{kiosk_id}")


def end(session: Session, act: Act, exhibition_id: int, kiosk_id: int) -> None:
    """End a kiosk and its turn; ending an ended one changes nothing. Raises NotFoundError."""
    own = (Kiosk.id == kiosk_id, Kiosk.exhibition_id == exhibition_id)
    row = session.scalars(select(Kiosk).where(*own).with_for_update()).first()
    if row is None:
        raise NotFoundError
    if row.ended_at is not None:
        return
    row.ended_at, row.ended_by = act.now, act.actor
    session.execute(
        update(KioskTurn).where(KioskTurn.kiosk_id == row.id, KioskTurn.ended_at.is_(None)).values(ended_at=act.now)
    )
    act.record(session, "kiosk.end", row.name, exhibition_id=exhibition_id)


def lines(session: Session, exhibition_id: int, *, now: datetime) -> list[KioskLine]:
    """The exhibition's kiosks, running ones first: one query."""
    recent = func.sum(case((KioskTurn.started_at.between(now - HOUR, now), 1), else_=0))
    rows = session.execute(
        select(Kiosk, func.count(KioskTurn.id), func.coalesce(recent, 0))
        .outerjoin(KioskTurn, KioskTurn.kiosk_id == Kiosk.id)
        .where(Kiosk.exhibition_id == exhibition_id)
        .group_by(Kiosk.id)
        .order_by(Kiosk.id.desc())
    ).all()
    found = [
        KioskLine(
            id=row.id,
            name=row.name,
            started_by=row.started_by,
            started_at=row.started_at,
            ended_at=row.ended_at or (row.expires_at if row.expires_at <= now else None),
            is_running=row.ended_at is None and row.expires_at > now,
            turns=turns,
            last_hour=last_hour,
        )
        for row, turns, last_hour in rows
    ]
    return sorted(found, key=lambda line: not line.is_running)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
