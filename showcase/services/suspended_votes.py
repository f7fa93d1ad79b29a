"""Votes that a quarantine suspends, as results state them: as they stand, or as they stood when a result was fixed."""

import json
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.domain.quarantine import Effect, effects
from showcase.domain.ranking import Bundle, canonical
from showcase.models import Entry, Vote


def suspended(session: Session, exhibition_id: int) -> dict[str, int]:
    """Suspended votes by entry, those with none left out: one query."""
    rows = session.execute(
        select(Entry.slug, func.count())
        .join(Vote, Vote.entry_id == Entry.id)
        .where(Vote.exhibition_id == exhibition_id, Vote.suspended)
        .group_by(Entry.slug)
    )
    return {row[0]: row[1] for row in rows}


def as_they_stand(
    session: Session, exhibition_id: int, bundle: Bundle, awarded: Mapping[str, int]
) -> dict[str, Effect]:
    """By category with suspended votes: how many, and whether its awarded places would be others with them."""
    votes = suspended(session, exhibition_id)
    return effects(bundle, votes, awarded) if votes else {}


def to_text(found: Mapping[str, Effect]) -> str:
    """As a fixed result keeps them: JSON, `{"skpd": {"votes": {"simandor": 3}, "changes": false}}`."""
    return canonical({slug: {"votes": dict(one.votes), "changes": one.changes} for slug, one in found.items()})


def from_text(text: str) -> dict[str, Effect]:
    """What `to_text` gave."""
    return {slug: Effect(slug, one["votes"], one["changes"]) for slug, one in json.loads(text).items()}
