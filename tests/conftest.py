"""Fixtures for every test: an application on a fresh database, empty or with the demonstration, on either engine.

A test marked `both_engines` runs on SQLite and on PostgreSQL, one marked `postgres` on PostgreSQL only, any other on
SQLite.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy.orm import Session

from showcase.config import Settings
from tests import recorded_acts
from tests.applications import Applications, installed
from tests.databases import DEMO, EMPTY, POSTGRESQL, SQLITE, Databases, stop_server

# A test is right or wrong, however busy the machine is: no deadlines.
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("untimed")

recorded_acts.watch()


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


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays: the collector need not go through all of it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The process that began the run ends the database server, before its temporary folder goes."""
    if not hasattr(session.config, "workerinput"):
        stop_server(session.config._tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Where fresh databases come from."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    own = tmp_path_factory.getbasetemp()
    made = Databases(own.parent if worker else own, worker or "main")
    yield made
    made.close()


@pytest.fixture
def engine_kind(request: pytest.FixtureRequest) -> str:
    """ "sqlite" or "postgresql"."""
    alone = POSTGRESQL if request.node.get_closest_marker("postgres") else SQLITE
    return str(getattr(request, "param", alone))


@pytest.fixture(scope="session")
def installations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this process's installations. They keep their addresses, so that applications can stay."""
    return tmp_path_factory.mktemp("installations")


@pytest.fixture(scope="session")
def applications(tmp_path_factory: pytest.TempPathFactory) -> Applications:
    """This process's applications."""
    return Applications(tmp_path_factory.mktemp("compiled"))


@pytest.fixture
def settings(databases: Databases, engine_kind: str, installations: Path) -> Iterator[Settings]:
    """Settings of an installation with an empty, migrated database."""
    with installed(databases, engine_kind, EMPTY, installations) as made:
        yield made


@pytest.fixture
def app(settings: Settings, applications: Applications) -> Iterator[Flask]:
    """The application on an empty database."""
    running = applications.app(settings)
    yield running
    applications.close(running)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without cookies."""
    return app.test_client()


@pytest.fixture
def session(settings: Settings, applications: Applications) -> Iterator[Session]:
    """A session of the test's own, without an application. Commit before the client asks for what it holds."""
    engine = applications.engine(settings)
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
    applications.close_engine(engine)


@pytest.fixture
def demo_settings(databases: Databases, engine_kind: str, installations: Path) -> Iterator[Settings]:
    """Settings of an installation with the demonstration; its accounts' password is `factories.PASSWORD`."""
    with installed(databases, engine_kind, DEMO, installations) as made:
        yield made


@pytest.fixture
def demo_app(demo_settings: Settings, applications: Applications) -> Iterator[Flask]:
    """The application with the demonstration."""
    running = applications.app(demo_settings)
    yield running
    applications.close(running)


@pytest.fixture
def demo_client(demo_app: Flask) -> FlaskClient:
    """A browser without cookies, on the demonstration."""
    return demo_app.test_client()


@pytest.fixture
def demo_session(demo_settings: Settings, applications: Applications) -> Iterator[Session]:
    """A session of the test's own, on the demonstration, without an application."""
    engine = applications.engine(demo_settings)
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
    applications.close_engine(engine)
