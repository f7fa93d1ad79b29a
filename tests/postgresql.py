"""A private PostgreSQL server for one test run, from the installed server's programs.

It has no port: it is reached through a socket in its own folder. The run that started it stops it; one whose run was
killed is stopped by the next run.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

PREFIX = "showcase-pg-"
TIMEOUT = 60
# Nothing of it has to survive, and nobody tidies up behind a test: its rows lie in the order in which they came.
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off", "jit=off")


def programs() -> Path | None:
    """Where the newest installed server's programs are."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def start(programs: Path, owner: int) -> Path:
    """Start a server that does not wait for the disk; answers its folder. `owner`: the run's process id."""
    _stop_abandoned(programs)
    # Not in pytest's folder: the server's own account could not enter that.
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    (folder / "owner").write_text(str(owner))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    settings = ("listen_addresses=", "max_connections=200", *QUICK)
    options = " ".join([f"-k {folder}", *(f"-c {setting}" for setting in settings)])
    init = ["-U", "showcase", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    _run(programs / "initdb", folder, *init)
    _run(programs / "pg_ctl", folder, "start", "-l", str(folder / "log"), "-o", options, "--wait", "--silent")
    return folder


def stop(programs: Path, folder: Path) -> None:
    """Stop the server of this folder (by the process id that stands in it) and remove the folder."""
    _run(programs / "pg_ctl", folder, "stop", "-m", "immediate", "--silent", check=False)
    shutil.rmtree(folder, ignore_errors=True)


def _stop_abandoned(programs: Path) -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if os.access(folder, os.R_OK | os.X_OK) and (folder / "owner").exists():
            owner = int((folder / "owner").read_text() or 0)
            try:
                os.kill(owner, 0)
            except ProcessLookupError:
                stop(programs, folder)


def _run(program: Path, folder: Path, *arguments: str, check: bool = True) -> None:
    # PostgreSQL refuses to run as root.
    account: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
    command = [str(program), "-D", str(folder / "data"), *arguments]
    subprocess.run(command, check=check, cwd=folder, timeout=TIMEOUT, stdout=subprocess.DEVNULL, **account)
