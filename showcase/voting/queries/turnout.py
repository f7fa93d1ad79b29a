"""How the hall votes: over time, by origin, by booth. Answered from an index, so that looking costs voters nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, func, literal_column, select, type_coerce
from sqlalchemy.orm import Session

from showcase.entries.rules.booths import walk_order
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry, Tally
from showcase.exhibitions.tables import Category
from showcase.exhibitions.views import ExhibitionView
from showcase.voting.rules import BallotKind, Bar, Origin, Step, bars
from showcase.voting.tables import Ballot, Voter

LIVE = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Acts:
    """What was done within one minute (UTC), by one way and from one origin."""

    minute: datetime
    kind: BallotKind
    origin: Origin
    number: int


@dataclass(frozen=True, slots=True)
class Turnout:
    """An exhibition's acts of voting. `phones` is how many phones and tickets ever voted."""

    acts: tuple[Acts, ...]
    phones: int

    def number(self, *kinds: BallotKind) -> int:
        """How many acts of these kinds there were."""
        return sum(act.number for act in self.acts if act.kind in kinds)

    @property
    def again(self) -> int:
        """Acts of phones that had voted before."""
        return max(sum(act.number for act in self.acts) - self.phones, 0)

    @property
    def origins(self) -> dict[Origin, int]:
        """Votes and moves by where they were cast."""
        found: dict[Origin, int] = {}
        for act in self.acts:
            if act.kind is not BallotKind.WITHDRAW:
                found[act.origin] = found.get(act.origin, 0) + act.number
        return found

    @property
    def counts(self) -> list[tuple[datetime, int]]:
        """(minute, votes and moves), as charts take them."""
        return [(act.minute, act.number) for act in self.acts if act.kind is not BallotKind.WITHDRAW]


@dataclass(frozen=True, slots=True)
class BoothLine:
    """An entry with its standing votes, and how often it was chosen within the last hour."""

    slug: str
    booth: str
    name: str
    organisation: str
    category: str
    category_name: str
    palette: str
    votes: int
    recent: int = 0


def turnout(session: Session, exhibition_id: int) -> Turnout:
    """Everything since the opening: two queries, one of them over the index of all ballots."""
    phones = session.scalar(select(func.count()).select_from(Voter).where(Voter.exhibition_id == exhibition_id)) or 0
    return Turnout(tuple(_acts(session, Ballot.exhibition_id == exhibition_id)), phones)


def last_hour(session: Session, shown: ExhibitionView, *, now: datetime) -> list[Bar]:
    """Votes and moves of the last 60 minutes, minute by minute, the running one last: one query over these alone."""
    since = now - LIVE + timedelta(minutes=1)
    found = _acts(session, Ballot.exhibition_id == shown.id, Ballot.at >= since.replace(second=0, microsecond=0))
    counts = [(act.minute, act.number) for act in found if act.kind is not BallotKind.WITHDRAW]
    return bars(counts, Step.MINUTE, shown.zone, since=since, until=now)


def booths(session: Session, exhibition_id: int) -> list[BoothLine]:
    """Every published entry with its standing votes, in booth order: one query."""
    rows = session.execute(
        select(
            Entry.slug,
            Entry.booth,
            Entry.display_name.label("name"),
            Entry.organisation,
            Category.slug.label("category"),
            Category.name.label("category_name"),
            Category.palette,
            func.coalesce(Tally.votes, 0).label("votes"),
        )
        .join(Category, Category.id == Entry.category_id)
        .outerjoin(Tally, Tally.entry_id == Entry.id)
        .where(Entry.exhibition_id == exhibition_id, Entry.status == Status.PUBLISHED)
        .order_by(Entry.id)
    )
    return [
        BoothLine(
            slug=row.slug,
            booth=row.booth,
            name=row.name,
            organisation=row.organisation,
            category=row.category,
            category_name=row.category_name,
            palette=row.palette.value,
            votes=row.votes,
        )
        for row in sorted(rows, key=lambda row: walk_order(row.booth))
    ]


def recent_by_slug(session: Session, exhibition_id: int, *, since: datetime, until: datetime) -> dict[str, int]:
    """How often each entry was chosen between these moments: one query."""
    rows = session.execute(
        select(Entry.slug, func.count())
        .select_from(Ballot)
        .join(Entry, Entry.id == Ballot.entry_id)
        .where(
            Ballot.exhibition_id == exhibition_id, Ballot.at.between(since, until), Ballot.kind != BallotKind.WITHDRAW
        )
        .group_by(Entry.slug)
    )
    return {row[0]: row[1] for row in rows}


def _acts(session: Session, *conditions: ColumnElement[bool]) -> list[Acts]:
    minute = _minute(session)
    found = select(minute.label("minute"), Ballot.kind, Ballot.origin, func.count().label("number"))
    rows = session.execute(found.where(*conditions).group_by(minute, Ballot.kind, Ballot.origin).order_by(minute))
    return [
        Acts(datetime.strptime(row.minute, "%Y-%m-%d %H:%M").replace(tzinfo=UTC), row.kind, row.origin, row.number)
        for row in rows
    ]


def _minute(session: Session) -> ColumnElement[Any]:
    """The minute of a ballot in UTC, written as `2025-12-15 02:42`."""
    if session.get_bind().dialect.name == "postgresql":
        # Literals, so that the database sees the same expression where it groups.
        utc: ColumnElement[str] = literal_column("'UTC'")
        form: ColumnElement[str] = literal_column("'YYYY-MM-DD HH24:MI'")
        return func.to_char(func.timezone(utc, Ballot.at), form)
    return func.substr(type_coerce(Ballot.at, String), literal_column("1"), literal_column("16"))
