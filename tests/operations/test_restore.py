"""`flask backup` and `flask restore`: the installation with its key, whole or not at all, never beside a server."""

import json
import re
import shutil
import zipfile
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import Result
from flask import Flask
from pysqlite3 import dbapi2
from sqlalchemy import func, select

from showcase.app import create_app
from showcase.config import Settings
from showcase.database import db, transaction
from showcase.installation import identity, occupancy
from showcase.kernel.tables import BallotRecord
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from showcase.voting.tables import Ballot
from tests.databases import EMPTY, SQLITE, Databases
from tests.factories import NOW, Cast, hall

KEY = "k" * 64


def installation(databases: Databases, folder: Path) -> Settings:
    """An installation whose key is a file, as when nobody sets SECRET_KEY."""
    with databases.fresh(SQLITE, EMPTY, folder):
        (folder / "secret_key").write_text(KEY + "\n")
    return on(folder)


def on(folder: Path, **more: str) -> Settings:
    return Settings.from_env({"DATA_DIR": str(folder), "PUBLIC_BASE_URL": "http://localhost", **more})


@pytest.fixture
def here(databases: Databases, tmp_path: Path) -> Flask:
    """An installation with one vote, whose server was started once."""
    app = create_app(installation(databases, tmp_path / "here"))
    with app.app_context(), transaction() as session:
        identity.settle(session, KEY)
        made = hall(session)
        app.extensions["cast"] = made
        vote(session, made, "1")
    return app


def vote(session: object, made: Cast, which: str) -> None:
    act = Act(made.exhibition.id, made.entry("skpd-1").id, which * 32, f"k{which}", which * 32)
    ballots.cast(session, act, now=NOW)  # type: ignore[arg-type]  # a session


def run(app: Flask, *arguments: str) -> Result:
    done = app.test_cli_runner().invoke(args=list(arguments))
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return done


def folder_of(app: Flask) -> Path:
    folder: Path = app.extensions["settings"].data_dir
    return folder


def votes(path: Path) -> int:
    with closing(dbapi2.connect(str(path))) as database:
        return int(database.execute("SELECT count(*) FROM ballot").fetchone()[0])


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.before-restore-*"))


