"""A command on a database that it can't work with says so in a sentence, and changes nothing."""

import errno
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from pysqlite3 import dbapi2
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from showcase.app import create_app
from showcase.database import db, transaction
from showcase.installation.troubles import meaning
from tests.databases import settings_for


def failure(original: Exception) -> DBAPIError:
    return DBAPIError("SELECT 1", None, original)


@pytest.mark.parametrize(
    ("original", "sentence"),
    [
        (dbapi2.OperationalError("attempt to write a readonly database"), "can't be written: its file or its folder"),
        (dbapi2.OperationalError("unable to open database file"), "can't be opened: DATA_DIR"),
        (dbapi2.DatabaseError("file is not a database"), "Restore a backup"),
        (dbapi2.OperationalError("database or disk is full"), "the disk is full"),
        (dbapi2.OperationalError("database is locked"), "is busy"),
        (dbapi2.OperationalError("no such table: exhibition"), "flask db upgrade"),
        (psycopg.errors.UndefinedTable("relation does not exist"), "flask db upgrade"),
        (psycopg.errors.ReadOnlySqlTransaction("in a read-only transaction"), "only reads"),
        (
            psycopg.OperationalError("connection refused\nIs the server running?"),
            "DATABASE_URL: .*: connection refused$",
        ),
        (psycopg.errors.InsufficientPrivilege("permission denied"), "The database refused: permission denied"),
        (psycopg.OperationalError(), "DATABASE_URL: the PostgreSQL server can't be used: OperationalError"),
    ],
)
def test_what_the_driver_says_becomes_a_sentence(original: Exception, sentence: str) -> None:
    with pytest.raises(AssertionError, match=sentence):
        raise AssertionError(meaning(failure(original)))


def refused(app: Flask, *arguments: str) -> str:
    done = app.test_cli_runner().invoke(args=list(arguments))
    assert done.exit_code == 1
    assert not done.stdout
    return done.stderr


def test_a_newer_database_is_left_alone(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for arguments in (
        ["results", "show"],
        ["demo"],
        ["users", "create", "--role", "desk", "--username", "a", "--name", "A"],
    ):
        assert "made by a newer version of Showcase (its tables are at 9999" in refused(app, *arguments)
    with app.app_context():
        assert db.session().scalar(text("SELECT count(*) FROM account")) == 0


def test_an_empty_database_is_not_filled_unasked(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path))
    assert "Run `.venv/bin/flask db upgrade` first" in refused(app, "results", "show")
    # Help and wrong options need no database.
    assert app.test_cli_runner().invoke(args=["users", "create", "--help"]).exit_code == 0
    assert app.test_cli_runner().invoke(args=["users", "create", "--role", "king"]).exit_code == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [["results", "show"], ["users", "create", "--role", "juror", "--username", "u", "--name", "n"], ["demo"]],
)
def test_an_unreachable_server_is_told(tmp_path: Path, arguments: list[str]) -> None:
    app = create_app(settings_for(tmp_path, "postgresql://name:secret@127.0.0.1:1/showcase"))
    said = refused(app, *arguments)
    assert said.startswith("Error: DATABASE_URL: the PostgreSQL server can't be used: ")
    assert "secret" not in said


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "showcase.sqlite3").write_text("this is a letter, not a database" * 100)
    assert "is no database" in refused(create_app(settings_for(tmp_path)), "results", "show")


def test_a_file_that_can_not_be_written_is_named(app: Flask, tmp_path: Path) -> None:
    said = refused(app, "backup", str(tmp_path / "missing" / "copy.zip"))
    assert "missing" in said
    assert errno.errorcode[errno.ENOENT] not in said
