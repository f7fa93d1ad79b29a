"""A juror's card, and entering with it as a phone does."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from showcase.accounts.actions import cards
from showcase.accounts.actions.cards import Blank
from showcase.database import transaction
from tests.factories import NOW, by
from tests.signing_in import csrf


def issue(app: Flask, account_id: int) -> Blank:
    """Give the account a new card."""
    made = cards.blank()
    with app.app_context(), transaction() as session:
        cards.issue(session, by("panitia", NOW), account_id, made)
    return made


def wrong(made: Blank) -> str:
    """A PIN that is not this card's."""
    return "000000" if made.pin != "000000" else "111111"


def enter(client: FlaskClient, made: Blank, pin: str | None = None) -> TestResponse:
    """Scan the card and type the PIN."""
    path = f"/jury/enter/{made.secret}"
    return client.post(path, data={"csrf_token": csrf(client, path), "pin": made.pin if pin is None else pin})
