"""Simulated visitors and jurors, for the demonstration and for rehearsals. What they do is marked as simulated."""

import hashlib
import random
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry, Tally
from showcase.jury.rules.scoring import SheetState
from showcase.jury.tables import Assignment, Criterion, Recusal, Score, Sheet
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from showcase.voting.rules import Origin

MINUTES = 90
# The share of visitors who leave a category out.
ABSTAINING = 0.2


def vote(
    session: Session,
    exhibition_id: int,
    voters: int,
    *,
    seed: int,
    now: datetime,
    minutes: int = MINUTES,
    leaders: Collection[int] = (),
) -> int:
    """Let simulated voters vote in every category; answers how many votes they cast. Refused when voting is closed.

    `leaders` (ids of entries) have the most votes of their category at the end: who would overtake one votes for it.

    They come in the last `minutes`. Popularity is log-normal, as votes are in life. Each call adds new voters: `seed`
    names them.
    """
    chance = random.Random(seed)  # noqa: S311 - a simulation, not a secret
    groups: dict[int, list[Entry]] = {}
    shown = select(Entry).where(Entry.exhibition_id == exhibition_id, Entry.status == Status.PUBLISHED)
    for row in session.scalars(shown.order_by(Entry.id)):
        groups.setdefault(row.category_id, []).append(row)
    # Real innovations draw more people than the entries that are only examples.
    weights = {
        key: [chance.lognormvariate(0, 0.8) * (0.35 if row.is_example else 1) for row in rows]
        for key, rows in groups.items()
    }
    first = {key: row.id for key, rows in groups.items() for row in rows if row.id in leaders}
    votes = {row.entry_id: row.votes for row in session.scalars(select(Tally))}
    cast = 0
    for number in range(voters):
        at = now - timedelta(minutes=minutes) * (voters - number) / voters
        voter = hashlib.sha256(f"simulated {seed} {number}".encode()).hexdigest()[:32]
        for key, rows in groups.items():
            if chance.random() < ABSTAINING:
                continue
            chosen = chance.choices(rows, weights[key])[0].id
            if first.get(key) is not None and votes.get(chosen, 0) + 1 >= votes.get(first[key], 0):
                chosen = first[key]
            votes[chosen] = votes.get(chosen, 0) + 1
            form, nonce = f"s{seed}.{number}.{key}", f"{chance.getrandbits(128):032x}"
            ballots.cast(session, Act(exhibition_id, chosen, voter, form, nonce, Origin.SIMULATED), now=at)
            cast += 1
    return cast


def judge(
    session: Session, jurors: Sequence[int], merit: Mapping[int, float], *, chance: random.Random, now: datetime
) -> None:
    """Submitted sheets for each entry of `merit` (points of a hundred) that these jurors are assigned.

    Each juror has a habit; recusals are kept.
    """
    entries = session.scalars(select(Entry).where(Entry.id.in_(merit)).order_by(Entry.booth)).all()
    criteria: dict[int, list[Criterion]] = {}
    for criterion in session.scalars(select(Criterion).order_by(Criterion.position)):
        criteria.setdefault(criterion.category_id, []).append(criterion)
    habit = {juror: chance.gauss(0, 3) for juror in jurors}
    recused = {(row.juror_id, row.entry_id) for row in session.scalars(select(Recusal))}
    due = {(row.juror_id, row.entry_id) for row in session.scalars(select(Assignment))} - recused
    scores: list[dict[str, int]] = []
    for juror in jurors:
        for row in (entry for entry in entries if (juror, entry.id) in due):
            made = Sheet(
                juror_id=juror,
                entry_id=row.id,
                state=SheetState.SUBMITTED,
                is_simulated=True,
                updated_at=now,
                submitted_at=now,
            )
            session.add(made)
            session.flush()
            for criterion in criteria[row.category_id]:
                points = max(40, min(100, round(merit[row.id] + habit[juror] + chance.gauss(0, 4))))
                scores.append(_score(made.id, criterion, points))
    if scores:
        session.execute(insert(Score), scores)


def _score(sheet_id: int, criterion: Criterion, points: int) -> dict[str, int]:
    """`points` of a hundred, on the criterion's own scale and on one of its steps."""
    least, most, step = criterion.min_centi, criterion.max_centi, criterion.step_centi
    value = least + round((most - least) // step * points / 100) * step
    return {
        "sheet_id": sheet_id,
        "criterion_id": criterion.id,
        "min_centi": least,
        "max_centi": most,
        "value_centi": value,
    }
