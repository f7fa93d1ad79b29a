"""Setting up: what is missing is named, and a half-made environment is made anew.

The programs that would change a machine (`python3`, `pip`, `apt-get`) are stand-ins that note what they are asked.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Answers what the scripts ask of a Python, and makes an environment whose Python is itself.
PYTHON = """#!/bin/sh
case "$*" in
    *version_info*'<'*) exit 0 ;;
    *version_info*) echo "${PYTHON_VERSION:-3.11}" ;;
    *ensurepip*) [ "${VENV_MODULE:-there}" = there ] ;;
    *'-m venv'*) echo made >>log; mkdir -p .venv/bin .venv/lib/python3.11/site-packages/pip; cp "$0" .venv/bin/python ;;
    *'-m pip'*) echo "pip $*" >>log; echo "${PIP_SAYS:-}" >&2; [ -z "${PIP_SAYS:-}" ] ;;
    *'-m playwright'*) [ -e libatomic1 ] ;;
esac
"""
APT = """#!/bin/sh
case "$*" in *libatomic1*) touch libatomic1 ;; esac
"""


class Folder:
    """A clone with the scripts in it and stand-ins before the machine's own programs."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "tools").mkdir()
        for script in ("environment", "install-packages"):
            shutil.copy(ROOT / "tools" / script, path / "tools" / script)
        (path / "bin").mkdir()
        self.add("python3", PYTHON)
        self.add("apt-get", APT)
        self.add("id", "#!/bin/sh\necho 0\n")

    def add(self, name: str, content: str) -> None:
        """A stand-in."""
        (self.path / "bin" / name).write_text(content)
        (self.path / "bin" / name).chmod(0o755)

    def run(self, *command: str, **environ: str) -> "subprocess.CompletedProcess[str]":
        """A script with these stand-ins and settings."""
        environment = {
            **os.environ,
            "PATH": f"{self.path / 'bin'}:{os.environ['PATH']}",
            "PYTHON": "python3",
            **environ,
        }
        return subprocess.run(command, cwd=self.path, env=environment, capture_output=True, text=True, check=False)

    def set_up(self, **environ: str) -> "subprocess.CompletedProcess[str]":
        """What the Makefile does: have stale stamps removed, set up where the stamp is missing, write the stamp."""
        stamp = self.path / ".venv" / ".installed"
        self.run("tools/environment", **environ)
        done = self.run("tools/environment", "requirements.lock", **environ)
        if done.returncode == 0:
            stamp.touch()
        return done

    @property
    def made(self) -> int:
        """How often an environment was made from nothing."""
        return (self.path / "log").read_text().splitlines().count("made") if (self.path / "log").exists() else 0


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_without_the_venv_module_every_run_says_so_and_the_first_after_it_works(folder: Folder) -> None:
    for _ in range(2):
        done = folder.set_up(VENV_MODULE="missing")
        assert done.returncode == 1
        assert done.stderr.startswith("Python's module venv is missing.")
        assert "apt-get install python3-venv" in done.stderr
    assert folder.set_up().returncode == 0
    assert folder.made == 1


def test_a_set_up_that_was_killed_begins_anew(folder: Folder) -> None:
    assert folder.set_up().returncode == 0
    # What a kill in the middle leaves: with the mark, and as versions before the mark left it.
    (folder.path / ".venv" / ".unfinished").touch()
    assert folder.set_up().returncode == 0
    assert folder.made == 2
    (folder.path / ".venv" / ".installed").unlink()
    assert folder.set_up().returncode == 0
    assert folder.made == 3


def test_an_upgrade_of_python_makes_the_environment_anew(folder: Folder) -> None:
    stamp = folder.path / ".venv" / ".installed"
    assert folder.set_up().returncode == 0
    folder.run("tools/environment")
    assert stamp.exists()
    folder.run("tools/environment", PYTHON_VERSION="3.13")
    assert not stamp.exists()
    assert folder.set_up().returncode == 0
    (folder.path / ".venv" / "bin" / "python").unlink()
    assert folder.set_up().returncode == 0
    assert folder.made == 3


def test_without_internet_the_sentence_says_so_and_what_stood_stays(folder: Folder) -> None:
    says = "WARNING: Retrying after connection broken by 'NewConnectionError'"
    done = folder.set_up(PIP_SAYS=says)
    assert done.returncode == 1
    assert "no connection to the package index" in done.stderr
    assert folder.set_up().returncode == 0
    assert folder.made == 2
    assert folder.set_up(PIP_SAYS=says).returncode == 1
    assert folder.set_up().returncode == 0
    assert folder.made == 2


def test_another_failure_shows_its_own_reason(folder: Folder) -> None:
    done = folder.set_up(PIP_SAYS="ERROR: THESE PACKAGES DO NOT MATCH THE HASHES")
    assert "DO NOT MATCH" in done.stderr
    assert "pip's own reason stands above" in done.stderr


def test_the_library_that_the_browser_driver_needs_is_installed(folder: Folder) -> None:
    folder.set_up()
    assert folder.run("tools/install-packages", "browser-driver", CI="true").returncode == 0
    assert (folder.path / "libatomic1").exists()
    (folder.path / "libatomic1").unlink()
    folder.add("apt-get", "#!/bin/sh\nexit 0\n")
    done = folder.run("tools/install-packages", "browser-driver", CI="true")
    assert done.returncode == 1
    assert (
        "Missing: browser-driver. Install it (on Debian or Ubuntu, as root: apt-get install libatomic1)" in done.stderr
    )
