"""SQLite's REPLACE removes a row without telling a delete trigger: no row that only may be added goes that way."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Index, Table, UniqueConstraint, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from showcase.draw.tables import Draw, DrawTicket
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import PhaseChange
from showcase.kernel.base import Base
from showcase.objections.tables import Objection, ResultCorrection
from showcase.results.tables import Snapshot
from showcase.scans.rules import Verdict
from showcase.scans.tables import PosterScan
from showcase.schema.triggers import APPEND_ONLY
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from tests.factories import NOW, Cast, hall

HASH = "0" * 64
# Values that no row of `filled` has.
OTHER = {
    "form_key": "x",
    "receipt": "x",
    "replaces_id": None,
    "place": 2,
    "voter_key": "d" * 32,
    "ticket": "1" * 64,
    "number": 2,
}


def filled(session: Session) -> Cast:
    """At least one row in each of the tables, among them a ballot that nothing names."""
    made = hall(session)
    owner = {"exhibition_id": made.exhibition.id}
    cast = Act(entry_id=made.entries[0].id, voter_key="a" * 32, form_key="vote", nonce="b" * 32, **owner)
    ballots.cast(session, cast, now=NOW)
    back = Act(entry_id=made.entries[0].id, voter_key="a" * 32, form_key="back", nonce="c" * 32, **owner)
    ballots.withdraw(session, back, now=NOW)
    moved = {"previous": Phase.SETUP, "phase": Phase.VOTING, "reason": "buka", "actor": "panitia", "at": NOW}
    session.add(PhaseChange(**owner, **moved))
    session.add(Snapshot(**owner, kind="final", result="{}", sha256=HASH, at=NOW))
    session.add(PosterScan(**owner, code="X", verdict=Verdict.UNKNOWN, by="meja", at=NOW))
    session.add(Draw(**owner, seed=HASH, prizes=1, committed_seq=1, prepared_at=NOW))
    session.flush()
    session.add(DrawTicket(**owner, place=1, ticket=HASH, voter_key="a" * 32))
    said = {"number": 1, "words": "tertukar", "recorded_by": "panitia", "form_key": "a"}
    session.add(Objection(**owner, **said, name="Siti", reach="0812", received_at=NOW, is_late=False, recorded_at=NOW))
    session.add(ResultCorrection(**owner, **said, reason="salah ketik", at=NOW, ledger_seq=1))
    session.commit()
    return made


def keys(table: Table) -> list[tuple[str, Sequence[str]]]:
    """What is unique in a table beside its primary key."""
    constraints = [
        [column.name for column in one.columns] for one in table.constraints if isinstance(one, UniqueConstraint)
    ]
    indexes = [
        [column.name for column in one.columns] for one in table.indexes if isinstance(one, Index) and one.unique
    ]
    return [(table.name, names) for names in (*constraints, *indexes)]


# In one order: test processes compare what they collected.
KEYS = sorted(pair for name in APPEND_ONLY for pair in keys(Base.metadata.tables[name]) if name != "ballot_record")


@pytest.mark.parametrize(("name", "same"), KEYS, ids=[f"{name}-{'-'.join(same)}" for name, same in KEYS])
def test_no_row_is_replaced_by_one_with_the_same_key(session: Session, name: str, same: Sequence[str]) -> None:
    filled(session)
    table = Base.metadata.tables[name]
    last = session.execute(select(table).order_by(table.c.id.desc())).first()
    assert last is not None
    values = dict(last._mapping) | {"id": 999}
    # Everything else that must be unique is another one's.
    for other in {column for _, names in keys(table) for column in names} - {*same, "exhibition_id"}:
        values[other] = OTHER[other]
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(insert(table).prefix_with("OR REPLACE"), values)
    session.rollback()
    assert session.execute(select(table).order_by(table.c.id.desc())).first() == last


def test_the_board_is_frozen_again_after_the_result(session: Session) -> None:
    owner = filled(session).exhibition.id
    for _ in range(2):
        session.add(Snapshot(exhibition_id=owner, kind="freeze", result="{}", sha256=HASH, at=NOW))
    session.flush()
    assert len(session.scalars(select(Snapshot)).all()) == 3
