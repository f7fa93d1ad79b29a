"""Exhibitions: finding, making and describing them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from showcase.exhibitions.queries import current_id
from showcase.exhibitions.rules import DECIDED, DecidedError, InArchiveError, Level, Phase, same_clock
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.kernel.errors import REFUSED, DomainError, NotFoundError
from showcase.kernel.slugs import slug_from
from showcase.kernel.tables import Installation

# What an exhibition can be given now; the domain's last level needs its mails first.
OFFERED_LEVELS = (Level.OPEN, Level.BOOTH, Level.TICKET)

# Addresses of the back office that stand where an exhibition's slug would.
RESERVED = frozenset({"new", "people", "audit", "exhibitions"})


class ExhibitionInvalidError(DomainError):
    """Some fields are wrong. `fields` maps each to a code."""

    code = "exhibition-invalid"
    status = 422
    sentence = REFUSED

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("These fields can't be stored: " + ", ".join(f"{k} {v}" for k, v in fields.items()))
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Description:
    """What an organizer says of an exhibition."""

    name: str
    organiser: str
    venue: str
    starts_on: date | None
    ends_on: date | None
    timezone: str


def named(session: Session, slug: str | None) -> Exhibition:
    """The exhibition of this slug; without one the current one. Raises NotFoundError."""
    query = select(Exhibition).where(Exhibition.slug == slug)
    if slug is None:
        query = select(Exhibition).where(Exhibition.id == current_id())
    found = session.scalars(query).first()
    if found is None:
        none = "There is no exhibition yet."
        if session.scalar(select(Exhibition.id).where(Exhibition.is_archive.is_(False)).limit(1)):
            none = "The current exhibition is in the archive: name one, or make another one current."
        elif count(session):
            none = "Every exhibition is in the archive: name one."
        raise NotFoundError(f"There is no exhibition {slug!r}." if slug else none)
    return found


def create(session: Session, act: Act, described: Description) -> str:
    """Make an exhibition in phase setup, without categories yet, at level `booth`; answers its slug."""
    wrong = _faults(described)
    if wrong:
        raise ExhibitionInvalidError(wrong)
    taken = RESERVED | set(session.scalars(select(Exhibition.slug)))
    row = Exhibition(
        slug=slug_from(described.name, taken)[:60],
        phase=Phase.SETUP,
        level=Level.BOOTH,
        pepper=secrets.token_hex(32),
        created_at=act.now,
        **_columns(described),
    )
    session.add(row)
    session.flush()
    keep_first(session)
    act.record(session, "exhibition.create", row.slug, exhibition_id=row.id)
    content.touch(session)
    return row.slug


def make_current(session: Session, act: Act, slug: str) -> None:
    """Make this exhibition what `/`, the jurors' lists and the commands open. Nothing else changes that.

    Raises NotFoundError, and InArchiveError for one in the archive.
    """
    row = named(session, slug)
    check_not_archived(session, row.id)
    installation = session.get_one(Installation, 1, with_for_update=True, populate_existing=True)
    before = session.scalar(select(Exhibition.slug).where(Exhibition.id == current_id()))
    if installation.current_exhibition_id == row.id:
        return
    installation.current_exhibition_id = row.id
    session.flush()
    old, new = {"current": before}, {"current": row.slug}
    act.trimmed().record(session, "exhibition.current", slug, exhibition_id=row.id, before=old, after=new)
    content.touch(session)


def keep_first(session: Session) -> None:
    """Where nobody has chosen a current exhibition, keep the first one: no later exhibition takes its place."""
    undecided = Installation.current_exhibition_id.is_(None)
    session.execute(update(Installation).where(undecided).values(current_exhibition_id=current_id()))


def to_change(session: Session, slug: str) -> Exhibition:
    """The exhibition, for a change of what it says of itself. Raises NotFoundError, and DecidedError after `final`."""
    row = named(session, slug)
    # The lock that a move to another phase takes too: the change comes either before it or after it.
    ledger.hold(session, row.id)
    session.refresh(row)
    if row.phase in DECIDED:
        raise DecidedError
    return row


def change(session: Session, act: Act, row: Exhibition, values: Mapping[str, Any], *, action: str) -> None:
    """Set these columns, and record the ones that differ, before and after; nothing is recorded when none does."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return
    before = {name: _plain(getattr(row, name)) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    session.flush()
    act.record(
        session,
        action,
        row.slug,
        exhibition_id=row.id,
        before=before,
        after={name: _plain(value) for name, value in changed.items()},
    )
    content.touch(session)


def describe(session: Session, act: Act, slug: str, described: Description) -> None:
    """Change what is said of an exhibition. With another time zone the voting hours keep their time of day; once they
    are frozen with the rules they keep their moment.

    Raises ExhibitionInvalidError and DecidedError.
    """
    row = to_change(session, slug)
    wrong = _faults(described)
    if wrong:
        raise ExhibitionInvalidError(wrong)
    before, after = ZoneInfo(row.timezone), ZoneInfo(described.timezone)
    hours = {}
    if row.phase is Phase.SETUP:
        hours = {name: same_clock(getattr(row, name), before, after) for name in ("opens_at", "closes_at")}
    change(session, act, row, {**_columns(described), **hours}, action="exhibition.describe")


def check_not_archived(session: Session, exhibition_id: int) -> None:
    """For acts that begin something new and that no phase refuses. Raises InArchiveError."""
    if session.scalar(select(Exhibition.is_archive).where(Exhibition.id == exhibition_id)):
        raise InArchiveError("The exhibition is in the archive; take it out first.")


def count(session: Session) -> int:
    """How many exhibitions there are."""
    return session.scalar(select(func.count(Exhibition.id))) or 0


def _columns(described: Description) -> dict[str, object]:
    names = ("name", "organiser", "venue", "starts_on", "ends_on", "timezone")
    values = {name: getattr(described, name) for name in names}
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _faults(described: Description) -> dict[str, str]:
    wrong = {}
    if not 1 <= len(described.name.strip()) <= 200:
        wrong["name"] = "text-needed"
    for name in ("organiser", "venue"):
        if len(getattr(described, name)) > 200:
            wrong[name] = "text-long"
    if described.timezone not in available_timezones():
        wrong["timezone"] = "choice-needed"
    if described.starts_on and described.ends_on and described.ends_on < described.starts_on:
        wrong["ends_on"] = "date-order"
    return wrong


def _plain(value: object) -> object:
    """As the audit log keeps it: JSON's own kinds as they are, moments and the like as text."""
    return value if value is None or isinstance(value, str | int | bool | list) else str(value)
