"""A crowd: the demonstration grown to hundreds of entries and thousands of ballots, in a few bulk statements."""

import hashlib
import random
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.entries.tables import BoothCode, Entry, Tally
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.tables import Category
from showcase.jury.rules.scoring import SheetState
from showcase.jury.tables import Assignment, Criterion, Score, Sheet
from showcase.kernel import content
from showcase.kernel.base import table_of
from showcase.kernel.codes import code_from
from showcase.objections.tables import Objection
from showcase.voting.rules import BallotKind, Origin
from showcase.voting.tables import Ballot, Vote
from tests.factories import NOW
from tests.pages import LIVE

FIRST_CODE = 20_000_000


def grow(session: Session, *, entries: int, ballots: int) -> None:
    """Bring the demonstration to so many entries, each with a sheet of every second juror, and cast so many ballots."""
    shown = named(session, LIVE)
    groups = list(session.scalars(select(Category).where(Category.exhibition_id == shown.id)))
    have = list(session.scalars(select(Entry.id).where(Entry.exhibition_id == shown.id)))
    added = entries - len(have)
    _insert(session, Entry, [_entry(shown.id, groups[number % len(groups)].id, number) for number in range(added)])
    new = list(session.execute(select(Entry.id, Entry.category_id).where(Entry.slug.startswith("banyak-"))))
    _insert(
        session,
        BoothCode,
        [{"code": code_from(FIRST_CODE + row.id), "entry_id": row.id, "created_at": NOW} for row in new],
    )
    _insert(session, Tally, [{"entry_id": row.id, "votes": 0} for row in new])
    _judge(session, [(row.id, row.category_id) for row in new])
    _vote(session, shown.id, ballots)
    _insert(session, Objection, [_objection(shown.id, new[number % len(new)].id, number) for number in range(entries)])
    content.touch(session)


def _entry(exhibition_id: int, category_id: int, number: int) -> dict[str, Any]:
    return {
        "exhibition_id": exhibition_id,
        "category_id": category_id,
        "slug": f"banyak-{number}",
        "booth": f"E-{number:03}",
        "name": f"Pelayanan Administrasi Kependudukan Keliling untuk Desa Terpencil {number}",
        "short_name": f"Pelayanan {number}",
        "organisation": f"Dinas Kependudukan dan Pencatatan Sipil {number}",
        "summary": "Petugas datang ke desa, sehingga warga tidak perlu ke kota.",
        "created_at": NOW,
        "updated_at": NOW,
    }


def _objection(exhibition_id: int, entry_id: int, number: int) -> dict[str, Any]:
    return {
        "exhibition_id": exhibition_id,
        "number": number + 1,
        "name": f"Penyanggah {number}",
        "reach": f"0811 000 {number}",
        "entry_id": entry_id,
        "words": "Nilai kebaruan menurut kami belum menghitung penghargaan tahun lalu.",
        "received_at": NOW,
        "is_late": number % 7 == 0,
        "recorded_at": NOW,
        "recorded_by": "panitia",
        "form_key": f"{number:032x}",
    }


def _judge(session: Session, new: list[tuple[int, int]]) -> None:
    jurors = list(session.scalars(select(Account.id).where(Account.role == "juror").order_by(Account.id)))
    pairs = [(juror, entry) for juror in jurors for entry, _ in new]
    _insert(session, Assignment, [{"juror_id": juror, "entry_id": entry} for juror, entry in pairs])
    judged = [
        {
            "juror_id": juror,
            "entry_id": entry,
            "state": SheetState.SUBMITTED,
            "is_simulated": True,
            "updated_at": NOW,
            "submitted_at": NOW,
        }
        for juror, entry in pairs
        if juror in jurors[::2]
    ]
    _insert(session, Sheet, judged)
    criteria: dict[int, list[Criterion]] = {}
    for criterion in session.scalars(select(Criterion)):
        criteria.setdefault(criterion.category_id, []).append(criterion)
    of_entry = dict(new)
    sheets = session.execute(select(Sheet.id, Sheet.entry_id).where(Sheet.entry_id.in_(of_entry)))
    scores = [
        {"sheet_id": sheet, "criterion_id": criterion.id, "max_centi": criterion.max_centi, "value_centi": 7500}
        for sheet, entry in sheets
        for criterion in criteria[of_entry[entry]]
    ]
    _insert(session, Score, scores)


def _vote(session: Session, exhibition_id: int, ballots: int) -> None:
    chance = random.Random(5)
    slugs = {row.id: row.slug for row in session.scalars(select(Category))}
    places = session.execute(select(Entry.id, Entry.category_id).where(Entry.exhibition_id == exhibition_id)).all()
    rows = []
    for number in range(ballots):
        entry, category = chance.choice(places)
        voter = hashlib.sha256(f"crowd {number}".encode()).hexdigest()[:32]
        rows.append(
            {
                "exhibition_id": exhibition_id,
                "category_id": category,
                "entry_id": entry,
                "voter_key": voter,
                "slot": slugs[category],
                "kind": BallotKind.VOTE,
                "origin": Origin.PHONE,
                "form_key": f"crowd.{number}",
                "nonce": f"{number:032x}",
                "receipt": code_from(number, 10),
                "at": NOW - timedelta(seconds=ballots - number),
            }
        )
    _insert(session, Ballot, rows)
    made = session.execute(select(Ballot.id, Ballot.form_key).where(Ballot.form_key.startswith("crowd.")))
    numbers = {row.form_key: row.id for row in made}
    kept = ("exhibition_id", "category_id", "entry_id", "voter_key", "slot", "at")
    votes = [{**{name: row[name] for name in kept}, "ballot_id": numbers[row["form_key"]]} for row in rows]
    _insert(session, Vote, votes)


def _insert(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table_of(model)), rows)
        session.flush()
