"""Objections as they are read: the organizers' list, one with its answers, and what everybody may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from showcase.entries.tables import Entry
from showcase.exhibitions.tables import Category, Exhibition
from showcase.kernel.errors import NotFoundError
from showcase.objections.actions import corrections
from showcase.objections.actions.corrections import Correction
from showcase.objections.rules import Outcome
from showcase.objections.tables import Objection, ObjectionAnswer

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """An objection with its latest answer. `entry` and `category` are names; both empty: the whole result.

    `late`: it came in after the window as that was when it was recorded, and as it is now.
    """

    number: int
    name: str
    reach: str
    entry: str
    entry_slug: str
    category: str
    words: str
    received_at: datetime
    late: bool
    recorded_at: datetime
    recorded_by: str
    outcome: Outcome | None
    reason: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer."""

    outcome: Outcome
    reason: str
    answered_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """How many came in, and how many stand in each outcome."""

    received: int
    by_outcome: dict[Outcome, int]

    @property
    def answered(self) -> int:
        """Those with an answer."""
        return sum(self.by_outcome.values())

    @property
    def waiting(self) -> int:
        """Those without."""
        return self.received - self.answered


@dataclass(frozen=True, slots=True)
class Desk:
    """One page of objections, the latest first."""

    lines: tuple[Line, ...]
    counts: Counts
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands beside a published result for everybody: no name, no contact, no words of an objection."""

    until: datetime | None
    how: str
    is_open: bool
    counts: Counts
    corrections: tuple[Correction, ...]


def counts(session: Session, exhibition_id: int) -> Counts:
    """How many there are in each state: one query."""
    rows = session.execute(
        _joined(select(ObjectionAnswer.outcome, func.count(Objection.id)))
        .where(Objection.exhibition_id == exhibition_id)
        .group_by(ObjectionAnswer.outcome)
    ).all()
    found: dict[Outcome | None, int] = {row[0]: row[1] for row in rows}
    return Counts(sum(found.values()), {outcome: found.get(outcome, 0) for outcome in Outcome})


def waiting(session: Session, exhibition_id: int) -> int:
    """How many have no answer yet, whether their window is open or over: one query."""
    answered = select(ObjectionAnswer.id).where(ObjectionAnswer.objection_id == Objection.id).exists()
    own = select(func.count(Objection.id)).where(Objection.exhibition_id == exhibition_id, ~answered)
    return session.scalar(own) or 0


def desk(session: Session, exhibition: Exhibition, state: str = "", page: int = 1) -> Desk:
    """The objections in a state (`waiting`, an outcome, or empty for all), a page of them: two queries."""
    found = counts(session, exhibition.id)
    sizes = {"": found.received, "waiting": found.waiting, **{key.value: n for key, n in found.by_outcome.items()}}
    pages = max(1, -(-sizes[state] // A_PAGE))
    page = min(max(1, page), pages)
    query = _lines(exhibition.id)
    if state == "waiting":
        query = query.where(ObjectionAnswer.id.is_(None))
    elif state:
        query = query.where(ObjectionAnswer.outcome == Outcome(state))
    rows = session.execute(query.order_by(Objection.number.desc()).limit(A_PAGE).offset((page - 1) * A_PAGE))
    return Desk(tuple(_line(row, exhibition) for row in rows), found, page, pages)


def every(session: Session, exhibition: Exhibition) -> tuple[Line, ...]:
    """All of them in order of their numbers, for a table to take along: one query."""
    rows = session.execute(_lines(exhibition.id).order_by(Objection.number))
    return tuple(_line(row, exhibition) for row in rows)


def one(session: Session, exhibition: Exhibition, number: int) -> tuple[Line, tuple[Answer, ...]]:
    """One objection and all its answers, the first one first: two queries. Raises NotFoundError."""
    row = session.execute(_lines(exhibition.id).where(Objection.number == number)).first()
    if row is None:
        raise NotFoundError
    answers = session.scalars(
        select(ObjectionAnswer).where(ObjectionAnswer.objection_id == row[0].id).order_by(ObjectionAnswer.id)
    )
    return _line(row, exhibition), tuple(Answer(one.outcome, one.reason, one.answered_by, one.at) for one in answers)


def public(session: Session, exhibition: Exhibition, *, now: datetime) -> Notice | None:
    """What everybody may know once the result is published; None where there is nothing to tell. Two queries."""
    until, found = exhibition.objections_until, counts(session, exhibition.id)
    beside = corrections.listed(session, exhibition.id)
    if until is None and not found.received and not beside:
        return None
    return Notice(until, exhibition.objections_how, until is not None and now < until, found, beside)


def _joined(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """With the latest answer, where there is one."""
    latest = select(func.max(ObjectionAnswer.id)).group_by(ObjectionAnswer.objection_id)
    standing = (ObjectionAnswer.objection_id == Objection.id) & ObjectionAnswer.id.in_(latest)
    return query.select_from(Objection).outerjoin(ObjectionAnswer, standing)


def _lines(exhibition_id: int) -> Select[*tuple[Any, ...]]:
    about = (Entry.display_name.label("entry"), Entry.slug, Category.name.label("category"))
    return (
        _joined(select(Objection, ObjectionAnswer, *about))
        .outerjoin(Entry, Entry.id == Objection.entry_id)
        .outerjoin(Category, Category.id == Objection.category_id)
        .where(Objection.exhibition_id == exhibition_id)
    )


def _line(row: Sequence[Any], exhibition: Exhibition) -> Line:
    objection, answer, entry, slug, category = row
    until = exhibition.objections_until
    return Line(
        number=objection.number,
        name=objection.name,
        reach=objection.reach,
        entry=entry or "",
        entry_slug=slug or "",
        category=category or "",
        words=objection.words,
        received_at=objection.received_at,
        late=objection.is_late and (until is None or objection.received_at >= until),
        recorded_at=objection.recorded_at,
        recorded_by=objection.recorded_by,
        outcome=answer.outcome if answer else None,
        reason=answer.reason if answer else "",
        answered_by=answer.answered_by if answer else "",
        answered_at=answer.at if answer else None,
    )
