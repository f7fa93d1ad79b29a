"""Moving an exhibition from phase to phase, with what each move demands and what it makes."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.anomalies.actions import flags
from showcase.declaration.actions import rules
from showcase.declaration.rules import ALL
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import NotReadyError, Phase, check_move
from showcase.exhibitions.tables import Category, Exhibition, PhaseChange
from showcase.jury.actions import sheets
from showcase.jury.tables import Criterion
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.kernel.chain import LineType
from showcase.kernel.errors import NotFoundError, ReasonNeededError
from showcase.phases.queries import gaps
from showcase.phases.rules import Gap, GapsError, digest
from showcase.ranking.bundle import canonical, load_bundle
from showcase.ranking.result import result_of
from showcase.results.actions import awards
from showcase.results.queries import results, suspended
from showcase.results.tables import Snapshot

MAX_REASON = 1000
# Visitors read it on a phone's vote bar and on the screen.
MAX_MESSAGE = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an exhibition's history; `gaps` is what was missing and accepted with the reason."""

    previous: Phase
    phase: Phase
    reason: str
    actor: str
    at: datetime
    gaps: tuple[Gap, ...] = ()


def move(
    session: Session,
    act: Act,
    exhibition_id: int,
    phase: Phase,
    *,
    message: str = "",
    accept_gaps: bool = False,
    seen: str = "",
) -> None:
    """Move an exhibition on. `message` is what visitors read while voting is paused.

    Opening needs confirmed rules, an entry and whole criteria; closing looks through all votes for anomalies; `final`
    needs a ranking of every category, which is then stored for good, and nothing missing: what is (phases/rules.py) can
    be accepted with the reason, and then stands in the history, the ledger and the minutes. `seen` is the digest of
    what the accepting page showed, if a page did. `published` needs the stored result whole, and gives the awards.
    The freeze of the board is separate and stays as it is.
    Raises PhaseRefusedError, ReasonNeededError and NotReadyError, of which GapsError lists what is missing.
    """
    # The lock that votes take too: a vote counts either before the move or after it.
    ledger.hold(session, exhibition_id)
    exhibition = session.get(Exhibition, exhibition_id, populate_existing=True)
    if exhibition is None:
        raise NotFoundError
    check_move(exhibition.phase, phase)
    act = act.trimmed(MAX_REASON)
    accepted = _fixable(session, exhibition, accept=accept_gaps, seen=seen) if phase is Phase.FINAL else ()
    if not act.reason:
        raise ReasonNeededError("A reason is needed: it is written into the exhibition's history.")
    previous = exhibition.phase
    if previous is Phase.SETUP:
        _open(session, exhibition, act.now)
    if phase is Phase.DELIBERATION:
        flags.scan(session, exhibition.id, now=act.now)
    if phase is Phase.FINAL:
        _decide(session, exhibition, act.now)
    if phase is Phase.PUBLISHED:
        _check_whole(session, exhibition)
        awards.give(session, exhibition)
    exhibition.phase = phase
    exhibition.phase_message = message.strip()[:MAX_MESSAGE] if phase is Phase.PAUSED else ""
    _record(session, act, exhibition, previous, accepted)
    content.touch(session)


def _record(session: Session, act: Act, exhibition: Exhibition, previous: Phase, accepted: tuple[Gap, ...]) -> None:
    """Write a move into the history, the ledger and the audit log."""
    phase, gaps = exhibition.phase, [gap.stored() for gap in accepted]
    session.add(
        PhaseChange(
            exhibition_id=exhibition.id,
            previous=previous,
            phase=phase,
            reason=act.reason,
            gaps=gaps,
            actor=act.actor,
            at=act.now,
        )
    )
    session.flush()
    moved: dict[str, Any] = {"from": previous.value, "to": phase.value}
    act.record(
        session,
        "phase.move",
        exhibition.slug,
        exhibition_id=exhibition.id,
        before={"phase": previous.value},
        after={"phase": phase.value, **({"gaps": len(gaps)} if gaps else {})},
        official=(LineType.PHASE, {**moved, "gaps": gaps, "reason": act.reason} if gaps else moved),
    )


def history(session: Session, exhibition_id: int) -> tuple[Change, ...]:
    """Every move, the latest first."""
    rows = session.scalars(
        select(PhaseChange).where(PhaseChange.exhibition_id == exhibition_id).order_by(PhaseChange.id.desc())
    )
    return tuple(
        Change(
            Phase(row.previous),
            Phase(row.phase),
            row.reason,
            row.actor,
            row.at,
            tuple(Gap.of(stored) for stored in row.gaps),
        )
        for row in rows
    )


def check_ready(session: Session, exhibition: Exhibition, phase: Phase) -> None:
    """What a move to this phase demands beyond the order of phases. Raises NotReadyError; changes nothing."""
    if exhibition.phase is Phase.SETUP and phase is Phase.VOTING:
        _check_opening(session, exhibition)
    if phase is Phase.FINAL:
        _accepted(session, exhibition, accept=False)
    if phase is Phase.PUBLISHED:
        _check_whole(session, exhibition)


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


def _fixable(session: Session, exhibition: Exhibition, *, accept: bool, seen: str) -> tuple[Gap, ...]:
    """As `_accepted`, for good: a sheet that is being stored counts; one that comes later finds the result fixed."""
    sheets.hold_all(session, exhibition.id)
    return _accepted(session, exhibition, accept=accept, seen=seen)


def _accepted(session: Session, exhibition: Exhibition, *, accept: bool, seen: str = "") -> tuple[Gap, ...]:
    """What is missing and was accepted. Raises GapsError for what was not, or what nobody can accept: no ranking."""
    standing = results.standing(session, exhibition)
    found = gaps.found(session, exhibition, standing)
    if not standing.categories:
        raise GapsError("There is no entry to rank.", found, missing="entries")
    if refusals := standing.refusals:
        told = " ".join(f"{refused.category or ''}: {refused.code}: {refused.message}" for refused in refusals)
        first = refusals[0]
        raise GapsError(
            f"The ranking is refused. {told}",
            found,
            missing="ranking",
            category=first.category or "",
            ranking=first.code,
        )
    if found and not (accept and seen in {"", digest(found)}):
        raise GapsError(f"Not ready: {len(found)} missing.", found, missing="gaps")
    return found


def _check_whole(session: Session, exhibition: Exhibition) -> None:
    """What is published must still be what was fixed: its hash, and a recount that gives it to the letter."""
    kept = results.fixed(session, exhibition)
    if kept is None:
        raise NotReadyError("There is no stored result to publish.", missing="result")
    if results.computed(kept.bundle).sha256 != kept.sha256 or not results.recount_agrees(kept):
        message = "The stored result is not what its data give, or was changed; run flask doctor, and restore a backup."
        raise NotReadyError(message, missing="whole")


def _decide(session: Session, exhibition: Exhibition, now: datetime) -> None:
    """Compute the result of every category and store it with its bundle, to the byte."""
    standing = results.standing(session, exhibition)
    result = canonical(result_of(load_bundle(standing.bundle_text)))
    session.add(
        Snapshot(
            exhibition_id=exhibition.id,
            kind="final",
            bundle=standing.bundle_text,
            result=result,
            sha256=standing.sha256,
            quarantine=suspended.to_text(results.quarantined(session, exhibition)),
            at=now,
        )
    )
    session.flush()
    sealed = {"bundle": standing.sha256, "result": sha256(result.encode()).hexdigest()}
    ledger.append(session, exhibition.id, LineType.RATIFY, now, sealed)
