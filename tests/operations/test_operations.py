"""The operators' commands: import, posters, users, backup, restore, doctor, demo."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from PIL import Image
from sqlalchemy import func, select, text

from showcase.accounts.tables import Account
from showcase.config import Settings, SettingsError
from showcase.database import db, transaction
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import Phase
from showcase.innovators.actions import links, photos, profile
from showcase.innovators.tables import ProposedPhoto
from showcase.jury.tables import Assignment
from showcase.kernel.tables import BallotRecord
from showcase.printing import photo_sources
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from showcase.voting.tables import Ballot
from tests.factories import NOW, Cast, by, hall
from tests.printing.test_pictures import encoded
from tests.signing_in import sign_in

HEADER = "Nomor Stan;Kategori;Nama Inovasi;Instansi\n"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        ballots.cast(session, Act(made.exhibition.id, made.entry("skpd-1").id, "a" * 32, "k1", "0" * 32), now=NOW)
        return made


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=list(arguments))


def names(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {row.booth: row.name for row in db.session().scalars(select(Entry))}


def imported(app: Flask, tmp_path: Path, rows: str, *options: str) -> Result:
    file = tmp_path / "daftar.csv"
    file.write_bytes((HEADER + rows).encode("cp1252"))
    return run(app, "entries", "import", str(file), "--exhibition", "pameran", *options)


def test_import_creates_and_updates(app: Flask, cast: Cast, tmp_path: Path) -> None:
    done = imported(app, tmp_path, "C-01;skpd;Inovasi Café;Dinas X\n\nA-01;SKPD;Nama Baru;Dinas Y\n")
    assert done.exit_code == 0, done.output
    assert "1 created, 1 updated, 0 unchanged." in done.output
    assert names(app)["C-01"] == "Inovasi Café"
    assert names(app)["A-01"] == "Nama Baru"
    assert (
        "0 created, 0 updated, 2 unchanged."
        in imported(app, tmp_path, "C-01;skpd;Inovasi Café;Dinas X\n\nA-01;SKPD;Nama Baru;Dinas Y\n").output
    )


def test_import_is_all_or_nothing_and_names_the_rows(app: Flask, cast: Cast, tmp_path: Path) -> None:
    before = names(app)
    wrong = imported(app, tmp_path, "C-01;skpd;Baik;X\n\nC-02;none;Salah;X\nA-01;kecamatan;Pindah;X\nC-01;skpd;Dua;X\n")
    assert wrong.exit_code == 1
    lines = wrong.stderr.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["row 4", "row 5", "row 6"]
    assert names(app) == before
    moved = imported(app, tmp_path, "C-01;skpd;Baik;X\nA-01;kecamatan;Pindah;X\n")
    assert moved.exit_code == 1
    assert moved.stderr.startswith("row 3: category:")
    assert names(app) == before


def test_a_dry_run_stores_nothing(app: Flask, cast: Cast, tmp_path: Path) -> None:
    before = names(app)
    done = imported(app, tmp_path, "C-01;skpd;Baik;X\n", "--dry-run")
    assert done.exit_code == 0
    assert "1 created" in done.output
    assert names(app) == before


def test_import_is_refused_after_the_decision(app: Flask, cast: Cast, tmp_path: Path) -> None:
    with app.app_context(), transaction() as session:
        session.merge(cast.exhibition).phase = Phase.FINAL
    assert imported(app, tmp_path, "C-01;skpd;Baik;X\n").exit_code == 1


def test_what_is_no_workbook_is_told(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "buku.xlsx"
    file.write_bytes(b"PK\x03\x04 not a zip")
    refused = run(app, "entries", "import", str(file))
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: ")


def test_posters_codes_and_users(app: Flask, cast: Cast, tmp_path: Path) -> None:
    out = tmp_path / "poster.pdf"
    for size in ("a4", "a5", "a6", "tent"):
        assert run(app, "posters", "--exhibition", "pameran", "--out", str(out), "--size", size).exit_code == 0
    assert out.read_bytes().startswith(b"%PDF")
    codes = dict(line.split() for line in run(app, "entries", "codes").output.splitlines())
    assert codes == cast.codes
    made = run(app, "users", "create", "--role", "juror", "--username", "baru", "--name", "Juri Baru")
    assert "baru: one-time password " in made.output
    with app.app_context():
        juror = db.session().scalars(select(Account).where(Account.username == "baru")).one()
        mine = select(func.count()).select_from(Assignment).where(Assignment.juror_id == juror.id)
        assert db.session().scalar(mine) == 6
    assert run(app, "users", "create", "--role", "juror", "--username", "baru", "--name", "X").exit_code == 1


def test_backup_and_restore(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "cadangan.zip"
    assert run(app, "backup", str(file)).exit_code == 0
    with app.app_context(), transaction() as session:
        late = Act(cast.exhibition.id, cast.entry("skpd-2").id, "b" * 32, "k2", "1" * 32)
        ballots.cast(session, late, now=NOW)
    assert run(app, "restore", str(file)).exit_code == 1
    done = run(app, "restore", str(file), "--force", "--reason", "disk rusak")
    assert done.exit_code == 0, done.output
    with app.app_context():
        session = db.session()
        assert session.scalar(select(func.count(Ballot.id))) == 1
        assert [row.type for row in session.scalars(select(BallotRecord))] == ["VOTE", "RESTORE"]
        session.remove() if hasattr(session, "remove") else session.close()
    assert run(app, "doctor").exit_code == 0


def test_a_restore_signs_everybody_out(app: Flask, cast: Cast, tmp_path: Path) -> None:
    """Who was signed out since the backup stays so: the sessions in it are as they were then."""
    client, file = app.test_client(), tmp_path / "cadangan.zip"
    sign_in(client, "panitia")
    assert run(app, "backup", str(file)).exit_code == 0
    assert client.get("/organizer/people").status_code == 200
    assert run(app, "restore", str(file), "--force").exit_code == 0
    assert client.get("/organizer/people").status_code == 302


def test_a_backup_holds_the_pictures_that_wait(app: Flask, cast: Cast, tmp_path: Path) -> None:
    picture = photo_sources.received(encoded(Image.new("RGB", (60, 40), "teal")))
    with app.app_context(), transaction() as session:
        token = links.give(session, by("panitia", NOW), cast.exhibition.id, only="skpd-1")[0].token
        profile.add_photos(session, token, [picture], now=NOW)
    file = tmp_path / "cadangan.zip"
    assert run(app, "backup", str(file)).exit_code == 0
    with app.app_context(), transaction() as session:
        profile.take_back(session, token, now=NOW)
    assert run(app, "restore", str(file), "--force", "--reason", "disk rusak").exit_code == 0
    with app.app_context():
        (row,) = db.session().scalars(select(ProposedPhoto))
        assert photos.source(db.session(), cast.exhibition.id, "skpd-1", row.id) == picture.source
        db.session.remove()


def test_a_damaged_backup_is_refused(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "cadangan.zip"
    run(app, "backup", str(file))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    refused = run(app, "restore", str(file), "--force")
    assert refused.exit_code == 1
    with app.app_context():
        assert db.session().scalar(select(func.count(Ballot.id))) == 1


def test_the_doctor_finds_what_is_wrong(app: Flask, cast: Cast) -> None:
    assert run(app, "doctor").exit_code == 0
    with app.app_context(), transaction() as session:
        session.execute(text("UPDATE tally SET votes = 99"))
    sick = run(app, "doctor")
    assert sick.exit_code == 1
    assert "PROBLEM  counters equal the votes: skpd-1: counter 99, votes 1" in sick.output


@pytest.mark.slow
@pytest.mark.both_engines
def test_the_demonstration_is_loaded_once_and_votes_are_added(demo_app: Flask) -> None:
    assert run(demo_app, "demo").output == ""
    done = run(demo_app, "demo", "--votes", "20", "--seed", "7")
    assert done.exit_code == 0, done.output
    assert "20 simulated voters cast" in done.output
    assert run(demo_app, "doctor").exit_code == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "8000x"),
        ("HOST", "0.0.0.0"),  # noqa: S104
        ("SECRET_KEY", "kurang"),
        ("PUBLIC_BASE_URL", "inovasi.id"),
        ("DATABASE_URL", "mysql://x"),
        ("WEB_CONCURRENCY", "-1"),
        ("TRUSTED_PROXIES", "satu"),
        ("DEMO_PASSWORD", "pendek"),
    ],
)
def test_a_bad_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    named = "PUBLIC_BASE_URL" if name == "HOST" else name
    with pytest.raises(SettingsError, match=named):
        Settings.from_env({"DATA_DIR": str(tmp_path), name: value})


def test_the_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = Settings.from_env({"DATA_DIR": str(tmp_path)})
    assert Settings.from_env({"DATA_DIR": str(tmp_path)}).secret_key == first.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
