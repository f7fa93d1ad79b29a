"""Databases for tests: made once, migrated, and copied for each test.

SQLite is copied as a file. PostgreSQL is copied by `CREATE DATABASE ... TEMPLATE`, once for each test process, and
rewound after each test. PostgreSQL is the server that TEST_DATABASE_URL names (the account must be a superuser), else a
private one started from the installed server's binaries, shared by all test processes, reached through a socket in its
own folder, and stopped at the end.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy.engine import make_url

from showcase.app import create_app
from showcase.config import Settings
from showcase.database import db, transaction
from showcase.operations.actions import demo
from tests import postgresql
from tests.factories import NOW, PASSWORD
from tests.rewinding import Contents, contents, rewind

SQLITE, POSTGRESQL = "sqlite", "postgresql"
EMPTY, DEMO = "empty", "demo"
SECRET_KEY = "not-a-secret-only-for-tests-0123456789"  # noqa: S105


class Databases:
    """Hands out fresh databases. `shared` is a folder that all test processes of this run see."""

    def __init__(self, shared: Path, worker: str) -> None:
        self.shared = shared
        self.worker = worker
        self.made = 0
        self.unused: dict[str, list[str]] = {EMPTY: [], DEMO: []}
        self.contents: dict[str, Contents] = {}

    @contextmanager
    def fresh(self, engine: str, content: str, data_dir: Path) -> Iterator[Settings]:
        """Settings for a new database with this content ("empty" or "demo"), its files in `data_dir`."""
        template = self._template(engine, content)
        shutil.copytree(template, data_dir, copy_function=_copy, dirs_exist_ok=True)
        if engine == SQLITE:
            yield settings_for(data_dir)
            return
        name = self.unused[content].pop() if self.unused[content] else self._created(content)
        try:
            yield settings_for(data_dir, database_url(server_url(self.shared), name))
        finally:
            self._take_back(content, name)

    def close(self) -> None:
        """Drop what is kept for the next test; the private server goes as a whole."""
        if not os.environ.get("TEST_DATABASE_URL"):
            return
        for names in self.unused.values():
            for name in names:
                drop_database(server_url(self.shared), name)
            names.clear()

    def _created(self, content: str) -> str:
        self.made += 1
        # The folder's name tells runs apart on a server that several of them use.
        name = f"showcase_{self.shared.name}_{self.worker}_{self.made}".replace("-", "_").lower()
        server = server_url(self.shared)
        create_database(server, name, template=_template_name(self.shared, content))
        if content not in self.contents:
            self.contents[content] = contents(database_url(server, name))
        return name

    def _take_back(self, content: str, name: str) -> None:
        server = server_url(self.shared)
        if rewind(database_url(server, name), self.contents[content]):
            self.unused[content].append(name)
        else:
            drop_database(server, name)

    def _template(self, engine: str, content: str) -> Path:
        folder = self.shared / f"template-{engine}-{content}"
        with locked(self.shared):
            if not folder.exists():
                making = folder.with_suffix(".making")
                shutil.rmtree(making, ignore_errors=True)
                address = None
                if engine == POSTGRESQL:
                    server = server_url(self.shared)
                    name = _template_name(self.shared, content)
                    drop_database(server, name)
                    create_database(server, name)
                    address = database_url(server, name)
                make(settings_for(making, address), content)
                making.rename(folder)
        return folder


def settings_for(data_dir: Path, address: str | None = None, **more: str) -> Settings:
    """Settings as the environment would give them."""
    environment = {"DATA_DIR": str(data_dir), "SECRET_KEY": SECRET_KEY, "WEB_CONCURRENCY": "1", **more}
    environment.setdefault("PUBLIC_BASE_URL", "http://localhost")
    environment.setdefault("DEMO_PASSWORD", PASSWORD)
    if address is not None:
        environment["DATABASE_URL"] = address
    return Settings.from_env(environment)


def make(settings: Settings, content: str) -> None:
    """Migrate the database; with content "demo", load the demonstration."""
    app = create_app(settings)
    with app.app_context():
        upgrade()
        if content == DEMO:
            with transaction() as session:
                demo.load(session, media=settings.data_dir / "media", password=PASSWORD, now=NOW)
        db.session.remove()
        db.engine.dispose()


def _copy(source: str, target: str) -> None:
    """The database is copied; pictures, which nobody changes in place, are linked."""
    if Path(source).suffix in {".jpg", ".webp", ".png"}:
        os.link(source, target)
    else:
        shutil.copyfile(source, target)


def _template_name(shared: Path, content: str) -> str:
    return f"showcase_{shared.name}_template_{content}".replace("-", "_").lower()


@contextmanager
def locked(shared: Path) -> Iterator[None]:
    """One test process at a time."""
    with (shared / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def server_url(shared: Path) -> str:
    """The PostgreSQL server; the private one is started when it is first asked for (inside the lock)."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return given
    state = shared / "postgresql.json"
    if not state.exists():
        programs = postgresql.programs()
        if programs is None:
            reason = "no PostgreSQL server is installed and TEST_DATABASE_URL is not set"
            pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
        owner = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
        folder = postgresql.start(programs, owner)
        state.write_text(json.dumps({"folder": str(folder), "programs": str(programs)}))
    folder = json.loads(state.read_text())["folder"]
    return f"postgresql://showcase@/postgres?host={folder}"


def stop_server(shared: Path) -> None:
    """Stop the private server, or drop our templates from the given one."""
    for content in (EMPTY, DEMO):
        if os.environ.get("TEST_DATABASE_URL") and (shared / f"template-{POSTGRESQL}-{content}").exists():
            drop_database(server_url(shared), _template_name(shared, content))
    state = shared / "postgresql.json"
    if state.exists():
        kept = json.loads(state.read_text())
        postgresql.stop(Path(kept["programs"]), Path(kept["folder"]))
        state.unlink()


def database_url(server: str, name: str) -> str:
    """The address of a database on the server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def create_database(server: str, name: str, template: str | None = None) -> None:
    """Create a database, empty or as a copy."""
    command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template:
        command += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    _execute(server, command)


def drop_database(server: str, name: str) -> None:
    """Drop a database whoever is still connected."""
    _execute(server, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _execute(server: str, command: sql.Composed) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(command)
