"""What the organizer's dashboard asks: is everything all right?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.board.actions import screens
from showcase.board.actions.screens import ScreenView
from showcase.exhibitions.views import ExhibitionView
from showcase.jury.actions import obstacles
from showcase.jury.queries import jurors as juries
from showcase.jury.queries.completeness import NOTHING_DUE, Completeness, completeness
from showcase.jury.queries.jurors import JurorProgress
from showcase.kernel.tables import Installation
from showcase.messages.rules import MessageState
from showcase.messages.tables import Message
from showcase.voting.queries import turnout
from showcase.voting.queries.turnout import BoothLine
from showcase.voting.rules import Bar
from showcase.voting.tables import Voter


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
    """The whole answer. `phones` is how many phones and tickets ever voted, `hour` the votes of the last 60 minutes."""

    votes: int
    phones: int
    hour: tuple[Bar, ...]
    categories: tuple[CategoryLine, ...]
    booths: tuple[BoothLine, ...]
    jurors: tuple[JurorProgress, ...]
    screens: tuple[ScreenView, ...]
    obstacles: int
    messages: int
    last_backup_at: datetime | None

    @property
    def recent(self) -> int:
        """Votes and moves of the last ten minutes, the running one included."""
        return sum(bar.votes for bar in self.hour[-10:])

    @property
    def silent(self) -> list[BoothLine]:
        """The booths that nobody has voted for, in booth order."""
        return [line for line in self.booths if not line.votes]

    def leading(self, number: int) -> list[BoothLine]:
        """The booths with the most votes, over all categories; none without a vote."""
        voted = [line for line in self.booths if line.votes]
        return sorted(voted, key=lambda line: -line.votes)[:number]


def summary(session: Session, shown: ExhibitionView, *, now: datetime) -> Summary:
    """The dashboard's figures: eight queries, however many votes, phones and entries."""
    booths = turnout.booths(session, shown.id)
    waiting = (Message.exhibition_id == shown.id, Message.state == MessageState.WAITING)
    phones, messages, last_backup_at = session.execute(
        select(
            select(func.count()).select_from(Voter).where(Voter.exhibition_id == shown.id).scalar_subquery(),
            select(func.count()).select_from(Message).where(*waiting).scalar_subquery(),
            select(Installation.last_backup_at).scalar_subquery(),
        )
    ).one()
    return Summary(
        votes=sum(line.votes for line in booths),
        phones=phones,
        hour=tuple(turnout.last_hour(session, shown, now=now)),
        categories=tuple(_categories(shown, booths, completeness(session, shown.id))),
        booths=tuple(booths),
        jurors=tuple(juries.progress(session, shown.id)),
        screens=tuple(screens.listed(session, shown.id, now=now)),
        obstacles=obstacles.count_open(session, shown.id),
        messages=messages,
        last_backup_at=last_backup_at,
    )


def _categories(
    shown: ExhibitionView, booths: Sequence[BoothLine], sheets: Mapping[str, Completeness]
) -> list[CategoryLine]:
    votes: dict[str, int] = {}
    for line in booths:
        votes[line.category] = votes.get(line.category, 0) + line.votes
    return [
        CategoryLine(group.slug, group.name, group.palette.value, votes.get(group.slug, 0), found.submitted, found.due)
        for group in shown.categories
        for found in (sheets.get(group.slug, NOTHING_DUE),)
    ]
