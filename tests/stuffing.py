"""A day with honest votes and many new phones for one entry, for the tests of anomalies and quarantine."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.anomalies.actions import flags, quarantine
from showcase.anomalies.rules import Proposal, Rule
from showcase.anomalies.tables import AnomalyFlag
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from showcase.voting.queries import turnout
from showcase.voting.queries.standing_votes import Phone
from tests.factories import NOW, Cast, by, hall

SECOND = timedelta(seconds=1)
LATER = NOW + timedelta(hours=3)
STUFFED = 60
ALL = {"skpd-1": 4 + STUFFED, "skpd-2": 4, "kecamatan-1": 4}
HONEST = {"skpd-1": 4, "skpd-2": 4, "kecamatan-1": 4}


@dataclass
class Day:
    """A hall with a few honest votes, and many new phones for `skpd-1` within four minutes."""

    session: Session
    cast: Cast

    @property
    def id(self) -> int:
        return self.cast.exhibition.id

    def act(self, slug: str, voter: int, at: float = 0) -> tuple[Act, dict[str, object]]:
        act = Act(self.id, self.cast.entry(slug).id, f"{voter:032x}", f"{voter}-{slug}-{at}", "0" * 32)
        return act, {"now": NOW + SECOND * at}

    def vote(self, slug: str, voter: int, at: float = 0) -> Phone:
        act, when = self.act(slug, voter, at)
        return ballots.cast(self.session, act, **when)  # type: ignore[arg-type]

    def flag(self, rule: Rule = Rule.BURST) -> AnomalyFlag:
        return self.session.scalars(select(AnomalyFlag).where(AnomalyFlag.rule == rule)).one()

    def counters(self) -> dict[str, int]:
        return {line.slug: line.votes for line in turnout.booths(self.session, self.id) if line.votes}

    def propose(self, proposal: Proposal, actor: str = "panitia", flag: AnomalyFlag | None = None) -> None:
        row = flag or self.flag()
        quarantine.propose(self.session, by(actor, LATER, "ramai sekali"), self.id, row.id, proposal)

    def decide(self, proposal: Proposal, flag: AnomalyFlag | None = None) -> int:
        row = flag or self.flag()
        self.propose(proposal, flag=row)
        return quarantine.confirm(self.session, by("panitia2", LATER), self.id, row.id, proposal)


def stuffed(session: Session) -> Day:
    """Four honest phones at each of three booths; then STUFFED new ones for `skpd-1` within four minutes; looked at."""
    made = Day(session, hall(session))
    for voter in range(1, 5):
        made.vote("skpd-1", voter, 600 * voter)
        made.vote("skpd-2", voter + 10, 700 * voter)
        made.vote("kecamatan-1", voter, 800 * voter)
    for place in range(STUFFED):
        made.vote("skpd-1", 100 + place, 5000 + 4 * place + place % 3)
    assert flags.scan(session, made.id, now=LATER) >= 1
    return made
