"""One DATA_DIR has one server: no second one, no restore beside it; it is free when the last process has ended."""

import fcntl
from pathlib import Path

import pytest

from showcase.installation import occupancy
from tools.server import serving


@pytest.mark.slow
def test_a_server_holds_its_data_until_its_last_process_ends(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    with serving(folder, DEMO="0", WEB_CONCURRENCY="1") as server:
        with pytest.raises(RuntimeError, match=r"Error: A server runs on DATA_DIR .*\n*$"):
            # Refused before the file is looked at.
            server.flask("restore", __file__, "--force")
        with pytest.raises(RuntimeError, match="Error: A server runs on DATA_DIR"):
            serving(folder, DEMO="0").__enter__()
        assert {path.stat().st_mode & 0o077 for path in (folder, *folder.rglob("*"))} == {0}
        server.process.kill()
        server.process.wait()
        with (folder / occupancy.FILE).open() as lock:
            # Waits for the last process to go, and would wait for ever if a name were held rather than a file.
            fcntl.flock(lock, fcntl.LOCK_EX)
