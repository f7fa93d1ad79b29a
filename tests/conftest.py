"""Fixtures for every test: an application on a fresh database, empty or with the demonstration, on either engine.

A test marked `both_engines` runs on SQLite and on PostgreSQL, one marked `postgres` on PostgreSQL only, any other on
SQLite.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session

from showcase.app import create_app
from showcase.config import Settings
from showcase.extensions import db
from tests import late_addresses, recorded_acts
from tests.databases import DEMO, EMPTY, POSTGRESQL, SQLITE, Databases, stop_server

# A test is right or wrong, however busy the machine is: no deadlines.
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("untimed")

recorded_acts.watch()
late_addresses.install()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests marked `both_engines` twice."""
    if metafunc.definition.get_closest_marker("both_engines"):
        engines = [SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.postgres)]
        metafunc.parametrize("engine_kind", engines, indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in tests/browser needs a browser."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent / "browser"):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The process that began the run ends the database server, before its temporary folder goes."""
    if not hasattr(session.config, "workerinput"):
        stop_server(session.config._tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Where fresh databases come from."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    own = tmp_path_factory.getbasetemp()
    return Databases(own.parent if worker else own, worker or "main")


@pytest.fixture
def engine_kind(request: pytest.FixtureRequest) -> str:
    """ "sqlite" or "postgresql"."""
    alone = POSTGRESQL if request.node.get_closest_marker("postgres") else SQLITE
    return str(getattr(request, "param", alone))


@pytest.fixture
def settings(databases: Databases, engine_kind: str, tmp_path: Path) -> Iterator[Settings]:
    """Settings of an installation with an empty, migrated database."""
    with databases.fresh(engine_kind, EMPTY, tmp_path / "data") as made:
        yield made


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this process keeps compiled templates, so that each test's application need not compile them again."""
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture
def app(settings: Settings, compiled: Path) -> Iterator[Flask]:
    """The application on an empty database."""
    yield from _running(settings, compiled)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without cookies."""
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session of the test's own. Commit before the client asks for what it holds."""
    yield from _session(app)


@pytest.fixture
def demo_app(databases: Databases, engine_kind: str, tmp_path: Path, compiled: Path) -> Iterator[Flask]:
    """The application with the demonstration; its accounts' password is `factories.PASSWORD`."""
    with databases.fresh(engine_kind, DEMO, tmp_path / "demo") as made:
        yield from _running(made, compiled)


@pytest.fixture
def demo_client(demo_app: Flask) -> FlaskClient:
    """A browser without cookies, on the demonstration."""
    return demo_app.test_client()


@pytest.fixture
def demo_session(demo_app: Flask) -> Iterator[Session]:
    """A session of the test's own, on the demonstration."""
    yield from _session(demo_app)


def _running(settings: Settings, compiled: Path) -> Iterator[Flask]:
    app = create_app(settings)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
