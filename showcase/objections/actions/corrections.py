"""Corrections of a published result: new records with a reason beside it. The stored result stays as it is."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.kernel import ledger
from showcase.kernel.act import Act
from showcase.kernel.chain import LineType, canonical
from showcase.objections.actions import objections
from showcase.objections.rules import LIMITS, ObjectionInvalidError, Outcome, text_fault, told
from showcase.objections.tables import Objection, ObjectionAnswer, ResultCorrection


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as everybody reads it; `objection` is the number of the one that led to it, for organizers."""

    number: int
    words: str
    reason: str
    at: datetime
    recorded_by: str
    objection: int | None
    ledger_seq: int


@dataclass(frozen=True, slots=True)
class Typed:
    """What an organizer wrote. `objection`: the number of the accepted one that led to it; `understood`: that the text
    is public at once and for good.
    """

    words: str
    reason: str
    objection: int | None
    understood: bool


def digest(words: str, reason: str) -> str:
    """What the ledger holds of a correction: SHA-256 of the canonical JSON of both texts, hex."""
    return hashlib.sha256(canonical({"words": words, "reason": reason}).encode()).hexdigest()


def record(session: Session, act: Act, slug: str, typed: Typed, *, form_key: str) -> int:
    """Publish a correction and seal it in the ledger; answers its number. A form counts once.

    Raises NotPublishedError and ObjectionInvalidError.
    """
    row = objections.published(session, slug)
    own = ResultCorrection.exhibition_id == row.id
    known = session.scalar(select(ResultCorrection.number).where(own, ResultCorrection.form_key == form_key))
    if known is not None:
        return known
    words, reason, cause = _checked(session, row.id, typed)
    number = (session.scalar(select(func.max(ResultCorrection.number)).where(own)) or 0) + 1
    body = {"correction": number, "text": digest(words, reason)}
    line = ledger.append(session, row.id, LineType.CORRECTION, act.now, body)
    made = ResultCorrection(
        exhibition_id=row.id,
        number=number,
        objection_id=cause,
        words=words,
        reason=reason,
        at=act.now,
        recorded_by=act.actor,
        ledger_seq=line.seq,
        form_key=form_key,
    )
    session.add(made)
    session.flush()
    act.record(
        session,
        "correction.record",
        f"correction-{number}",
        exhibition_id=row.id,
        after={"objection": typed.objection, "ledger": line.seq},
    )
    return number


def _checked(session: Session, exhibition_id: int, typed: Typed) -> tuple[str, str, int | None]:
    """Both texts as they are stored, and the id of the objection that led to them."""
    words, reason, cause = told(typed.words), told(typed.reason), None
    wrong = {name: text_fault(text, LIMITS["correction"]) for name, text in (("words", words), ("reason", reason))}
    if typed.objection is not None:
        cause = accepted(session, exhibition_id).get(typed.objection)
        wrong["objection"] = "" if cause is not None else "choice-needed"
    wrong["understood"] = "" if typed.understood else "confirm-needed"
    faults = {name: code for name, code in wrong.items() if code}
    if faults:
        raise ObjectionInvalidError(faults)
    return words, reason, cause


def listed(session: Session, exhibition_id: int) -> tuple[Correction, ...]:
    """Every correction, in order of time: one query."""
    rows = session.execute(
        select(ResultCorrection, Objection.number)
        .outerjoin(Objection, Objection.id == ResultCorrection.objection_id)
        .where(ResultCorrection.exhibition_id == exhibition_id)
        .order_by(ResultCorrection.number)
    )
    return tuple(
        Correction(row.number, row.words, row.reason, row.at, row.recorded_by, objection, row.ledger_seq)
        for row, objection in rows
    )


def count(session: Session, exhibition_id: int) -> int:
    """How many there are."""
    own = ResultCorrection.exhibition_id == exhibition_id
    return session.scalar(select(func.count(ResultCorrection.id)).where(own)) or 0


def accepted(session: Session, exhibition_id: int) -> dict[int, int]:
    """Number -> id of the objections that stand accepted: what a correction may name as its cause."""
    latest = select(func.max(ObjectionAnswer.id)).group_by(ObjectionAnswer.objection_id)
    rows = session.execute(
        select(Objection.number, Objection.id)
        .join(ObjectionAnswer, ObjectionAnswer.objection_id == Objection.id)
        .where(
            Objection.exhibition_id == exhibition_id,
            ObjectionAnswer.id.in_(latest),
            ObjectionAnswer.outcome == Outcome.ACCEPTED,
        )
        .order_by(Objection.number)
    )
    return {row.number: row.id for row in rows}
