"""Objections to a published result: stating the window, recording what comes in, answering it. Nothing is removed."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Category, Exhibition, PhaseChange
from showcase.kernel import ledger
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError
from showcase.objections.rules import (
    LIMITS,
    NotPublishedError,
    ObjectionInvalidError,
    ObjectionMovedError,
    Outcome,
    end_fault,
    is_late,
    received_fault,
    text_fault,
    told,
)
from showcase.objections.tables import Objection, ObjectionAnswer

# Before this nothing can have come in, where it is not known when the result was fixed.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
CATEGORY, ENTRY = "category", "entry"


@dataclass(frozen=True, slots=True)
class Told:
    """What came in. `about`: "category:<slug>", "entry:<slug>", or empty for the whole result."""

    name: str
    reach: str
    about: str
    words: str
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class Window:
    """What organizers stated, and whether and when the result was published (None: not on record)."""

    until: datetime | None
    how: str
    published: bool
    published_at: datetime | None


def subject(number: int) -> str:
    """What the audit log calls an objection: its number, never a name."""
    return f"objection-{number}"


def held(session: Session, slug: str) -> Exhibition:
    """The exhibition under the lock that gives its records their numbers. Raises NotFoundError."""
    row = named(session, slug)
    ledger.hold(session, row.id)
    session.refresh(row)
    return row


def published(session: Session, slug: str) -> Exhibition:
    """The same, of a published result. Raises NotPublishedError."""
    row = held(session, slug)
    if row.phase is not Phase.PUBLISHED:
        raise NotPublishedError
    return row


def window(session: Session, row: Exhibition) -> Window:
    """The window as it stands: one query."""
    published = row.phase is Phase.PUBLISHED
    at = _moved_at(session, row.id, Phase.PUBLISHED) if published else None
    return Window(row.objections_until, row.objections_how, published, at)


def state_window(session: Session, act: Act, slug: str, until: datetime | None, how: str) -> None:
    """Say until when objections are taken and how to lodge one; before or after the publication.

    The end may be moved, for everybody to see in the audit log, but once announced with a result it does not disappear.
    Raises ObjectionInvalidError.
    """
    row, how = held(session, slug), told(how)
    wrong = {"how": text_fault(how, LIMITS["how"], needed=until is not None)}
    if until is None:
        announced = row.phase is Phase.PUBLISHED and row.objections_until is not None
        wrong["until"] = "end-stands" if announced else "text-needed" if how else ""
    elif until != row.objections_until:
        wrong["until"] = end_fault(until, act.now)
    _refuse(wrong)
    values = {"objections_until": until, "objections_how": how}
    exhibitions.change(session, act, row, values, action="objection.window")


def record(session: Session, act: Act, slug: str, came: Told, *, form_key: str) -> int:
    """Keep an objection, marked as late where the window was over; answers its number. A form counts once.

    The audit log holds neither the name nor the words. Raises NotPublishedError and ObjectionInvalidError.
    """
    row = published(session, slug)
    sent = select(Objection.number).where(Objection.exhibition_id == row.id, Objection.form_key == form_key)
    known = session.scalar(sent)
    if known is not None:
        return known
    texts = {name: told(getattr(came, name)) for name in ("name", "reach", "words")}
    wrong = {name: text_fault(text, LIMITS[name], needed=name != "reach") for name, text in texts.items()}
    at = came.received_at or act.now
    wrong["received_at"] = received_fault(at, _decided_at(session, row.id), act.now)
    entry_id, category_id = _about(session, row.id, came.about, wrong)
    _refuse(wrong)
    late = is_late(at, row.objections_until)
    highest = session.scalar(select(func.max(Objection.number)).where(Objection.exhibition_id == row.id))
    made = Objection(
        exhibition_id=row.id,
        number=(highest or 0) + 1,
        **texts,
        entry_id=entry_id,
        category_id=category_id,
        received_at=at,
        is_late=late,
        recorded_at=act.now,
        recorded_by=act.actor,
        form_key=form_key,
    )
    session.add(made)
    session.flush()
    act.record(
        session,
        "objection.record",
        subject(made.number),
        exhibition_id=row.id,
        after={"about": came.about or "result", "late": late},
    )
    return made.number


def answer(session: Session, act: Act, slug: str, number: int, outcome: str, reason: str, *, seen: int) -> None:
    """Add an answer; the latest counts, and the ones before stay. `seen`: how many answers the page showed.

    An objection is there once the result is published, so there is no phase to look at. Raises NotFoundError,
    ObjectionInvalidError, and ObjectionMovedError when somebody answered in between.
    """
    row = held(session, slug)
    of_number = (Objection.exhibition_id == row.id, Objection.number == number)
    objection_id = session.scalar(select(Objection.id).where(*of_number))
    if objection_id is None:
        raise NotFoundError
    before = select(func.count(ObjectionAnswer.id)).where(ObjectionAnswer.objection_id == objection_id)
    if session.scalar(before) != seen:
        raise ObjectionMovedError
    reason = told(reason)
    wrong = {"reason": text_fault(reason, LIMITS["reason"])}
    if outcome not in set(Outcome):
        wrong["outcome"] = "choice-needed"
    _refuse({name: "reason-needed" if code == "text-needed" else code for name, code in wrong.items()})
    session.add(
        ObjectionAnswer(
            objection_id=objection_id, outcome=Outcome(outcome), reason=reason, answered_by=act.actor, at=act.now
        )
    )
    session.flush()
    act.record(session, "objection.answer", subject(number), exhibition_id=row.id, after={"outcome": outcome})


def _decided_at(session: Session, exhibition_id: int) -> datetime:
    return _moved_at(session, exhibition_id, Phase.FINAL) or LONG_AGO


def _moved_at(session: Session, exhibition_id: int, phase: Phase) -> datetime | None:
    own = (PhaseChange.exhibition_id == exhibition_id, PhaseChange.phase == phase.value)
    return session.scalar(select(func.max(PhaseChange.at)).where(*own))


def _about(session: Session, exhibition_id: int, about: str, wrong: dict[str, str]) -> tuple[int | None, int | None]:
    """The ids of the entry and of the category; a subject that is none is noted among what is wrong."""
    kind, _, slug = about.partition(":")
    found = None
    if kind == ENTRY:
        own = (Entry.exhibition_id == exhibition_id, Entry.slug == slug, Entry.status != Status.DRAFT)
        found = session.scalar(select(Entry.id).where(*own))
    elif kind == CATEGORY:
        found = session.scalar(
            select(Category.id).where(Category.exhibition_id == exhibition_id, Category.slug == slug)
        )
    if about and found is None:
        wrong["about"] = "choice-needed"
    return (found, None) if kind == ENTRY else (None, found)


def _refuse(wrong: dict[str, str]) -> None:
    faults = {name: code for name, code in wrong.items() if code}
    if faults:
        raise ObjectionInvalidError(faults)
