"""Moving an exhibition from phase to phase, with what each move demands and what it makes."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.domain.entries import Status
from showcase.domain.errors import NotFoundError
from showcase.domain.ledger import LineType
from showcase.domain.phases import NotReadyError, Phase, ReasonNeededError, check_move
from showcase.domain.ranking import canonical, load_bundle, result_of
from showcase.domain.rules import ALL
from showcase.models import Category, Criterion, Entry, Exhibition, PhaseChange, Snapshot
from showcase.services import anomalies, audit, awards, catalogue, ledger, results, rules, sheets, suspended_votes

MAX_REASON = 1000
# Visitors read it on a phone's vote bar and on the screen.
MAX_MESSAGE = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an exhibition's history."""

    previous: Phase
    phase: Phase
    reason: str
    actor: str
    at: datetime


def move(
    session: Session,
    exhibition_id: int,
    phase: Phase,
    *,
    reason: str,
    actor: str,
    now: datetime,
    message: str = "",
) -> None:
    """Move an exhibition on. `message` is what visitors read while voting is paused.

    Opening needs confirmed rules, an entry and whole criteria; closing looks through all votes for anomalies; `final`
    needs them decided, and a ranking of every category, which is then stored for good; `published` gives the awards.
    The freeze of the board is separate and stays as it is.
    Raises PhaseRefusedError, ReasonNeededError and NotReadyError.
    """
    # The lock that votes take too: a vote counts either before the move or after it.
    ledger.hold(session, exhibition_id)
    exhibition = session.get(Exhibition, exhibition_id, populate_existing=True)
    if exhibition is None:
        raise NotFoundError
    check_move(exhibition.phase, phase)
    reason = reason.strip()[:MAX_REASON]
    if not reason:
        raise ReasonNeededError("A reason is needed: it is written into the exhibition's history.")
    previous = exhibition.phase
    if previous is Phase.SETUP:
        _open(session, exhibition, now)
    if phase is Phase.DELIBERATION:
        anomalies.scan(session, exhibition.id, now=now)
    if phase is Phase.FINAL:
        _decide(session, exhibition, now)
    if phase is Phase.PUBLISHED:
        awards.give(session, exhibition)
    exhibition.phase = phase
    exhibition.phase_message = message.strip()[:MAX_MESSAGE] if phase is Phase.PAUSED else ""
    _record(session, exhibition, Change(previous, phase, reason, actor, now))
    catalogue.touch(session)


def _record(session: Session, exhibition: Exhibition, change: Change) -> None:
    """Write a move into the history, the ledger and the audit log."""
    session.add(
        PhaseChange(
            exhibition_id=exhibition.id,
            previous=change.previous,
            phase=change.phase,
            reason=change.reason,
            actor=change.actor,
            at=change.at,
        )
    )
    session.flush()
    moved = {"from": change.previous.value, "to": change.phase.value}
    ledger.append(session, exhibition.id, LineType.PHASE, change.at, moved)
    audit.record(
        session,
        actor=change.actor,
        action="phase.move",
        at=change.at,
        exhibition_id=exhibition.id,
        subject=exhibition.slug,
        before={"phase": change.previous.value},
        after={"phase": change.phase.value},
        reason=change.reason,
    )


def history(session: Session, exhibition_id: int) -> tuple[Change, ...]:
    """Every move, the latest first."""
    rows = session.scalars(
        select(PhaseChange).where(PhaseChange.exhibition_id == exhibition_id).order_by(PhaseChange.id.desc())
    )
    return tuple(Change(Phase(row.previous), Phase(row.phase), row.reason, row.actor, row.at) for row in rows)


def check_ready(session: Session, exhibition: Exhibition, phase: Phase) -> None:
    """What a move to this phase demands beyond the order of phases. Raises NotReadyError; changes nothing."""
    if exhibition.phase is Phase.SETUP and phase is Phase.VOTING:
        _check_opening(session, exhibition)
    if phase is Phase.FINAL:
        _check_looked_at(session, exhibition.id)
        _check_ranked(results.standing(session, exhibition))


