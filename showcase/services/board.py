"""The live board: from counters, so that it costs the same at a hundred votes and at a million."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.domain import board as rules
from showcase.domain.board import Counted
from showcase.domain.entries import Status
from showcase.domain.ledger import canonical
from showcase.domain.phases import DecidedError, Phase, ReasonNeededError
from showcase.domain.ranking import PublicMethod, public_scores
from showcase.domain.ranking.numbers import rounded
from showcase.domain.voting import Visibility
from showcase.models import BallotRecord as Record
from showcase.models import Category, Entry, Exhibition, Installation, RuleSet, Snapshot, Tally
from showcase.services import audit, catalogue
from showcase.services.exhibitions import named

FREEZE = "freeze"


def version(session: Session, exhibition_id: int) -> tuple[int, int]:
    """What the board depends on: the length of the ledger and the generation of the content. One query."""
    last = select(func.max(Record.seq)).where(Record.exhibition_id == exhibition_id).scalar_subquery()
    row = session.execute(select(func.coalesce(last, 0), Installation.generation)).one()
    return int(row[0]), int(row[1])


def board(session: Session, exhibition_id: int, *, now: datetime) -> dict[str, Any]:
    """The standings as every surface shows them; while frozen, the stored snapshot."""
    exhibition = session.get_one(Exhibition, exhibition_id)
    # A published result is no secret: the freeze was for the hall.
    if exhibition.frozen_at is not None and exhibition.phase is not Phase.PUBLISHED:
        kept = session.scalars(
            select(Snapshot)
            .where(Snapshot.exhibition_id == exhibition_id, Snapshot.kind == FREEZE)
            .order_by(Snapshot.id.desc())
        ).first()
        if kept is not None:
            return {**json.loads(kept.result), "phase": exhibition.phase.value}
    return _computed(session, exhibition, now)


def freeze(session: Session, slug: str, *, actor: str, reason: str, now: datetime) -> None:
    """Keep the board as it is now for all to see, until it is released. Closing the vote does not release it."""
    exhibition = named(session, slug)
    if exhibition.frozen_at is not None:
        return
    _check(exhibition, reason)
    zone = ZoneInfo(exhibition.timezone)
    shown = {**_computed(session, exhibition, now), "frozen_at": now.astimezone(zone).isoformat(timespec="seconds")}
    text = canonical(shown)
    digest = hashlib.sha256(text.encode()).hexdigest()
    session.add(Snapshot(exhibition_id=exhibition.id, kind=FREEZE, result=text, sha256=digest, at=now))
    exhibition.frozen_at = now
    _noted(session, exhibition, "board.freeze", actor, reason, now)


def release(session: Session, slug: str, *, actor: str, reason: str, now: datetime) -> None:
    """Let the board follow the count again."""
    exhibition = named(session, slug)
    _check(exhibition, reason)
    exhibition.frozen_at = None
    _noted(session, exhibition, "board.release", actor, reason, now)


def show(session: Session, slug: str, visibility: Visibility, *, actor: str, reason: str, now: datetime) -> None:
    """Say what the board shows: numbers, the order only, or nothing. A frozen board is frozen anew as it will show."""
    exhibition = named(session, slug)
    _check(exhibition, reason)
    exhibition.visibility = visibility
    _noted(session, exhibition, f"board.show.{visibility.value}", actor, reason, now)
    if exhibition.frozen_at is not None:
        exhibition.frozen_at = None
        freeze(session, slug, actor=actor, reason=reason, now=now)


def _check(exhibition: Exhibition, reason: str) -> None:
    if exhibition.phase is Phase.PUBLISHED:
        raise DecidedError
    if not reason.strip():
        raise ReasonNeededError


def _noted(session: Session, row: Exhibition, action: str, actor: str, reason: str, now: datetime) -> None:
    session.flush()
    audit.record(
        session, actor=actor, action=action, at=now, exhibition_id=row.id, subject=row.slug, reason=reason.strip()
    )
    catalogue.touch(session)


def _computed(session: Session, exhibition: Exhibition, now: datetime) -> dict[str, Any]:
    found = session.execute(
        select(Category.slug, Category.name, Entry, func.coalesce(Tally.votes, 0))
        .join(Entry, Entry.category_id == Category.id)
        .outerjoin(Tally, Tally.entry_id == Entry.id)
        .where(Category.exhibition_id == exhibition.id, Entry.status == Status.PUBLISHED)
        .order_by(Category.position, Category.id)
    )
    groups: dict[tuple[str, str], list[tuple[Entry, int]]] = {}
    for slug, name, entry, votes in found:
        groups.setdefault((slug, name), []).append((entry, votes))
    declared = session.get(RuleSet, exhibition.id)
    final = _final(session, exhibition)
    public = exhibition.phase is Phase.PUBLISHED
    visibility = Visibility.COUNTS if public else exhibition.visibility
    if exhibition.is_archive and not final:
        # A year from before this system has no figures: zeros would look like some.
        visibility = Visibility.HIDDEN
    zone = ZoneInfo(exhibition.timezone)
    return {
        "exhibition": exhibition.slug,
        "phase": exhibition.phase.value,
        "frozen_at": None,
        "as_of": now.astimezone(zone).isoformat(timespec="seconds"),
        "categories": [
            {
                "slug": slug,
                "name": name,
                "votes": rules.total(counted := _counted(entries, declared, final), visibility),
                "rows": rules.rows(counted, visibility),
            }
            for (slug, name), entries in groups.items()
        ],
    }


def _counted(
    entries: list[tuple[Entry, int]], declared: RuleSet | None, final: Mapping[str, Mapping[str, Any]]
) -> list[Counted]:
    votes = {entry.slug: count for entry, count in entries}
    method = PublicMethod(declared.public_method) if declared else PublicMethod.SQRT
    minimum = declared.min_votes if declared else 0
    scores = public_scores(method, votes, reference=declared.public_reference if declared else None, min_votes=minimum)
    counted = []
    for entry, count in entries:
        fixed_row = final.get(entry.slug)
        counted.append(
            Counted(
                entry=entry.slug,
                name=entry.short_name or entry.name,
                booth=entry.booth,
                votes=count,
                public=rounded(scores[entry.slug], 4),
                place=fixed_row["place"] if fixed_row else None,
                jury=_four(fixed_row, "jury"),
                final=_four(fixed_row, "final"),
            )
        )
    return counted


def _four(row: Mapping[str, Any] | None, name: str) -> str | None:
    return rounded(Fraction(row[name]), 4) if row else None


def _final(session: Session, exhibition: Exhibition) -> dict[str, dict[str, Any]]:
    """The fixed rows by entry, once they are published; before that nobody sees them here."""
    if exhibition.phase is not Phase.PUBLISHED:
        return {}
    kept = session.scalars(
        select(Snapshot).where(Snapshot.exhibition_id == exhibition.id, Snapshot.kind == "final")
    ).first()
    if kept is None:
        return {}
    return {row["entry"]: row for group in json.loads(kept.result)["categories"] for row in group["standings"]}
