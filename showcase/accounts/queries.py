"""Reading the audit log: the latest lines first, page by page, by person, kind of act, subject and days."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select, tuple_
from sqlalchemy.orm import Session

from showcase.accounts.rules import PROGRAM_NAMES
from showcase.accounts.tables import Account
from showcase.exhibitions.tables import Exhibition
from showcase.kernel.tables import AuditEvent

Query = Select[AuditEvent, str, str, str]
PAGE = 50
# What a file holds at most: more is cut by days.
MOST_EXPORTED = 100_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read; an empty value leaves that out. `kinds` are the first words of actions ("account", "phase").

    `since` is included, `until` is not.
    """

    actor: str = ""
    kinds: tuple[str, ...] = ()
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A recorded act. `exhibition` and `timezone` are empty for acts that belong to no exhibition."""

    id: int
    at: datetime
    actor: str
    actor_name: str
    action: str
    subject: str
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]
    exhibition: str
    exhibition_name: str
    timezone: str

    @property
    def fields(self) -> list[str]:
        """The names of what changed, in the order in which they were recorded."""
        return list(dict.fromkeys([*self.before, *self.after]))


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines and where the older ones begin: `older` is None on the last page."""

    lines: tuple[Line, ...]
    older: int | None


def page(session: Session, wanted: Wanted, *, before: int | None = None) -> Page:
    """The latest lines, or the ones before the line of this number: two queries, whatever the log's length."""
    rows = _lines(session, _query(session, wanted, before).limit(PAGE + 1))
    more = len(rows) > PAGE
    return Page(tuple(rows[:PAGE]), rows[PAGE - 1].id if more else None)


def every(session: Session, wanted: Wanted) -> Iterator[Line]:
    """All lines, the latest first, 100,000 at most."""
    yield from _lines(session, _query(session, wanted, None).limit(MOST_EXPORTED))


def statement(session: Session, wanted: Wanted, before: int | None = None) -> Query:
    """The query of a page, for the test that asks the database how it would answer it."""
    return _query(session, wanted, before).limit(PAGE + 1)


def actors(session: Session) -> list[str]:
    """Who may have acted: every account, and the program itself under its names."""
    return [*session.scalars(select(Account.username).order_by(Account.username)), *PROGRAM_NAMES]


def _query(session: Session, wanted: Wanted, before: int | None) -> Query:
    """Keyset paging: no page counts the lines before it. The moment comes first, as an index has it."""
    query: Query = (
        select(AuditEvent, Exhibition.slug, Exhibition.name, Exhibition.timezone)
        .outerjoin(Exhibition, Exhibition.id == AuditEvent.exhibition_id)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    )
    if before is not None:
        at = session.scalar(select(AuditEvent.at).where(AuditEvent.id == before))
        if at is not None:
            query = query.where(tuple_(AuditEvent.at, AuditEvent.id) < tuple_(at, before))
    if wanted.actor:
        query = query.where(AuditEvent.actor == wanted.actor)
    if wanted.kinds:
        own = [AuditEvent.action == kind for kind in wanted.kinds]
        query = query.where(or_(*own, *(AuditEvent.action.startswith(f"{kind}.") for kind in wanted.kinds)))
    if wanted.subject:
        query = query.where(AuditEvent.subject.icontains(wanted.subject, autoescape=True))
    if wanted.since is not None:
        query = query.where(AuditEvent.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditEvent.at < wanted.until)
    return query


def _lines(session: Session, query: Query) -> list[Line]:
    found = [_line(*row) for row in session.execute(query)]
    wanted = select(Account.username, Account.name).where(Account.username.in_({line.actor for line in found}))
    names = {row.username: row.name for row in session.execute(wanted)}
    return [replace(line, actor_name=names.get(line.actor, "")) for line in found]


def _line(row: AuditEvent, slug: str | None, name: str | None, timezone: str | None) -> Line:
    return Line(
        id=row.id,
        at=row.at,
        actor=row.actor,
        actor_name="",
        action=row.action,
        subject=row.subject,
        reason=row.reason,
        before=row.before,
        after=row.after,
        exhibition=slug or "",
        exhibition_name=name or "",
        timezone=timezone or "",
    )
