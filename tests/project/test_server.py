"""The product starts as its users start it, on an empty folder, and every worker answers."""

import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tools.server import serving


@pytest.mark.slow
def test_a_new_installation_starts_with_the_demonstration(tmp_path: Path) -> None:
    with serving(tmp_path / "data", WEB_CONCURRENCY="2", DEMO_PASSWORD="only-for-this-test") as server:

        def health(_: int) -> bytes:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=10) as answer:
                return bytes(answer.read().strip())

        # Workers are forked: a lock that a thread held at that moment would stop one of them for ever.
        with ThreadPoolExecutor(32) as phones:
            assert set(phones.map(health, range(64))) == {b"ok"}
        assert "organizer panitia" in "".join(server.said)
        assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_bad_setting_stops_the_start_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="WEB_CONCURRENCY must be a whole number"):
        serving(tmp_path, WEB_CONCURRENCY="many").__enter__()
