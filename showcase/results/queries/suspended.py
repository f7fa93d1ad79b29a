"""Votes that a quarantine suspends, as results state them: as they stand, or as they stood when a result was fixed."""

import json
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.entries.tables import Entry
from showcase.ranking.bundle import canonical
from showcase.results.rules import Effect
from showcase.voting.tables import Vote


def suspended(session: Session, exhibition_id: int) -> dict[str, int]:
    """Suspended votes by entry, those with none left out: one query."""
    rows = session.execute(
        select(Entry.slug, func.count())
        .join(Vote, Vote.entry_id == Entry.id)
        .where(Vote.exhibition_id == exhibition_id, Vote.suspended)
        .group_by(Entry.slug)
    )
    return {row[0]: row[1] for row in rows}


def to_text(found: Mapping[str, Effect]) -> str:
    """As a fixed result keeps them: JSON, `{"skpd": {"votes": {"simandor": 3}, "changes": false}}`."""
    return canonical({slug: {"votes": dict(one.votes), "changes": one.changes} for slug, one in found.items()})


def from_text(text: str) -> dict[str, Effect]:
    """What `to_text` gave."""
    return {slug: Effect(slug, one["votes"], one["changes"]) for slug, one in json.loads(text).items()}
