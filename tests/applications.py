"""One application a test process and kind of database, given to each test as if it were new.

A new one costs a test many times what the test itself does: some three hundred addresses, templates and statements are
compiled again. What an application knows about its database is forgotten here between two tests, in one place.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, create_engine

from showcase.anomalies.actions import flags
from showcase.app import create_app
from showcase.board import cached
from showcase.config import Settings
from showcase.database import db, engine_options
from showcase.exhibitions import memory
from showcase.kernel import phones, work_queues, write_lock
from showcase.operations import sandbox
from tests.databases import Databases

# What a test may listen to and forget.
OVERHEARD = ("before_cursor_execute", "after_cursor_execute", "begin", "commit", "rollback")


@dataclass(frozen=True)
class Made:
    """An application, and what `create_app` gave it that a test may replace."""

    settings: Settings
    app: Flask
    config: dict[str, Any]
    views: dict[str, Callable[..., Any]]

    def as_new(self) -> Flask:
        """The application without anything that tests did to it or that it knows of their databases."""
        app = self.app
        app.config.clear()
        app.config.update(self.config)
        app.view_functions.clear()
        app.view_functions.update(self.views)
        app.extensions["settings"] = self.settings
        app.extensions.pop("storage_checks", None)
        phones.init_app(app, prefix=self.settings.cookie_prefix, secure=self.settings.secure_cookies)
        memory.keep(app, app.extensions["memory"].load)
        return app


class Applications:
    """The applications and engines of this process. `compiled`: a folder for compiled templates."""

    def __init__(self, compiled: Path) -> None:
        self.compiled = compiled
        self.apps: dict[str, Made] = {}
        self.engines: dict[str, Engine] = {}

    def app(self, settings: Settings) -> Flask:
        """The application on this database, as `create_app` makes it."""
        made = self.apps.get(settings.database_url)
        if made is None or made.settings != settings:
            app = create_app(settings)
            app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(self.compiled))
            made = self.apps[settings.database_url] = Made(settings, app, dict(app.config), dict(app.view_functions))
        return made.as_new()

    def engine(self, settings: Settings) -> Engine:
        """An engine on this database, for tests that need no application."""
        url = settings.database_url
        if url not in self.engines:
            self.engines[url] = create_engine(url, **engine_options(url))
        return self.engines[url]

    def close(self, app: Flask) -> None:
        """After a test: nothing stays open in this application."""
        _leave_rehearsal(app)
        with app.app_context():
            db.session.remove()
            _let_go(db.engine)

    def close_engine(self, engine: Engine) -> None:
        """After a test: nothing stays open in this engine."""
        _let_go(engine)


@contextmanager
def installed(databases: Databases, engine_kind: str, content: str, folder: Path) -> Iterator[Settings]:
    """A new installation in the place of the one before."""
    place = folder / f"{engine_kind}-{content}"
    shutil.rmtree(place, ignore_errors=True)
    with databases.fresh(engine_kind, content, place / "data") as made:
        forget(made)
        yield made


def forget(settings: Settings) -> None:
    """What the modules keep about a database; and work is limited where this one's files lie."""
    flags._looked.clear()
    cached._slots.clear()
    write_lock._queues.clear()
    work_queues.keep_in(settings.data_dir / "queues")


def _let_go(engine: Engine) -> None:
    engine.dispose()
    for name in OVERHEARD:
        heard = getattr(engine.dispatch, name)
        if heard.listeners:
            heard.clear()


def _leave_rehearsal(app: Flask) -> None:
    """The rehearsal's application goes with its database."""
    outermost = app.wsgi_app
    if isinstance(outermost, sandbox.Rehearsing) and outermost.made is not None:
        _, copy = outermost.made
        with copy.app_context():
            db.session.remove()
            db.engine.dispose()
        outermost.made = None
