"""Writing the criteria of a category: while nobody has scored by them; after the opening by two organizers."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from dataclasses import replace as with_fields
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from showcase.declaration.actions import changes
from showcase.declaration.rules import RuleKind
from showcase.exhibitions.rules import DECIDED, DecidedError, Phase
from showcase.exhibitions.tables import Category, Exhibition
from showcase.jury.queries.criteria import fingerprint, rows_of, stored_rows
from showcase.jury.queries.criteria_use import Use, is_scored
from showcase.jury.rules.criteria import (
    CriteriaChangedError,
    CriteriaInvalidError,
    CriteriaScoredError,
    CriterionRow,
    faults_of,
    settled,
)
from showcase.jury.tables import Criterion
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.kernel.chain import LineType
from showcase.kernel.errors import NotFoundError


def replace(
    session: Session, act: Act, exhibition_id: int, category_slug: str, rows: Sequence[CriterionRow], *, seen: str = ""
) -> bool:
    """Make these rows, in this order, the criteria of a category; answers whether all of it holds now.

    Words and order change until the result is fixed. Which criteria there are, and their scales, change in setup alone,
    and only while the category has no score. Weights need not sum to 1 in setup; once the vote was opened or a score
    stands, other weights are only proposed, with a reason. `seen` is the fingerprint of what was edited.
    Raises CriteriaInvalidError, CriteriaScoredError, CriteriaOpenedError, CriteriaChangedError, DecidedError,
    ReasonNeededError and RuleChangeWaitingError.
    """
    # The lock of votes, sheets and phase moves: criteria change before the opening or after it.
    ledger.hold(session, exhibition_id)
    category, phase = _category(session, exhibition_id, category_slug)
    if phase in DECIDED:
        raise DecidedError
    if faults := faults_of(rows):
        raise CriteriaInvalidError(faults)
    before = rows_of(session, category.id)
    if seen and seen != fingerprint(before):
        raise CriteriaChangedError
    after = settled(rows, before)
    use = Use(phase, is_scored(session, category.id))
    if after != before:
        use.check_shape(before, after)
    proposed = use.is_guarded and _weights(before) != _weights(after)
    if proposed:
        use.check_sum(after)
        weights = _weights(before), _weights(after)
        _propose(session, act, exhibition_id, category_slug, *weights)
        after = _weighed(after, weights[0])
    if after != before:
        _write(session, category.id, after)
        _record(session, act.because(""), exhibition_id, category_slug, before, after)
    return not proposed


def _propose(
    session: Session,
    act: Act,
    exhibition_id: int,
    category_slug: str,
    before: Mapping[str, int],
    after: Mapping[str, int],
) -> None:
    changes.propose(session, act, exhibition_id, RuleKind.CRITERIA, category=category_slug, before=before, after=after)


def reweigh(
    session: Session, exhibition_id: int, category_slug: str, weights: Mapping[str, int], *, now: datetime
) -> None:
    """Let approved weights (basis points by criterion) hold; after the opening the ledger seals them.

    Raises CriteriaInvalidError for weights that are not whole after the opening.
    """
    category, phase = _category(session, exhibition_id, category_slug)
    before = rows_of(session, category.id)
    after = _weighed(before, weights)
    Use(phase, scored=True).check_sum(after)
    _write(session, category.id, after)
    if phase is not Phase.SETUP:
        sealed = {"before": fingerprint(before), "after": fingerprint(after)}
        body = {"rule": "criteria", "category": category_slug, **sealed}
        ledger.append(session, exhibition_id, LineType.RULES_CHANGE, now, body)
    content.touch(session)


def _weights(rows: Sequence[CriterionRow]) -> dict[str, int]:
    return {row.slug: row.weight_bp for row in rows}


def _weighed(rows: Sequence[CriterionRow], weights: Mapping[str, int]) -> tuple[CriterionRow, ...]:
    return tuple(with_fields(row, weight_bp=weights[row.slug]) for row in rows)


def fill(session: Session, category_id: int, rows: Sequence[CriterionRow]) -> None:
    """Give a category that has none these criteria."""
    _write(session, category_id, settled(rows, ()))


def _category(session: Session, exhibition_id: int, slug: str) -> tuple[Category, Phase]:
    found = session.execute(
        select(Category, Exhibition.phase)
        .join(Exhibition, Exhibition.id == Category.exhibition_id)
        .where(Category.exhibition_id == exhibition_id, Category.slug == slug)
    ).first()
    if found is None:
        raise NotFoundError
    return found[0], found[1]


def _write(session: Session, category_id: int, rows: Sequence[CriterionRow]) -> None:
    stored = {row.slug: row for row in stored_rows(session, category_id)}
    kept = {row.slug for row in rows}
    for slug, gone in stored.items():
        if slug not in kept:
            session.delete(gone)
    try:
        session.flush()
        for position, row in enumerate(rows):
            target = stored.get(row.slug) or Criterion(category_id=category_id, slug=row.slug)
            for name, value in _columns(row, position).items():
                setattr(target, name, value)
            session.add(target)
        session.flush()
    except IntegrityError as error:
        # A juror's score came between the look and the write; the database holds it to the old scale.
        raise CriteriaScoredError from error


def _columns(row: CriterionRow, position: int) -> dict[str, Any]:
    return {
        "name": row.name,
        "description": row.description,
        "levels": [list(level) for level in row.levels],
        "weight_bp": row.weight_bp,
        "min_centi": row.scale.least,
        "max_centi": row.scale.most,
        "step_centi": row.scale.step,
        "position": position,
    }


def _told(rows: Sequence[CriterionRow], others: Sequence[CriterionRow]) -> dict[str, Any]:
    """What the audit log says of rows that are not the same among the others, with their place."""
    known = {row.slug: {**asdict(row), "place": place} for place, row in enumerate(others, start=1)}
    mine = {row.slug: {**asdict(row), "place": place} for place, row in enumerate(rows, start=1)}
    return {slug: told for slug, told in mine.items() if known.get(slug) != told}


def _record(
    session: Session,
    act: Act,
    exhibition_id: int,
    category_slug: str,
    before: Sequence[CriterionRow],
    after: Sequence[CriterionRow],
) -> None:
    act.record(
        session,
        "criteria.replace",
        category_slug,
        exhibition_id=exhibition_id,
        before=_told(before, after),
        after=_told(after, before),
    )
    content.touch(session)
