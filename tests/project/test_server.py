"""The product starts as its users start it, on an empty folder, and every worker answers."""

import os
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from showcase.operations.cli.workers import threads
from tests.processes import assert_they_end, below
from tools.server import ROOT, Server, serving


def second_server(first: Server, folder: Path) -> "subprocess.CompletedProcess[str]":
    """What becomes of another server on the same port, with data of its own."""
    environment = {**os.environ, "PORT": str(first.port), "HOST": "0.0.0.0", "DATA_DIR": str(folder)}  # noqa: S104
    environment["PUBLIC_BASE_URL"] = first.url
    command = [sys.executable, "-m", "flask", "serve"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=600)


@pytest.mark.slow
def test_a_new_installation_starts_with_the_demonstration(tmp_path: Path) -> None:
    with serving(tmp_path / "data", WEB_CONCURRENCY="2", DEMO_PASSWORD="only-for-this-test") as server:

        def health(_: int) -> bytes:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=60) as answer:
                return bytes(answer.read().strip())

        # Workers are forked: a lock that a thread held at that moment would stop one of them for ever.
        with ThreadPoolExecutor(32) as phones:
            assert set(phones.map(health, range(64))) == {b"ok"}
        assert "organizer panitia" in "".join(server.said)
        assert "WARNING" not in "".join(server.said)
        assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600
        second = second_server(server, tmp_path / "other")
        assert second.returncode == 1
        assert second.stderr.startswith(f"Error: PORT {server.port} on 0.0.0.0 is taken by another program")
        assert not (tmp_path / "other" / "showcase.sqlite3").exists()
        # A command that is killed can't tell its server: the kernel does.
        assert_they_end([server.process.pid, *below(server.process.pid)], server.process.kill)


def test_a_bad_setting_stops_the_start_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"start:\nError: WEB_CONCURRENCY must be a whole number.*\n$"):
        serving(tmp_path, WEB_CONCURRENCY="many").__enter__()


def test_no_more_threads_than_the_server_finds_sensible() -> None:
    assert [threads(cores) for cores in (1, 2, 3, 4, 64)] == [3, 5, 7, 8, 8]
