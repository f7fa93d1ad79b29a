"""`flask jurors import`, and the templates that the commands write."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from showcase.accounts.tables import Account
from showcase.database import db, transaction
from showcase.jury.tables import Assignment
from tests.factories import Cast, hall


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=[*arguments, "--exhibition", "pameran"])


def people(app: Flask) -> int:
    with app.app_context():
        return db.session().scalar(select(func.count()).select_from(Account)) or 0


def test_jurors_are_imported_with_their_categories(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "juri.csv"
    file.write_text("Nama;Kategori;Warna\nSiti Aminah;skpd\nJuri1;kecamatan\n", encoding="utf-16")
    before = people(app)
    dry = run(app, "jurors", "import", str(file), "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert "1 created, 1 updated, 0 unchanged." in dry.output
    assert people(app) == before
    done = run(app, "jurors", "import", str(file))
    assert done.exit_code == 0, done.output
    assert done.stderr == "unknown column, not looked at: Warna\n"
    assert people(app) == before + 1
    with app.app_context():
        mine = select(func.count()).select_from(Assignment).join(Account, Account.id == Assignment.juror_id)
        assert db.session().scalar(mine.where(Account.username == "siti.aminah")) == 3
        assert db.session().scalar(mine.where(Account.username == "juri1")) == 3


def test_wrong_jurors_are_told_by_row_and_nothing_is_stored(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "juri.csv"
    file.write_text("nama,username,kategori\nBudi,,skpd\n\n,x y,desa\nKetua,panitia,\n")
    before = people(app)
    wrong = run(app, "jurors", "import", str(file))
    assert wrong.exit_code == 1
    assert wrong.stderr.splitlines() == [
        "row 4: name: this cell is empty.",
        'row 4: username: "x y" is no user name; use lower-case letters, digits, dots and hyphens.',
        'row 4: categories: "desa" is no category; there are: Skpd, Kecamatan.',
        "row 5: username: panitia is the user name of staff, not of a juror.",
    ]
    assert people(app) == before


@pytest.mark.parametrize(
    ("group", "head"), [("entries", "nomor stan*"), ("jurors", "nama*"), ("criteria", "kategori*")]
)
def test_a_template_is_written(app: Flask, cast: Cast, tmp_path: Path, group: str, head: str) -> None:
    file = tmp_path / "templat.xlsx"
    assert run(app, group, "template", str(file)).exit_code == 0
    assert openpyxl.load_workbook(file).worksheets[0]["A1"].value == head
    refused = run(app, group, "import", str(file))
    assert refused.exit_code == 1
    assert "no row below its headers" in refused.stderr
