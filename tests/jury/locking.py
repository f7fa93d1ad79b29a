"""A hall in which juror 1 has submitted every sheet of skpd, and locking it as the form does."""

import json

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from showcase.database import db, transaction
from showcase.jury.rules.scoring import SheetState
from showcase.jury.tables import Sheet
from showcase.kernel.tables import BallotRecord
from tests.factories import PASSWORD, Cast, hall, sheet
from tests.signing_in import post

LOCK, RECEIPT = "/jury/lock/skpd", "/jury/receipt/skpd"


def scored() -> Cast:
    """Juror 1 has submitted every sheet of skpd, juror 2 none."""
    with transaction() as session:
        made = hall(session)
        for number in (1, 2, 3):
            sheet(session, made.jurors[0], made.entry(f"skpd-{number}"), made.criteria["skpd"], 80 + number, 70)
    return made


def lock(juror: FlaskClient, **typed: str) -> tuple[int, str]:
    """Lock skpd, with the password if nothing else is typed."""
    answer = post(juror, LOCK, typed or {"password": PASSWORD}, form="/jury")
    return answer.status_code, answer.text


def states(app: Flask) -> list[SheetState]:
    """Every sheet's state."""
    with app.app_context():
        return list(db.session().scalars(select(Sheet.state).order_by(Sheet.id)))


def lines(app: Flask, kind: str) -> list[dict[str, str]]:
    """The bodies of the ledger's lines of this type."""
    with app.app_context():
        query = select(BallotRecord.body).where(BallotRecord.type == kind).order_by(BallotRecord.seq)
        return [json.loads(body) for body in db.session().scalars(query)]
