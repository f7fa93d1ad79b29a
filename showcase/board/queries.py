"""The live board: from counters, so that it costs the same at a hundred votes and at a million."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.board import rules
from showcase.board.rules import Counted, FreezePastError, FrozenError
from showcase.declaration.actions.rules import current as current_rules
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry, Tally
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import DecidedError, Phase, Visibility
from showcase.exhibitions.tables import Category, Exhibition, RuleSet
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.kernel.chain import canonical
from showcase.kernel.errors import ReasonNeededError
from showcase.kernel.tables import BallotRecord as Record
from showcase.kernel.tables import Installation
from showcase.ranking.model import PublicMethod
from showcase.ranking.numbers import rounded
from showcase.ranking.public import public_scores
from showcase.results.tables import Snapshot
from showcase.voting.queries.tallies import votes_at

FREEZE = "freeze"
LATE = timedelta(seconds=10)
# Who froze the board, in the audit log, when nobody touched anything.
BY_TIME = "jadwal"


def version(session: Session, exhibition_id: int, *, now: datetime) -> tuple[int, int, bool]:
    """What the board depends on: length of the ledger, generation of the content, freeze by time come. One query."""
    last = select(func.max(Record.seq)).where(Record.exhibition_id == exhibition_id).scalar_subquery()
    planned = select(Exhibition.freeze_at).where(Exhibition.id == exhibition_id).scalar_subquery()
    row = session.execute(select(func.coalesce(last, 0), Installation.generation, planned)).one()
    return int(row[0]), int(row[1]), row[2] is not None and now >= row[2]


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
    came = _came(exhibition, now)
    return _then(session, exhibition, came) if came else _computed(session, exhibition, now)


def weights(session: Session, exhibition_id: int) -> tuple[Fraction, Fraction]:
    """What the jury's and the public's score weigh in the final one."""
    declared = current_rules(session, exhibition_id).declaration.exact()
    return declared.jury_weight, declared.public_weight


def freeze(session: Session, act: Act, slug: str) -> None:
    """Keep the board as it is now for all to see, until it is released. Closing the vote does not release it."""
    exhibition = _held(session, slug)
    if exhibition.frozen_at is not None:
        return
    _check(exhibition, act.reason)
    came = _came(exhibition, act.now)
    shown = (
        _then(session, exhibition, came)
        if came
        else _frozen(exhibition, _computed(session, exhibition, act.now), act.now)
    )
    _keep(session, exhibition, came or act.now, shown)
    _noted(session, act, exhibition, "board.freeze")


def freeze_later(session: Session, act: Act, slug: str, at: datetime | None) -> None:
    """Freeze the board at this moment, by itself; None: not by time. Raises FreezePastError for one that is over."""
    exhibition = _held(session, slug)
    _check(exhibition, act.reason)
    if at is not None and at <= act.now:
        raise FreezePastError
    if rules.frozen_since(exhibition.frozen_at, exhibition.freeze_at, act.now) is not None:
        raise FrozenError
    exhibition.freeze_at = at
    _noted(session, act, exhibition, "board.freeze_at")


def keep_due_freeze(session: Session, exhibition_id: int, *, now: datetime) -> bool:
    """Store the snapshot of a freeze by time that has come; answers whether it did.

    Not within LATE of the moment: by then every vote that was on its way has been stored or refused.
    """
    ledger.hold(session, exhibition_id)
    exhibition = session.get_one(Exhibition, exhibition_id, populate_existing=True)
    came = _came(exhibition, now - LATE)
    if came is None:
        return False
    _keep(session, exhibition, came, _then(session, exhibition, came))
    _noted(session, Act(BY_TIME, now), exhibition, "board.freeze")
    return True


def release(session: Session, act: Act, slug: str) -> None:
    """Let the board follow the count again."""
    exhibition = _held(session, slug)
    _check(exhibition, act.reason)
    exhibition.frozen_at = exhibition.freeze_at = None
    _noted(session, act, exhibition, "board.release")


def show(session: Session, act: Act, slug: str, visibility: Visibility) -> None:
    """Say what the board shows: numbers, the order only, or nothing. A frozen board is frozen anew as it will show."""
    exhibition = _held(session, slug)
    _check(exhibition, act.reason)
    exhibition.visibility = visibility
    _noted(session, act, exhibition, f"board.show.{visibility.value}")
    if exhibition.frozen_at is not None:
        exhibition.frozen_at = None
        freeze(session, act, slug)


def _came(exhibition: Exhibition, now: datetime) -> datetime | None:
    """The moment of a freeze by time that has come and is not stored yet."""
    stored = exhibition.frozen_at is not None or exhibition.phase is Phase.PUBLISHED
    return None if stored else rules.frozen_since(None, exhibition.freeze_at, now)


def _then(session: Session, exhibition: Exhibition, at: datetime) -> dict[str, Any]:
    """The board with the votes that stood at the moment."""
    return _frozen(exhibition, _computed(session, exhibition, at, votes_at(session, exhibition.id, at)), at)


def _frozen(exhibition: Exhibition, shown: dict[str, Any], at: datetime) -> dict[str, Any]:
    return {**shown, "frozen_at": at.astimezone(ZoneInfo(exhibition.timezone)).isoformat(timespec="seconds")}


def _keep(session: Session, exhibition: Exhibition, at: datetime, shown: dict[str, Any]) -> None:
    text = canonical(shown)
    digest = hashlib.sha256(text.encode()).hexdigest()
    session.add(Snapshot(exhibition_id=exhibition.id, kind=FREEZE, result=text, sha256=digest, at=at))
    exhibition.frozen_at, exhibition.freeze_at = at, None


def _held(session: Session, slug: str) -> Exhibition:
    """The exhibition as it is once nobody else changes it: of two presses of a button the second finds it pressed."""
    exhibition = named(session, slug)
    ledger.hold(session, exhibition.id)
    session.refresh(exhibition)
    return exhibition


def _check(exhibition: Exhibition, reason: str) -> None:
    if exhibition.phase is Phase.PUBLISHED:
        raise DecidedError
    if not reason.strip():
        raise ReasonNeededError


def _noted(session: Session, act: Act, row: Exhibition, action: str) -> None:
    session.flush()
    act.trimmed().record(session, action, row.slug, exhibition_id=row.id)
    content.touch(session)


def _computed(
    session: Session, exhibition: Exhibition, now: datetime, then: Mapping[int, int] | None = None
) -> dict[str, Any]:
    """The board from the counters, or from the votes `then`, by entry."""
    found = session.execute(
        select(Category.slug, Category.name, Entry, func.coalesce(Tally.votes, 0))
        .join(Entry, Entry.category_id == Category.id)
        .outerjoin(Tally, Tally.entry_id == Entry.id)
        .where(Category.exhibition_id == exhibition.id, Entry.status == Status.PUBLISHED)
        .order_by(Category.position, Category.id)
    )
    groups: dict[tuple[str, str], list[tuple[Entry, int]]] = {}
    for slug, name, entry, votes in found:
        count = votes if then is None else then.get(entry.id, 0)
        groups.setdefault((slug, name), []).append((entry, count))
    declared = session.get(RuleSet, exhibition.id)
    final = _final(session, exhibition)
    public = exhibition.phase is Phase.PUBLISHED
    visibility = Visibility.COUNTS if public else exhibition.visibility
    if not exhibition.has_figures:
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
                name=entry.display_name,
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
