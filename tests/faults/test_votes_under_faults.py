"""A real server, a crowd of phones and a nemesis, on both engines; then a checker that knows what phones were told.

`SOAK=20 SEED=7` runs twenty rounds of disturbances from this seed (`make soak`); one round in a normal run.
"""

import json
import os
import random
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from showcase.app import create_app
from showcase.config import Settings
from showcase.database import db, transaction
from showcase.entries.actions import booth_codes
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import Phase
from showcase.phases.actions import phases
from tests.databases import DEMO, SECRET_KEY, SQLITE, Databases
from tests.factories import PASSWORD, by
from tests.faults.checker import faults
from tests.faults.crowd import Crowd, Outcome
from tests.faults.nemesis import Nemesis
from tools.server import Server, free_port, serving

EXHIBITION = "bailang-2025"
ROUNDS, SEED = int(os.environ.get("SOAK", "1")), int(os.environ.get("SEED", "1"))
PHONES, BOOTHS = 12, 8


@pytest.fixture
def served(databases: Databases, engine_kind: str, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a fresh installation with the demonstration."""
    with databases.fresh(engine_kind, DEMO, tmp_path / "data") as settings:
        yield settings


def starting(settings: Settings) -> Callable[[], AbstractContextManager[Server]]:
    """Starts the product on these settings, each time on the same port."""
    more = {"SECRET_KEY": SECRET_KEY, "DEMO_PASSWORD": PASSWORD, "WEB_CONCURRENCY": "2"}
    if not settings.database_url.startswith(SQLITE):
        more["DATABASE_URL"] = settings.database_url
    port = free_port()
    return lambda: serving(settings.data_dir, port=port, **more)


def schedule(nemesis: Nemesis, engine: str, chance: random.Random) -> list[Callable[[], None]]:
    """Every disturbance that this engine knows, in an order of chance."""
    if engine == SQLITE:
        own = [nemesis.fill_disk, chance.choice([nemesis.hold_lock, nemesis.hold_turn])]
    else:
        own = [nemesis.cut_connections, nemesis.hold_lock]
    acts = [nemesis.kill_worker, nemesis.stop_worker, nemesis.kill_everything, *own]
    chance.shuffle(acts)
    return acts


def board(port: int) -> dict[str, int]:
    """The votes that the stage shows, by entry."""
    address = f"http://127.0.0.1:{port}/screen/{EXHIBITION}/standings.json"
    with urllib.request.urlopen(address, timeout=30) as answer:
        shown = json.load(answer)
    return {row["entry"]: row["votes"] for category in shown["categories"] for row in category["rows"]}


def close(app: Flask) -> None:
    """End the vote as an organizer does, while phones are voting."""
    with app.app_context(), transaction() as session:
        exhibition = named(session, EXHIBITION)
        now = datetime.now(UTC)
        phases.move(session, by("panitia", now, "Selesai."), exhibition.id, Phase.DELIBERATION)


@pytest.mark.slow
@pytest.mark.both_engines
def test_what_was_acknowledged_is_stored_once_and_counted(served: Settings, engine_kind: str) -> None:
    app = create_app(served)
    with app.app_context():
        exhibition_id = named(db.session(), EXHIBITION).id
        codes = list(booth_codes.active(db.session(), exhibition_id).values())[:BOOTHS]
        db.session.remove()
    start, chance = starting(served), random.Random(SEED)
    crowd = Crowd(codes, size=PHONES, seed=SEED)
    nemesis = Nemesis(start, crowd.history, served.database_url)
    try:
        with crowd.voting(nemesis.server.port):
            nemesis.quiet()
            for _ in range(ROUNDS):
                for disturb in schedule(nemesis, engine_kind, chance):
                    disturb()
                    nemesis.quiet()
            latecomers = crowd.opened(nemesis.server.port, 3)
            close(app)
            for send in latecomers:
                send()
        shown = board(nemesis.server.port)
        with app.app_context():
            found = faults(db.session(), exhibition_id, crowd.history.sent, shown)
            db.session.remove()
        assert not found, nemesis.done
        doctor = app.test_cli_runner().invoke(args=["doctor"])
        assert doctor.exit_code == 0, doctor.output
        assert sum(shown.values()) > 0
        assert crowd.history.count(Outcome.UNKNOWN) > 0, "no request was cut off: the nemesis does not bite"
        assert any(sent.error == "not-saved" for sent in crowd.history.sent)
        assert [sent.error for sent in crowd.history.sent].count("voting-closed") >= len(latecomers)
    finally:
        nemesis.close()
        with app.app_context():
            db.engine.dispose()
