"""Booth codes: made with an entry, and issued anew when posters got lost or were copied. The old ones end at once.

What was gained through an old code stays: a phone's booth pass names the entry, not the code, and so does a juror's
sheet, which still opens under the address that it was opened at.
"""

import hashlib
import secrets
from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.entries.rules.booths import walk_order
from showcase.entries.rules.entries import CodesChangedError
from showcase.entries.tables import BoothCode, Entry
from showcase.exhibitions.rules import DECIDED, DecidedError
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.kernel.codes import CODE_LENGTH, code_from
from showcase.kernel.errors import NotFoundError, ReasonNeededError


def active(session: Session, exhibition_id: int, slug: str = "") -> dict[str, str]:
    """The active code of each entry (or of this one), by slug, in booth order."""
    wanted = (
        select(Entry.slug, Entry.booth, BoothCode.code)
        .join(BoothCode, BoothCode.entry_id == Entry.id)
        .where(Entry.exhibition_id == exhibition_id, BoothCode.revoked_at.is_(None))
    )
    rows = session.execute(wanted.where(Entry.slug == slug) if slug else wanted)
    return {row.slug: row.code for row in sorted(rows, key=lambda row: walk_order(row.booth))}


def state(codes: Mapping[str, str]) -> str:
    """A short text that changes when any of these codes does, for a form that was drawn from them."""
    return hashlib.sha256(repr(sorted(codes.items())).encode()).hexdigest()[:16]


def fresh(session: Session, count: int) -> list[str]:
    """So many new codes that nobody has, or ever had."""
    found: set[str] = set()
    while len(found) < count:
        drawn: set[str] = set()
        # Of thousands some are drawn twice: that is seen without asking the database once more.
        while len(found) + len(drawn) < count:
            drawn |= {code_from(secrets.randbits(5 * CODE_LENGTH))} - found
        found |= drawn - set(session.scalars(select(BoothCode.code).where(BoothCode.code.in_(drawn))))
    return sorted(found, key=lambda code: secrets.randbits(32))


def reissue(session: Session, act: Act, exhibition_id: int, slug: str, *, seen: str) -> int:
    """New codes for one entry, or with slug "" for all; the old ones are revoked. Answers how many were replaced.

    `seen` is the `state` that the person decided on: of two who press at once only one replaces, so that nobody's fresh
    print is old without a word. Raises ReasonNeededError, NotFoundError, DecidedError and CodesChangedError.
    """
    # The phase is read, and codes are compared, under the lock.
    ledger.hold(session, exhibition_id)
    if session.scalar(select(Exhibition.phase).where(Exhibition.id == exhibition_id)) in DECIDED:
        raise DecidedError
    act = act.trimmed()
    if not act.reason:
        raise ReasonNeededError
    old = active(session, exhibition_id, slug)
    if not old:
        raise NotFoundError
    if state(old) != seen:
        raise CodesChangedError
    ended = (
        update(BoothCode)
        .where(BoothCode.code.in_(old.values()))
        .values(revoked_at=act.now)
        .returning(BoothCode.entry_id)
        .execution_options(synchronize_session=False)
    )
    owners = session.scalars(ended).all()
    for entry_id, code in zip(owners, fresh(session, len(owners)), strict=True):
        session.add(BoothCode(code=code, entry_id=entry_id, created_at=act.now))
    session.flush()
    # The new codes are not in the log: at level `booth` they prove that somebody was there.
    act.record(session, "code.reissue", slug, exhibition_id=exhibition_id, before={"codes": old})
    content.touch(session)
    return len(owners)
