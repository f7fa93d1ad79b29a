"""The lock on DATA_DIR: one holder, let go by itself when its last process ends, and a sentence where there is none."""

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from showcase.installation import occupancy, preparing
from showcase.installation.occupancy import LockUnavailableError, OccupiedError
from tests.databases import settings_for


def test_a_database_elsewhere_is_taken_with_its_folder(tmp_path: Path) -> None:
    """Two DATA_DIRs that lead to one database: the second server, or a restore, stops all the same."""
    address = f"sqlite:///{tmp_path / 'shared' / 'showcase.sqlite3'}"
    (tmp_path / "shared").mkdir()
    before = os.umask(0o022)
    first, second = (settings_for(tmp_path / name, address) for name in ("a", "b"))
    _, handles = preparing.opened(first)
    try:
        with pytest.raises(OccupiedError):
            preparing.opened(second)
        with pytest.raises(OccupiedError), preparing.closed(second):
            pass
    finally:
        os.umask(before)
        for handle in handles:
            os.close(handle)


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    with occupancy.held([tmp_path]):
        with pytest.raises(OccupiedError, match="Stop it first"), occupancy.held([tmp_path]):
            pass
        assert (tmp_path / occupancy.FILE).stat().st_mode & 0o777 == 0o600
    with occupancy.held([tmp_path]):
        pass


def test_a_process_that_outlives_its_server_still_holds_it_and_a_killed_one_leaves_nothing(tmp_path: Path) -> None:
    handle = occupancy.take(tmp_path)
    worker = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=(handle,))
    os.close(handle)
    with pytest.raises(OccupiedError):
        occupancy.take(tmp_path)
    worker.kill()
    worker.communicate()
    os.close(occupancy.take(tmp_path))


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOLCK, "without locks"), (errno.EOPNOTSUPP, "local disk"), (errno.EIO, "flock")]
)
def test_a_file_system_without_locks_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def refuse(handle: int, how: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(LockUnavailableError, match=said):
        occupancy.take(tmp_path)


def test_a_folder_that_takes_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LockUnavailableError, match=r"DATA_DIR .* can't be written"):
        occupancy.take(tmp_path / "gone")


def test_nobody_writes_while_files_are_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "showcase.sqlite3"
    monkeypatch.setattr(occupancy, "TURN_SECONDS", 0)
    with (tmp_path / "showcase.sqlite3.turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        with pytest.raises(OccupiedError, match="wait until it is done"), occupancy.no_writer(database):
            pass
    with occupancy.no_writer(database):
        pass
