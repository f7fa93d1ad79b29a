"""Tickets for the tests of the web: printed without the paper."""

from flask import Flask

from showcase.database import db, transaction
from showcase.tickets.actions import batches
from showcase.tickets.actions.batches import Blank
from tests.factories import NOW, Cast, by


def print_tickets(app: Flask, cast: Cast, size: int = 2) -> list[Blank]:
    """Tickets of the cast's exhibition, with what stands on the paper."""
    with app.app_context():
        made = batches.blanks(db.session(), cast.exhibition.id, size)
        with transaction() as session:
            batches.store(session, by("panitia", NOW), cast.exhibition.id, made)
    return made
