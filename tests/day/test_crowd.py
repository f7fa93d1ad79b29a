"""300 entries and 5,000 ballots: no staff page asks the database more often than for 21 entries and none."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from showcase.database import db, transaction
from showcase.entries.actions import booth_codes
from showcase.exhibitions.actions.exhibitions import named
from tests import pages
from tests.crowd import grow
from tests.pages import LIVE
from tests.signing_in import sign_in

ENTRIES, BALLOTS = 300, 5000
# A statement goes to the database in parts where it names many rows; that many more are no query per entry.
PARTS = 2


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def costs(app: Flask, client: FlaskClient, group: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Queries by address, of the second look: the first fills what a process keeps."""
    with app.app_context():
        codes = booth_codes.active(db.session(), named(db.session(), LIVE).id)
        db.session.remove()
    found = {}
    for template in (path for paths in group.values() for path in paths if "{receipt}" not in path):
        path = re.sub(r"\{([\w-]+?)(-J1)?\}", lambda slot: codes[slot[1]] + (slot[2] or ""), template)
        client.get(path)
        with counted(app) as seen:
            answer = client.get(path)
        assert answer.status_code < 500, path
        found[path] = len(seen)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("username", "group"), [("panitia", pages.ORGANIZER), ("juri1", pages.JUROR), ("", pages.VISITOR)]
)
def test_no_page_asks_more_for_many_than_for_few(
    demo_app: Flask, username: str, group: dict[str, tuple[str, ...]]
) -> None:
    client = demo_app.test_client()
    if username:
        sign_in(client, username)
    few = costs(demo_app, client, group)
    with demo_app.app_context(), transaction() as session:
        grow(session, entries=ENTRIES, ballots=BALLOTS)
    many = costs(demo_app, client, group)
    assert few
    grown = {path: (few[path], many[path]) for path in few if many[path] > few[path] + PARTS}
    assert not grown
