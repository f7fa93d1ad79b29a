"""Queues for costly work: full is told at once, in all processes, and a killed one gives its turn back."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from showcase.kernel import passwords, work_queues
from showcase.kernel.work_queues import BusyError, WorkQueue

HOLDER = """
import sys
from pathlib import Path
from showcase.kernel import work_queues
from showcase.kernel.work_queues import WorkQueue
work_queues.keep_in(Path(sys.argv[1]))
with WorkQueue("tests", working=1, waiting=0).turn():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    before = list(work_queues._folder)
    work_queues.keep_in(tmp_path / "queues")
    yield tmp_path / "queues"
    work_queues._folder[:] = before


def test_a_full_queue_says_no_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: pytest.fail("it waited"))
    one, two = WorkQueue("tests", working=1, waiting=1), WorkQueue("tests", working=1, waiting=1)
    with one.place(), two.place(), pytest.raises(BusyError), WorkQueue("tests", working=1, waiting=1).turn():
        pytest.fail("there was no place")
    with WorkQueue("tests", working=1, waiting=1).turn():
        pass


def test_who_has_a_place_waits_for_the_turn_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = WorkQueue("tests", working=1, waiting=1), WorkQueue("tests", working=1, waiting=1)
    holding = first.turn()
    holding.__enter__()
    monkeypatch.setattr("time.sleep", lambda seconds: holding.__exit__(None, None, None))
    with second.turn():
        assert second.is_entered
    monkeypatch.setattr(work_queues, "WAIT_SECONDS", 0)
    with first.turn(), pytest.raises(BusyError), second.turn():
        pytest.fail("two had the only turn")


def test_a_turn_within_a_turn_is_the_same_one() -> None:
    queue = WorkQueue("tests", working=1, waiting=0)
    with queue.place(), queue.turn(), queue.turn(), queue.place():
        assert queue.is_entered
    assert not queue.is_entered


def test_kinds_of_work_do_not_wait_for_one_another() -> None:
    with work_queues.STRANGERS.turn(), work_queues.STAFF.turn(), work_queues.TICKETS.turn(), work_queues.TABLES.turn():
        pass


def test_other_processes_count_and_a_killed_one_gives_its_turn_back(folder: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        queue = WorkQueue("tests", working=1, waiting=0)
        with pytest.raises(BusyError), queue.turn():
            pytest.fail("another process had it")
        other.send_signal(signal.SIGKILL)
        other.wait()
        with queue.turn():
            pass


def test_a_place_belongs_to_the_request_that_took_it() -> None:
    queue, seen = WorkQueue("tests", working=1, waiting=0), []
    with queue.turn():
        other = threading.Thread(target=lambda: seen.append(queue.is_entered))
        other.start()
        other.join()
    assert seen == [False]


def test_a_password_is_hashed_in_the_turn_of_the_queue_that_was_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = passwords.hashed("benar-sekali")
    monkeypatch.setattr(work_queues, "WAIT_SECONDS", 0)
    other = WorkQueue("strangers", working=1, waiting=3)
    with other.turn():
        assert passwords.matches("benar-sekali", kept)
        with work_queues.STAFF.place():
            assert passwords.matches("benar-sekali", kept)
        with work_queues.STRANGERS.place(), pytest.raises(BusyError):
            passwords.matches("benar-sekali", kept)