def _open(session: Session, exhibition: Exhibition, now: datetime) -> None:
    _check_opening(session, exhibition)
    declaration = rules.current(session, exhibition.id).declaration
    ledger.append(session, exhibition.id, LineType.OPEN, now, {"rules": rules.fingerprint(declaration)})


def missing_to_open(session: Session, exhibition: Exhibition) -> list[str]:
    """What an opening still needs: `categories`, `rules`, `entries`, `criteria`; empty when it may come."""
    shown = (Entry.exhibition_id == exhibition.id, Entry.status == Status.PUBLISHED)
    if not session.scalar(select(func.count(Category.id)).where(Category.exhibition_id == exhibition.id)):
        return ["categories"]
    missing = []
    if rules.current(session, exhibition.id).confirmed_at is None:
        missing.append("rules")
    if not session.scalar(select(func.count(Entry.id)).where(*shown)):
        missing.append("entries")
    if _uneven(session, exhibition) is not None:
        missing.append("criteria")
    return missing


def _uneven(session: Session, exhibition: Exhibition) -> str | None:
    """The first category whose criteria do not weigh exactly 1 together."""
    total = func.coalesce(func.sum(Criterion.weight_bp), 0)
    return session.scalars(
        select(Category.slug)
        .outerjoin(Criterion, Criterion.category_id == Category.id)
        .where(Category.exhibition_id == exhibition.id)
        .group_by(Category.id, Category.slug, Category.position)
        .having(total != ALL)
        .order_by(Category.position, Category.id)
    ).first()


def _check_opening(session: Session, exhibition: Exhibition) -> None:
    missing = missing_to_open(session, exhibition)
    if not missing:
        return
    if missing[0] == "categories":
        raise NotReadyError("There is no category yet.", missing="categories")
    if missing[0] == "rules":
        raise NotReadyError("The rules of the ranking are not confirmed yet.", missing="rules")
    if missing[0] == "entries":
        raise NotReadyError("There is no published entry yet.", missing="entries")
    slug = _uneven(session, exhibition) or ""
    message = f"The criteria's weights in {slug} must sum to exactly 100 %."
    raise NotReadyError(message, missing="criteria", category=slug)


def _check_looked_at(session: Session, exhibition_id: int) -> None:
    """No result while an anomaly waits for two organizers' word."""
    number = anomalies.waiting(session, exhibition_id)
    if number:
        raise NotReadyError(f"{number} anomalies wait for a decision.", missing="anomalies", number=number)


def _check_ranked(standing: results.Standing) -> None:
    if not standing.categories:
        raise NotReadyError("There is no entry to rank.", missing="entries")
    refusals = standing.refusals
    if refusals:
        told = " ".join(f"{refused.category or ''}: {refused.code}: {refused.message}" for refused in refusals)
        first = refusals[0]
        raise NotReadyError(
            f"The ranking is refused. {told}", missing="ranking", category=first.category or "", ranking=first.code
        )


def _decide(session: Session, exhibition: Exhibition, now: datetime) -> None:
    """Compute the result of every category and store it with its bundle, to the byte."""
    # A sheet that is being stored counts; one that comes later finds the result fixed.
    sheets.hold_all(session, exhibition.id)
    _check_looked_at(session, exhibition.id)
    standing = results.standing(session, exhibition)
    _check_ranked(standing)
    result = canonical(result_of(load_bundle(standing.bundle_text)))
    session.add(
        Snapshot(
            exhibition_id=exhibition.id,
            kind="final",
            bundle=standing.bundle_text,
            result=result,
            sha256=standing.sha256,
            quarantine=suspended_votes.to_text(results.quarantined(session, exhibition)),
            at=now,
        )
    )
    session.flush()
    sealed = {"bundle": standing.sha256, "result": sha256(result.encode()).hexdigest()}
    ledger.append(session, exhibition.id, LineType.RATIFY, now, sealed)
