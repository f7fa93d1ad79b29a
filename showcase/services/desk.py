"""What the organizer's dashboard asks: is everything all right?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.domain.entries import Status
from showcase.models import Ballot, Category, Entry, Installation, Tally, Vote
from showcase.services import juries
from showcase.services.completeness import NOTHING_DUE, completeness
from showcase.services.juries import JurorProgress


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category's votes, and sheets submitted of those due."""

    slug: str
    name: str
    palette: str
    votes: int
    submitted: int
    due: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole answer. `recent` counts ballots of the last ten minutes."""

    votes: int
    phones: int
    recent: int
    categories: tuple[CategoryLine, ...]
    jurors: tuple[JurorProgress, ...]
    last_backup_at: datetime | None


def summary(session: Session, exhibition_id: int, *, now: datetime) -> Summary:
    """The dashboard's figures: seven queries, however many votes."""
    rows = session.execute(
        select(Category.slug, Category.name, Category.palette, func.coalesce(func.sum(Tally.votes), 0))
        .outerjoin(Entry, (Entry.category_id == Category.id) & (Entry.status == Status.PUBLISHED))
        .outerjoin(Tally, Tally.entry_id == Entry.id)
        .where(Category.exhibition_id == exhibition_id)
        .group_by(Category.id)
        .order_by(Category.position, Category.id)
    ).all()
    sheets = completeness(session, exhibition_id)
    lines = tuple(
        CategoryLine(slug, name, palette.value, int(votes), found.submitted, found.due)
        for slug, name, palette, votes in rows
        for found in (sheets.get(slug, NOTHING_DUE),)
    )
    mine = Vote.exhibition_id == exhibition_id
    phones = session.scalar(select(func.count(func.distinct(Vote.voter_key))).where(mine)) or 0
    since = now - timedelta(minutes=10)
    late = select(func.count()).select_from(Ballot).where(Ballot.exhibition_id == exhibition_id, Ballot.at > since)
    return Summary(
        votes=sum(line.votes for line in lines),
        phones=phones,
        recent=session.scalar(late) or 0,
        categories=lines,
        jurors=tuple(juries.progress(session, exhibition_id)),
        last_backup_at=session.scalar(select(Installation.last_backup_at)),
    )
