"""The recount where nothing is installed: a copy of its own few files, and an interpreter without site packages."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ranking.test_recount import EXAMPLE, PUBLISHED

ROOT = Path(__file__).parents[2]
# No environment variables, no user's packages, no site packages; `-m` alone adds the current folder. (`-I` would
# take that folder away too, and with it what an auditor does: unpack, change there, run.)
PYTHON = (sys.executable, "-E", "-s", "-S")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the recount and the ranking, and nothing else of the project."""
    folder = tmp_path_factory.mktemp("alone")
    shutil.copytree(
        ROOT / "showcase/ranking", folder / "showcase/ranking", ignore=shutil.ignore_patterns("__pycache__")
    )
    (folder / "showcase/kernel").mkdir()
    for name in ("__init__.py", "recount.py", "kernel/__init__.py", "kernel/errors.py"):
        shutil.copy(ROOT / "showcase" / name, folder / "showcase" / name)
    return folder


def run(folder: Path, *arguments: str, **options: object) -> "subprocess.CompletedProcess[bytes]":
    command = [*PYTHON, *arguments]
    return subprocess.run(command, cwd=folder, check=False, timeout=60, **options)  # type: ignore[call-overload]


def test_the_example_is_recounted_with_the_standard_library_only(alone: Path) -> None:
    (alone / "bundle.json").write_text(json.dumps(EXAMPLE))
    done = run(alone, "-m", "showcase.recount", "bundle.json", capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == PUBLISHED


def test_every_module_comes_from_that_folder_or_the_standard_library(alone: Path) -> None:
    ask = (
        "import runpy, sys; sys.path.insert(0, ''); import showcase.recount;"
        "print(*sorted({name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names));"
        "print(showcase.recount.__file__)"
    )
    done = run(alone, "-c", ask, capture_output=True)
    loaded, path = done.stdout.decode().splitlines()
    assert loaded.split() == ["__main__", "showcase"]
    assert Path(path).is_relative_to(alone)
    assert b"ModuleNotFoundError" in run(alone, "-c", "import flask", capture_output=True).stderr


def test_closed_standard_input_is_refused_like_any_file_that_can_not_be_read(alone: Path) -> None:
    command = ["sh", "-c", 'exec "$0" "$@" <&-', *PYTHON, "-m", "showcase.recount"]
    done = subprocess.run(command, cwd=alone, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (2, b"")
    assert json.loads(done.stdout)["error"]["code"] == "BUNDLE_INVALID"


def test_a_reader_who_stops_early_sees_no_traceback(alone: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    data = json.dumps(EXAMPLE).encode()
    done = run(alone, "-m", "showcase.recount", input=data, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")
