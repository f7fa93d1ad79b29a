"""Tables between preview and storing: whose they are, how long, and what is left of them."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from showcase.importing.actions import uploads
from showcase.importing.actions.uploads import Progress, Upload, UploadGoneError
from showcase.importing.rules.kinds import Kind

TABLE = Upload(7, "pameran", Kind.ENTRIES, "daftar.xlsx", ["booth"], [(2, ["A-01"]), (4, ["ß\n\u2028"])])
NOW = datetime.now(UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "uploads"


@pytest.fixture
def token(folder: Path) -> str:
    return uploads.keep(folder, TABLE, now=NOW)


def look(folder: Path, token: str, owner: int = 7, exhibition: str = "pameran", now: datetime = NOW) -> Upload:
    return uploads.look(folder, token, owner=owner, exhibition=exhibition, now=now)


def test_a_table_comes_back_as_it_was(folder: Path, token: str) -> None:
    assert look(folder, token) == TABLE


def test_nobody_else_on_the_machine_can_read_it(folder: Path, token: str) -> None:
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("who", [{"owner": 8}, {"exhibition": "lain"}, {"now": NOW + timedelta(hours=3)}])
def test_it_is_its_owners_and_exhibitions_for_an_hour(folder: Path, token: str, who: dict[str, object]) -> None:
    with pytest.raises(UploadGoneError):
        look(folder, token, **who)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["", "../../etc/passwd", "a" * 32, "a/b" * 10, "%2e%2e" * 6])
def test_another_token_gives_nothing(folder: Path, token: str, wrong: str) -> None:
    with pytest.raises(UploadGoneError):
        look(folder, wrong)


def test_it_is_gone_after_storing(folder: Path, token: str) -> None:
    with uploads.claimed(folder, token, owner=7, exhibition="pameran", now=NOW) as table:
        uploads.tell(folder, token, 1, 2)
        assert table == TABLE
        assert uploads.progress(folder, token) == Progress(1, 2)
        # Whoever presses the button a second time finds it taken.
        with pytest.raises(UploadGoneError):
            look(folder, token)
    assert uploads.progress(folder, token) is None
    assert not list(folder.iterdir())


def test_it_is_there_again_when_storing_failed(folder: Path, token: str) -> None:
    claim = uploads.claimed(folder, token, owner=7, exhibition="pameran", now=NOW)
    claim.__enter__()
    assert uploads.progress(folder, token) == Progress(0, 0)
    failure = ZeroDivisionError()
    assert not claim.__exit__(ZeroDivisionError, failure, None)
    assert look(folder, token) == TABLE


def test_old_tables_are_swept_away_by_the_next(folder: Path, token: str) -> None:
    (file,) = folder.iterdir()
    os.utime(file, (0, 0))
    fresh = uploads.keep(folder, TABLE, now=NOW)
    assert [path.stem for path in folder.iterdir()] == [fresh]


def test_a_table_is_thrown_away_by_its_owner_only(folder: Path, token: str) -> None:
    uploads.forget(folder, token, owner=8, exhibition="pameran", now=NOW)
    assert look(folder, token) == TABLE
    uploads.forget(folder, token, owner=7, exhibition="pameran", now=NOW)
    assert not list(folder.iterdir())