def state(folder: Path) -> dict[str, bytes]:
    """Every file but the locks and the database's shared memory."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".lock", ".turn"})
    return {str(path.relative_to(folder)): path.read_bytes() for path in files if not path.name.endswith("-shm")}


def test_a_restore_beside_a_server_is_refused_with_force_too(here: Flask, tmp_path: Path) -> None:
    file, folder = tmp_path / "cadangan.zip", folder_of(here)
    with occupancy.held([folder]):
        assert run(here, "backup", str(file)).exit_code == 0, "a backup is made while the server runs"
        stood = state(folder)
        for more in ([], ["--force"]):
            refused = run(here, "restore", str(file), *more)
            assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
            assert refused.stderr.startswith("Error: A server runs on DATA_DIR")
    assert state(folder) == stood
    assert file.stat().st_mode & 0o777 == 0o600


def test_two_restores_keep_both_days(here: Flask, tmp_path: Path) -> None:
    """The votes of a server that was killed stand in the log still: they belong to what is kept."""
    file, folder = tmp_path / "cadangan.zip", folder_of(here)
    assert run(here, "backup", str(file)).exit_code == 0
    with here.app_context(), transaction() as session:
        vote(session, here.extensions["cast"], "2")
    shutil.copytree(folder, tmp_path / "killed")
    assert (tmp_path / "killed" / "showcase.sqlite3-wal").stat().st_size > 0
    with here.app_context():
        db.engine.dispose()
    there = create_app(on(tmp_path / "killed"))
    for _ in range(2):
        done = run(there, "restore", str(file), "--force", "--reason", "disk rusak")
        assert done.exit_code == 0, done.output
    databases = [name for name in kept(folder_of(there)) if re.fullmatch(r"showcase\.sqlite3\.\S+Z(-2)?", name)]
    assert [votes(folder_of(there) / name) for name in databases] == [2, 1]
    assert len([name for name in kept(folder_of(there)) if name.startswith("media.")]) == len(databases) - 1
    assert not list(folder_of(there).glob("restor*")), "nothing half-done is left"
    assert {path.stat().st_mode & 0o077 for path in folder_of(there).rglob("*")} == {0}
    with there.app_context():
        assert db.session().scalar(select(func.count(Ballot.id))) == 1
        lines = list(db.session().scalars(select(BallotRecord).order_by(BallotRecord.seq)))
        assert [line.type for line in lines] == ["VOTE", "RESTORE"]
        db.session.remove()


@pytest.mark.slow
def test_another_machine_takes_over_the_identity(here: Flask, tmp_path: Path) -> None:
    file = tmp_path / "cadangan.zip"
    assert run(here, "backup", str(file)).exit_code == 0
    there = on(tmp_path / "there")
    assert there.secret_key != KEY
    assert run(create_app(there), "restore", str(file)).exit_code == 0
    assert on(tmp_path / "there").secret_key == KEY
    assert run(create_app(on(tmp_path / "there")), "doctor").exit_code == 0
    other = create_app(on(tmp_path / "there", SECRET_KEY="x" * 40))
    stood = state(tmp_path / "there")
    refused = run(other, "restore", str(file), "--force")
    assert refused.exit_code == 1
    assert "Unset SECRET_KEY" in refused.stderr
    assert state(tmp_path / "there") == stood


@pytest.mark.slow
def test_a_key_is_never_made_beside_a_database(here: Flask, tmp_path: Path) -> None:
    file, folder = tmp_path / "cadangan.zip", folder_of(here)
    assert run(here, "backup", str(file)).exit_code == 0
    (folder / "secret_key").unlink()
    for text in ("", "cut short"):
        app = create_app(on(folder))
        assert on(folder).secret_key == ""
        (folder / "secret_key").write_text(text)
    assert app.test_client().get("/").status_code == 503, "nothing is signed with another key"
    for told in ("no secret key", "not the one"):
        sick = run(app, "doctor")
        assert (sick.exit_code, told in sick.stdout) == (1, True)
        assert run(app, "backup", str(tmp_path / "tanpa.zip")).exit_code == 1
        assert not (tmp_path / "tanpa.zip").exists()
        (folder / "secret_key").write_text("y" * 64)
        app = create_app(on(folder))
    assert run(app, "restore", str(file), "--force").exit_code == 0
    assert on(folder).secret_key == KEY


def test_a_backup_without_a_key_says_what_follows(here: Flask, tmp_path: Path) -> None:
    """As versions before this one made them."""
    file, old = tmp_path / "cadangan.zip", tmp_path / "lama.zip"
    assert run(here, "backup", str(file)).exit_code == 0
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(old, "w") as target:
        manifest = json.loads(source.read("manifest.json"))
        manifest["format"] = "showcase-backup/1"
        del manifest["sha256"]["secret_key"]
        target.writestr("manifest.json", json.dumps(manifest))
        target.writestr("database.sqlite3", source.read("database.sqlite3"))
    there = create_app(on(tmp_path / "there"))
    refused = run(there, "restore", str(old))
    assert (refused.exit_code, "every phone can vote again" in refused.stderr) == (1, True)
    done = run(there, "restore", str(old), "--force")
    assert (done.exit_code, "Mind the key" in done.stdout) == (0, True)


@pytest.mark.parametrize("damage", ["header", "page"])
def test_a_damaged_database_makes_no_backup(here: Flask, tmp_path: Path, damage: str) -> None:
    file, folder = tmp_path / "cadangan.zip", folder_of(here)
    assert run(here, "backup", str(file)).exit_code == 0
    good = file.read_bytes()
    with (folder / "showcase.sqlite3").open("r+b") as database:
        database.seek(0 if damage == "header" else 8 * 4096)
        database.write(b"\x55" * (100 if damage == "header" else 40 * 4096))
    refused = run(here, "backup", str(file))
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
    assert refused.stderr.startswith("Error: The database is damaged")
    assert file.read_bytes() == good
    assert run(here, "restore", str(file), "--force").exit_code == 0
    assert votes(folder / "showcase.sqlite3") == 1


def test_a_disk_that_is_nearly_full_changes_nothing(
    here: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, folder = tmp_path / "cadangan.zip", folder_of(here)
    assert run(here, "backup", str(file)).exit_code == 0
    stood = state(folder)
    usage = SimpleNamespace(free=1024 * 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    for command in (["restore", str(file), "--force"], ["backup", str(tmp_path / "lain.zip")]):
        refused = run(here, *command)
        assert (refused.exit_code, "not enough room" in refused.stderr) == (1, True)
    assert state(folder) == stood
    assert not (tmp_path / "lain.zip").exists()
    own = run(here, "backup", str(folder / "secret_key"))
    assert (own.exit_code, "is no backup" in own.stderr) == (1, True)
    assert on(folder).secret_key == KEY


def test_another_key_is_taken_on_purpose_only(here: Flask) -> None:
    folder = folder_of(here)
    assert run(here, "key", "replace", "--reason", " ").exit_code == 2
    assert on(folder).secret_key == KEY
    with occupancy.held([folder]):
        assert run(here, "key", "replace", "--reason", "bocor").exit_code == 1
    done = run(here, "key", "replace", "--reason", "bocor")
    assert done.exit_code == 0, done.output
    new = on(folder)
    assert new.secret_key != KEY
    assert [path.read_text().strip() for path in folder.glob("secret_key.before-replace-*")] == [KEY]
    assert run(create_app(new), "doctor").exit_code == 0


@pytest.mark.postgres
def test_postgresql_keeps_to_its_own_tools(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "cadangan.zip"
    refused = run(app, "backup", str(file))
    assert (refused.exit_code, "pg_dump" in refused.stderr, file.exists()) == (1, True, False)
    file.touch()
    refused = run(app, "restore", str(file), "--force")
    assert (refused.exit_code, "pg_restore" in refused.stderr) == (1, True)


def test_the_doctor_tells_of_a_restore_that_stopped_in_the_middle(here: Flask) -> None:
    (folder_of(here) / "restore-under-way.json").write_text('{"stamp": "x", "steps": []}')
    assert "a restore stopped in the middle" in run(here, "doctor").stdout
    assert run(here, "key", "replace", "--reason", "bocor").exit_code == 0
    assert "a restore stopped in the middle" not in run(here, "doctor").stdout
